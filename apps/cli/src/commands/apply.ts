import { isSuccess, type PlanFile } from "@intunectl/assignments";
import { confirm } from "../confirm.ts";
import type { Context } from "../context.ts";
import { type Executed, executePlan, type RunFacts } from "../execute.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { planDesiredState, readDesiredState } from "../planning.ts";
import { isPlanFile, readNamedFile, readPlan } from "../named-file.ts";
import { renderCounts, renderPlan } from "../render/plan.ts";
import { type Session, withSession } from "../session.ts";

/** `apply <plan.json|file.yaml>`: a saved plan exactly as it stands, or a desired state planned first. */
export async function apply(context: Context, file: string): Promise<ExitCode> {
  const text = await readNamedFile(context.world, file);
  if (isPlanFile(file, text)) {
    const saved = readPlan(text, file);
    const again = `intunectl plan ${saved.source ?? "<file>"} --out ${file}`;
    return await withSession(context, { isReadOnly: false }, async (session) => {
      session.tenant.check(saved.tenant, file);
      context.print(`Apply to ${saved.tenant}\n`);
      context.print(`${renderCounts(saved, "Plan", context.appearance)}\n`);
      return await execute(context, session, saved, { command: `apply ${file}`, again });
    });
  }
  const state = readDesiredState(text, file);
  return await withSession(context, { isReadOnly: false }, async (session) => {
    const made = await planDesiredState(session, state);
    context.print(`Apply to ${made.tenant}\n\n${renderPlan(made, "Plan", context.appearance)}\n`);
    if (mayTakeAway(made)) await confirm(context, `Apply to ${made.tenant}?`);
    return await execute(context, session, made, {
      command: `apply ${file}`,
      again: `intunectl apply ${file}`,
    });
  });
}

/** Whether somebody may lose what they have. */
export function mayTakeAway({ summary }: PlanFile): boolean {
  return summary.remove + summary.change > 0;
}

/** Runs a plan and says what became of it. */
export async function execute(
  context: Context,
  session: Session,
  plan: Pick<PlanFile, "tenant" | "configurations" | "skipped" | "labels">,
  facts: RunFacts,
): Promise<ExitCode> {
  const executed = await executePlan(context, session, plan, facts);
  context.printJson(toJson(plan, executed));
  const { run, results, wanted, exitCode } = executed;
  if (run === undefined) {
    context.print(results.length > 0 ? "\nNothing was written: all is as planned.\n" : "Nothing to do.\n");
    return exitCode;
  }
  const done = results.filter(({ outcome }) => isSuccess(outcome)).length;
  const stopped = exitCode === exitCodes.interrupted ? "  Interrupted: the rest was not begun." : "";
  const skipped = plan.skipped.length === 0 ? "" : `  Skipped ${plan.skipped.length}.`;
  context.print(`\nApplied ${done} of ${wanted}.  Run ${run.id}.${skipped}${stopped}\n`);
  if (done > 0) context.note(`Undo with: intunectl undo ${run.id}`);
  return exitCode;
}

function toJson(plan: Pick<PlanFile, "tenant" | "skipped">, { run, results, exitCode }: Executed): object {
  return {
    run: run?.id ?? null,
    tenant: plan.tenant,
    results: results.map(({ planned, outcome }) => ({
      id: planned.id,
      name: planned.name,
      outcome: outcome.kind,
      reason: "reason" in outcome ? outcome.reason : "failure" in outcome ? outcome.failure.message : null,
      assignments: planned.after.length,
    })),
    skipped: plan.skipped,
    exitCode,
  };
}
