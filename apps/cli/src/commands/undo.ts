import {
  mayBeWritten,
  planUndo,
  type Run,
  type RunEntry,
  settleRun,
  toSummary,
  type UndoPlan,
} from "@intunectl/assignments";
import { CliError } from "../cli-error.ts";
import type { Given } from "../command-definition.ts";
import { confirmPlan } from "../confirm.ts";
import type { Context } from "../context.ts";
import { readFilters, readSets } from "../directory-reader.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readLabels } from "../labels.ts";
import { renderPlan } from "../render/plan.ts";
import { toPlanRows } from "../render/plan-rows.ts";
import { findRun, readRuns } from "../run-store.ts";
import { withSession } from "../session.ts";
import { toMaxRemovals } from "./apply.ts";
import { execute, tellNothing } from "./execute-and-tell.ts";
import { toRunHead } from "./run-head.ts";

/** `undo [run]`: the inverse of one run, for what that run wrote and nothing else. */
export async function undo(context: Context, given: Given): Promise<ExitCode> {
  const { world } = context;
  const [id] = given.arguments;
  const dryRun = given.has("dryRun");
  return await withSession(context, { isReadOnly: dryRun }, async (session) => {
    const found = await readRuns(world, session.stateFolder);
    const isUndoable = ({ tenant, configurations }: Run): boolean =>
      tenant === session.tenant.name && configurations.some(mayBeWritten);
    const mine = id === undefined ? { ...found, runs: found.runs.filter(isUndoable) } : found;
    const run = settleRun(findRun(mine, id), found.runs);
    session.tenant.check(run.tenant, `run ${run.id}`);
    const sets = await readSets(session, run.configurations.filter(mayBeWritten));
    const inverse = planUndo(run, sets);
    if (!dryRun) context.print(`${toRunHead(run, context.appearance)}\n\n`);
    refuseUnsafe(run, inverse);
    const { configurations } = inverse;
    if (configurations.length === 0)
      return await tellNothing(
        context,
        run.tenant,
        "Nothing to undo: what was there before this run is there now.\n",
      );
    const known = { groups: [], filters: await readFilters(session) };
    const sides = configurations.flatMap(({ before, after }) => [before, after]);
    const labels = await readLabels(session, sides, known);
    const plan = { tenant: run.tenant, configurations, skipped: [], labels };
    const shown = { ...plan, findings: [], summary: toSummary(plan) };
    const text = `${renderPlan(shown, "Undo", context.appearance)}\n`;
    if (dryRun) {
      const value = { undoes: run.id, ...shown };
      await context.answer({
        text: () => `${toRunHead(run, context.appearance)}\n\n${text}Nothing was sent.\n`,
        value,
        rows: toPlanRows(shown),
      });
      return exitCodes.done;
    }
    context.print(text);
    const maxRemovals = toMaxRemovals(given);
    await confirmPlan(context, plan, { question: "Go on?", maxRemovals, ask: "always" });
    return await execute(context, session, plan, {
      command: `undo ${run.id}`,
      undoes: run.id,
      again: `intunectl undo ${run.id}`,
    });
  });
}

function refuseUnsafe(run: Run, { moved, unreadable }: UndoPlan): void {
  if (moved.length > 0)
    throw new CliError(`changed since run ${run.id}; nothing was written`, {
      code: "moved",
      exitCode: exitCodes.refused,
      details: moved.map(({ name }: RunEntry) => ({
        message: `${name}: what is there now is not what the run left`,
      })),
      hint: `intunectl history ${run.id} shows what the run did; undo the later change first`,
    });
  if (unreadable.length > 0)
    throw new CliError("could not be read, so nothing was written", {
      code: "unreadable",
      exitCode: exitCodes.failed,
      details: unreadable.map(({ entry, reason }) => ({ message: `${entry.name}: ${reason}` })),
    });
}
