import { planResume, toSummary } from "@intunectl/assignments";
import { confirmPlan } from "../confirm.ts";
import type { Context } from "../context.ts";
import type { ExitCode } from "../exit-codes.ts";
import { renderPlan } from "../render/plan.ts";
import { findRun, readRuns } from "../run-store.ts";
import { withSession } from "../session.ts";
import { execute, tellNothing } from "./execute-and-tell.ts";
import { toRunHead } from "./run-head.ts";

/** `apply --resume <run>`: what a run did not finish, exactly as it was planned. */
export async function resume(context: Context, id: string, maxRemovals: number): Promise<ExitCode> {
  return await withSession(context, { isReadOnly: false }, async (session) => {
    const run = findRun(await readRuns(context.world, session.stateFolder), id);
    session.tenant.check(run.tenant, `run ${run.id}`);
    const { configurations, done } = planResume(run);
    context.print(`${toRunHead(run, context.appearance)}\n\n`);
    if (configurations.length === 0)
      return await tellNothing(
        context,
        run.tenant,
        `Nothing is left of run ${run.id}: all ${done.length} are applied.\n`,
      );
    const plan = { tenant: run.tenant, configurations, skipped: [], labels: run.labels };
    const shown = { ...plan, findings: [], summary: toSummary(plan) };
    context.print(`${renderPlan(shown, "Left", context.appearance)}\n`);
    await confirmPlan(context, plan, { question: "Go on?", maxRemovals, ask: "losses" });
    return await execute(context, session, plan, {
      command: `apply --resume ${run.id}`,
      resumes: run.id,
      again: "intunectl plan <file>: what is left cannot be written as it was planned",
    });
  });
}
