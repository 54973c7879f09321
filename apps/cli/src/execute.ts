import {
  applyConfiguration,
  type ApplyOutcome,
  type ApplyPorts,
  checkGuard,
  createRun,
  type Guard,
  hasChanges,
  isSuccess,
  type PlanFile,
  type PlannedConfiguration,
  recordState,
  type Run,
} from "@intunectl/assignments";
import { CliError } from "./cli-error.ts";
import type { Context } from "./context.ts";
import { readSets } from "./directory-reader.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { isSignIn } from "./is-sign-in.ts";
import { renderOutcome } from "./render/outcome.ts";
import { readLabels, toKnownNames } from "./labels.ts";
import { renderMoved } from "./render/moved.ts";
import { newRunId, writeRun } from "./run-store.ts";
import type { Session } from "./session.ts";

type Plan = Pick<PlanFile, "tenant" | "configurations" | "skipped" | "labels">;

/** How a run is written down. */
export interface RunFacts {
  /** What was typed. */
  readonly command: string;
  readonly undoes?: string;
  /** What to type when the world moved. */
  readonly again: string;
}

/** What became of a plan. */
export interface Executed {
  /** Absent when there was nothing to do, so nothing was recorded. */
  readonly run: Run | undefined;
  /** In the order of the plan, as far as the run came. */
  readonly results: readonly Result[];
  /** How many configurations the plan changes. */
  readonly wanted: number;
  readonly exitCode: ExitCode;
}

interface Result {
  readonly planned: PlannedConfiguration;
  readonly outcome: ApplyOutcome;
}

/**
 * Applies a plan: looks at every configuration first, and writes none when one of them moved.
 *
 * The run is on the disk before the first write, and after every one.
 */
export async function executePlan(
  context: Context,
  session: Session,
  plan: Plan,
  facts: RunFacts,
): Promise<Executed> {
  const { world } = context;
  const guards = await checkAll(session, plan, facts, context);
  const wanted = guards.filter(({ planned }) => hasChanges(planned.changes));
  const open = wanted.filter(({ guard }) => guard.kind === "clear").map(({ planned }) => planned);
  const results: Result[] = [];
  const tell = (planned: PlannedConfiguration, outcome: ApplyOutcome): void => {
    results.push({ planned, outcome });
    context.print(renderOutcome(planned, outcome, context.appearance));
  };
  for (const { planned, guard } of wanted) if (guard.kind === "already") tell(planned, guard);
  const success = plan.skipped.length > 0 ? exitCodes.partly : exitCodes.done;
  if (open.length === 0) return { run: undefined, results, wanted: wanted.length, exitCode: success };
  session.holdInterrupts();
  const id = await newRunId(world, session.stateFolder);
  const startedAt = new Date(world.now()).toISOString();
  let run = createRun({ ...plan, configurations: open }, { id, startedAt, ...facts });
  const save = async (next: Run): Promise<void> => {
    run = next;
    await writeRun(world, session.stateFolder, run);
  };
  await save(run);
  const ports = toPorts(context, session, () => run, save);
  for (const planned of open) {
    if (world.interrupted.aborted) break;
    tell(planned, await applyRecorded(planned, ports, id, results.length));
  }
  const isWhole = results.length === wanted.length;
  if (isWhole) await save({ ...run, finishedAt: new Date(world.now()).toISOString() });
  const exitCode = isWhole ? toExitCode(results, success) : exitCodes.interrupted;
  return { run, results, wanted: wanted.length, exitCode };
}

/** A record that fails after a write ends the run: going on would write what nobody could undo. */
async function applyRecorded(
  planned: PlannedConfiguration,
  ports: ApplyPorts,
  runId: string,
  done: number,
): Promise<ApplyOutcome> {
  try {
    return await applyConfiguration(planned, ports);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(`the record of run ${runId} cannot be written: ${reason}`, {
      code: "record-failed",
      exitCode: exitCodes.failed,
      details: [{ message: `${done} configurations were finished; ${planned.name} may be written` }],
      hint: `intunectl history ${runId}`,
    });
  }
}

function toPorts(
  { world }: Context,
  session: Session,
  current: () => Run,
  save: (run: Run) => Promise<void>,
): ApplyPorts {
  return {
    read: ({ resource, id }) => session.port(resource).read(id),
    write: ({ resource, id }, assignments) => session.port(resource).write(id, assignments),
    recordStart: (planned) => save(recordState(current(), planned, { kind: "writing" })),
    recordEnd: (planned, outcome) => save(recordState(current(), planned, outcome)),
    sleep: (milliseconds) => world.sleep(milliseconds),
  };
}

/** How every configuration stands; throws when one of them moved or cannot be read. */
async function checkAll(
  session: Session,
  plan: Plan,
  { again }: RunFacts,
  { appearance }: Context,
): Promise<readonly Guarded[]> {
  const sets = await readSets(session, plan.configurations);
  const guards = plan.configurations.map((planned): Guarded => {
    const current = sets.get(planned.id.toLowerCase());
    const guard: Guard =
      current === undefined
        ? { kind: "unreadable", reason: "it was not read" }
        : checkGuard(planned, current);
    return { planned, guard };
  });
  const unreadable = guards.filter(({ guard }) => guard.kind === "unreadable");
  if (unreadable.length > 0)
    throw new CliError("could not be read, so nothing was written", {
      code: "unreadable",
      exitCode: unreadable.some(({ guard }) => guard.kind === "unreadable" && isSignIn(guard.failure?.status))
        ? exitCodes.signIn
        : exitCodes.failed,
      details: unreadable.map(({ planned, guard }) => ({
        message: `${planned.name}: ${guard.kind === "unreadable" ? guard.reason : ""}`,
      })),
    });
  const moved = guards.filter(({ guard }) => guard.kind === "moved");
  if (moved.length === 0) return guards;
  const seen = moved.flatMap(({ guard }) => (guard.kind === "moved" ? [guard.changes] : []));
  const labels = await readLabels(session, seen, toKnownNames(plan.labels));
  throw new CliError("tenant changed since this plan was made; nothing was written", {
    code: "moved",
    exitCode: exitCodes.refused,
    hint: again,
    details: moved.flatMap(({ planned, guard }) =>
      guard.kind === "moved"
        ? renderMoved(planned.name, guard.changes, labels, appearance).map((message) => ({ message }))
        : [],
    ),
  });
}

interface Guarded {
  readonly planned: PlannedConfiguration;
  readonly guard: Guard;
}

function toExitCode(results: Executed["results"], success: ExitCode): ExitCode {
  const failed = results.filter(({ outcome }) => !isSuccess(outcome));
  if (failed.length === 0) return success;
  if (failed.length < results.length) return exitCodes.partly;
  if (failed.every(({ outcome }) => outcome.kind === "moved")) return exitCodes.refused;
  const isForbidden = failed.every(
    ({ outcome }) =>
      (outcome.kind === "failed" || outcome.kind === "unreadable") && isSignIn(outcome.failure?.status),
  );
  return isForbidden ? exitCodes.signIn : exitCodes.failed;
}
