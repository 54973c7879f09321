import {
  applyConfiguration,
  type ApplyOutcome,
  type ApplyPorts,
  createRun,
  hasChanges,
  type PlanFile,
  type PlannedConfiguration,
  type Run,
} from "@intunectl/assignments";
import { checkAll } from "./check-all.ts";
import { CliError } from "./cli-error.ts";
import { mapConcurrently } from "./concurrently.ts";
import type { Context } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { toExitCode } from "./outcome-exit-code.ts";
import { renderOutcome } from "./render/outcome.ts";
import { createJournal, newRunId, type RunJournal } from "./run-store.ts";
import type { Session } from "./session.ts";

/** The part of a plan that is carried out. */
export type ExecutablePlan = Pick<PlanFile, "tenant" | "configurations" | "skipped" | "labels">;

/** How a run is written down. */
export interface RunFacts {
  /** What was typed. */
  readonly command: string;
  readonly undoes?: string;
  readonly resumes?: string;
  /** What to type when the world moved. */
  readonly again: string;
}

/** What became of a plan. */
export interface Executed {
  /** Absent when there was nothing to do, so nothing was recorded. */
  readonly run: Run | undefined;
  /** In the order of the plan, without what was not begun. */
  readonly results: readonly Result[];
  /** How many configurations the plan changes. */
  readonly wanted: number;
  readonly exitCode: ExitCode;
}

/** What became of one configuration. */
export interface Result {
  readonly planned: PlannedConfiguration;
  readonly outcome: ApplyOutcome;
}

/**
 * Applies a plan: looks at every configuration first, and writes none when one of them moved.
 *
 * The run is on the disk before the first write, and every step of it before and after each one.
 */
export async function executePlan(
  context: Context,
  session: Session,
  plan: ExecutablePlan,
  facts: RunFacts,
): Promise<Executed> {
  const { world } = context;
  const guards = await checkAll(context, session, plan, facts.again);
  const wanted = guards.filter(({ planned }) => hasChanges(planned.changes));
  const open = wanted.filter(({ guard }) => guard.kind === "clear").map(({ planned }) => planned);
  const already = wanted.flatMap(({ planned, guard }) =>
    guard.kind === "already" ? [{ planned, outcome: guard }] : [],
  );
  for (const { planned, outcome } of already)
    context.print(renderOutcome(planned, outcome, context.appearance));
  const success = plan.skipped.length > 0 ? exitCodes.partly : exitCodes.done;
  if (open.length === 0)
    return { run: undefined, results: already, wanted: wanted.length, exitCode: success };
  session.holdInterrupts();
  const id = await newRunId(world, session.stateFolder);
  const startedAt = new Date(world.now()).toISOString();
  const run = createRun({ ...plan, configurations: open }, { id, startedAt, ...facts });
  const journal = await createJournal(world, session.stateFolder, run);
  const outcomes = await applyAll(context, session, open, journal);
  const results = [...already, ...toResults(open, outcomes)];
  const isWhole = results.length === wanted.length;
  if (isWhole) await journal.finish(new Date(world.now()).toISOString());
  const exitCode = isWhole ? toExitCode(results, success) : exitCodes.interrupted;
  return { run, results, wanted: wanted.length, exitCode };
}

/** One outcome for each that was begun; after an interrupt, or when the record fails, nothing more is begun. */
async function applyAll(
  context: Context,
  session: Session,
  open: readonly PlannedConfiguration[],
  journal: RunJournal,
): Promise<readonly (ApplyOutcome | undefined)[]> {
  const { world, progress, appearance } = context;
  const ports = toPorts(context, session, journal);
  const outcomes = Array.from(open, (): ApplyOutcome | undefined => undefined);
  let broken: { readonly planned: PlannedConfiguration; readonly error: unknown } | undefined;
  let printed = 0;
  let done = 0;
  /** In the order of the plan, so that two runs of the same plan read the same. */
  const printFinished = (): void => {
    for (; printed < open.length; printed += 1) {
      const [planned, outcome] = [open[printed], outcomes[printed]];
      if (planned === undefined || outcome === undefined) return;
      context.print(renderOutcome(planned, outcome, appearance));
    }
  };
  progress.show("Applying", 0, open.length);
  await mapConcurrently([...open.entries()], session.concurrency, async ([index, planned]) => {
    if (world.interrupted.aborted || broken !== undefined) return;
    try {
      outcomes[index] = await applyConfiguration(planned, ports);
    } catch (error) {
      broken ??= { planned, error };
      return;
    }
    done += 1;
    printFinished();
    progress.show("Applying", done, open.length);
  });
  progress.clear();
  if (broken !== undefined) throw toRecordError(journal.run.id, done, broken);
  for (const [index, outcome] of outcomes.entries()) {
    const planned = open[index];
    if (index >= printed && planned !== undefined && outcome !== undefined)
      context.print(renderOutcome(planned, outcome, appearance));
  }
  return outcomes;
}

function toResults(
  open: readonly PlannedConfiguration[],
  outcomes: readonly (ApplyOutcome | undefined)[],
): readonly Result[] {
  return open.flatMap((planned, index) => {
    const outcome = outcomes[index];
    return outcome === undefined ? [] : [{ planned, outcome }];
  });
}

/** A record that fails after a write ends the run: going on would write what nobody could undo. */
function toRecordError(
  runId: string,
  done: number,
  { planned, error }: { readonly planned: PlannedConfiguration; readonly error: unknown },
): CliError {
  const reason = error instanceof Error ? error.message : String(error);
  return new CliError(`the record of run ${runId} cannot be written: ${reason}`, {
    code: "record-failed",
    exitCode: exitCodes.failed,
    details: [{ message: `${done} configurations were finished; ${planned.name} may be written` }],
    hint: `intunectl history ${runId}`,
  });
}

function toPorts({ world }: Context, session: Session, journal: RunJournal): ApplyPorts {
  return {
    read: ({ resource, id }) => session.port(resource).read(id),
    write: ({ resource, id }, assignments) => session.port(resource).write(id, assignments),
    recordStart: ({ resource, id }) => journal.record({ resource, id, outcome: { kind: "writing" } }),
    recordEnd: ({ resource, id }, outcome) => journal.record({ resource, id, outcome }),
    sleep: (milliseconds) => world.sleep(milliseconds),
  };
}
