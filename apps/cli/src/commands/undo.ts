import {
  mayBeWritten,
  planUndo,
  type Run,
  type RunEntry,
  toSummary,
  type UndoPlan,
} from "@intunectl/assignments";
import { CliError } from "../cli-error.ts";
import { confirm } from "../confirm.ts";
import type { Context } from "../context.ts";
import { readFilters, readSets } from "../directory-reader.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readLabels } from "../labels.ts";
import { countConfigurations } from "../render/history.ts";
import { renderPlan } from "../render/plan.ts";
import { findRun, readRuns } from "../run-store.ts";
import { withSession } from "../session.ts";
import { execute } from "./apply.ts";

/** `undo [run]`: the inverse of one run, for what that run wrote and nothing else. */
export async function undo(context: Context, id: string | undefined): Promise<ExitCode> {
  const { world } = context;
  return await withSession(context, { isReadOnly: false }, async (session) => {
    const found = await readRuns(world, session.stateFolder);
    const isUndoable = ({ tenant, configurations }: Run): boolean =>
      tenant === session.tenant.name && configurations.some(mayBeWritten);
    const mine = id === undefined ? { ...found, runs: found.runs.filter(isUndoable) } : found;
    const run = findRun(mine, id);
    session.tenant.check(run.tenant, `run ${run.id}`);
    const sets = await readSets(session, run.configurations.filter(mayBeWritten));
    const inverse = planUndo(run, sets);
    context.print(`${toHead(run)}\n\n`);
    refuseUnsafe(run, inverse);
    if (inverse.configurations.length === 0) {
      context.print("Nothing to undo: what was there before this run is there now.\n");
      context.printJson({
        run: null,
        tenant: run.tenant,
        results: [],
        skipped: [],
        exitCode: exitCodes.done,
      });
      return exitCodes.done;
    }
    const { configurations } = inverse;
    const known = { groups: [], filters: await readFilters(session) };
    const labels = await readLabels(
      session,
      configurations.flatMap(({ before, after }) => [before, after]),
      known,
    );
    const plan = { tenant: run.tenant, configurations, skipped: [], labels };
    const shown = { ...plan, findings: [], summary: toSummary(plan) };
    context.print(`${renderPlan(shown, "Undo", context.appearance)}\n`);
    await confirm(context, "Go on?");
    return await execute(context, session, plan, {
      command: `undo ${run.id}`,
      undoes: run.id,
      again: `intunectl undo ${run.id}`,
    });
  });
}

function toHead({ id, command, startedAt, configurations }: Run): string {
  const started = `${startedAt.slice(0, 16).replace("T", " ")} UTC`;
  return `Run ${id}, ${started}, ${countConfigurations(configurations.length)}: ${command}`;
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
