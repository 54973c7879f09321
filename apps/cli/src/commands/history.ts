import type { Run } from "@intunectl/assignments";
import { CliError } from "../cli-error.ts";
import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { renderHistory, renderRun, toRunWords } from "../render/history.ts";
import { toPlanRows } from "../render/plan-rows.ts";
import { diffAssignments } from "@intunectl/assignments";
import { findRun, readRuns } from "../run-store.ts";
import { toStateFolder } from "../state-folder.ts";

/** `history [run]`: what was done from this machine; needs no tenant. */
export async function history(context: Context, given: Given): Promise<ExitCode> {
  const { world, appearance, options } = context;
  const [id] = given.arguments;
  const tenant = options.demo ? undefined : options.tenant;
  const found = await readRuns(world, toStateFolder(world, options.demo), tenant);
  if (id !== undefined) {
    const run = findRun(found, id);
    const rows = toPlanRows({
      configurations: run.configurations.map((entry) => ({
        ...entry,
        changes: diffAssignments(entry.before, entry.after),
      })),
      labels: run.labels,
    });
    await context.answer({ text: () => renderRun(run, appearance), value: run, rows });
    return exitCodes.done;
  }
  const runs = found.runs.slice(0, given.number("limit"));
  const isEmpty = runs.length === 0 && found.unreadable.length === 0;
  await context.answer({
    text: () => (isEmpty ? "No runs yet.\n" : renderHistory(runs, world.now(), appearance)),
    value: runs.map(toJson),
    rows: {
      columns: ["run", "started", "tenant", "command", "result"],
      rows: runs.map((run) => ({
        run: run.id,
        started: run.startedAt,
        tenant: run.tenant,
        command: run.command,
        result: toRunWords(run),
      })),
    },
  });
  if (found.unreadable.length === 0) return exitCodes.done;
  // The list is not whole, and a script must not take it for that.
  throw new CliError("some runs cannot be read; the others are listed", {
    code: "unreadable-run",
    exitCode: exitCodes.failed,
    details: found.unreadable.map(({ path, reason }) => ({ message: `${path}: ${reason}` })),
  });
}

function toJson(run: Run): object {
  return {
    id: run.id,
    tenant: run.tenant,
    command: run.command,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt ?? null,
    undoes: run.undoes ?? null,
    resumes: run.resumes ?? null,
    result: toRunWords(run),
    configurations: run.configurations.map(({ id, name, state, reason = null }) => ({
      id,
      name,
      state,
      reason,
    })),
  };
}
