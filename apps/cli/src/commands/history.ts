import { CliError } from "../cli-error.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { renderHistory, renderRun, toRunWords } from "../render/history.ts";
import { findRun, readRuns } from "../run-store.ts";
import { toStateFolder } from "../state-folder.ts";

/** `history [run]`: what was done from this machine; needs no tenant. */
export async function history(context: Context, id: string | undefined): Promise<ExitCode> {
  const { world, appearance } = context;
  const isDemo = context.options.demo === true;
  const tenant = isDemo ? undefined : world.environment["INTUNECTL_TENANT"];
  const found = await readRuns(world, toStateFolder(world, isDemo), tenant === "" ? undefined : tenant);
  if (id !== undefined) {
    const run = findRun(found, id);
    context.print(renderRun(run, appearance));
    context.printJson(run);
    return exitCodes.done;
  }
  if (found.runs.length === 0 && found.unreadable.length === 0) context.print("No runs yet.\n");
  else context.print(renderHistory(found.runs, world.now(), appearance));
  context.printJson(
    found.runs.map((run) => ({
      id: run.id,
      tenant: run.tenant,
      command: run.command,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt ?? null,
      undoes: run.undoes ?? null,
      result: toRunWords(run),
      configurations: run.configurations.map(({ id: configurationId, name, state }) => ({
        id: configurationId,
        name,
        state,
      })),
    })),
  );
  if (found.unreadable.length === 0) return exitCodes.done;
  // The list is not whole, and a script must not take it for that.
  throw new CliError("some runs cannot be read; the others are listed", {
    code: "unreadable-run",
    exitCode: exitCodes.failed,
    details: found.unreadable.map(({ path, reason }) => ({ message: `${path}: ${reason}` })),
  });
}
