import { type AssignmentSet, isSameSet } from "./assignment-set.ts";
import { type Failure, toFailure } from "./failure.ts";
import { toFingerprint } from "./fingerprint.ts";
import type { PlannedConfiguration } from "./plan-file.ts";
import { type AssignmentChange, diffAssignments } from "./plan.ts";
import type { Assignment } from "./target.ts";

/** What applying needs of the world. */
export interface ApplyPorts {
  /** The complete current set; unknown rather than partial. */
  read(configuration: PlannedConfiguration): Promise<AssignmentSet>;
  /** Replaces the whole set. Rejects when it is not known whether the service took it. */
  write(configuration: PlannedConfiguration, assignments: readonly Assignment[]): Promise<WriteAnswer>;
  /** Resolves when it is on disk; called right before the write, which does not happen when this rejects. */
  recordStart(configuration: PlannedConfiguration): Promise<void>;
  recordEnd(configuration: PlannedConfiguration, outcome: ApplyOutcome): Promise<void>;
  sleep(milliseconds: number): Promise<void>;
}

/** What the service said to a write. */
export type WriteAnswer =
  | { readonly kind: "accepted" }
  /** The service refused; nothing was written. */
  | { readonly kind: "rejected"; readonly failure: Failure };

/** What became of one configuration. */
export type ApplyOutcome =
  /** Written, and read back. */
  | { readonly kind: "applied" }
  /** Written; `before`: not visible yet, `other`: something else is there, `unreadable`: could not be read back. */
  | { readonly kind: "unverified"; readonly seen: "before" | "other" | "unreadable"; readonly reason: string }
  /** Nothing was written: the set is what the plan wants. */
  | { readonly kind: "already" }
  /** Nothing was written: somebody changed the set since the plan. */
  | { readonly kind: "moved"; readonly changes: readonly AssignmentChange[] }
  /** Nothing was written: the current set is unknown. */
  | { readonly kind: "unreadable"; readonly reason: string; readonly failure?: Failure }
  /** Nothing was written: the service, or the record before the write, failed. */
  | { readonly kind: "failed"; readonly failure: Failure }
  /** The write was sent, no answer came, and what is there does not tell. */
  | { readonly kind: "uncertain"; readonly failure: Failure };

/** How long to look for a write before saying that it is not visible yet, in milliseconds between looks. */
export const verifyDelays: readonly number[] = [0, 250, 500, 1000, 2000];

/** Whether a configuration may still be written as planned. */
export type Guard =
  | { readonly kind: "clear" }
  | Extract<ApplyOutcome, { readonly kind: "already" | "moved" | "unreadable" }>;

/** Compares what is there with what the plan was made from. */
export function checkGuard(planned: PlannedConfiguration, current: AssignmentSet): Guard {
  if (current.kind === "unknown") {
    const { reason, failure } = current;
    return { kind: "unreadable", reason, ...(failure === undefined ? {} : { failure }) };
  }
  if (isSameSet(current.assignments, planned.after)) return { kind: "already" };
  if (toFingerprint(current.assignments) === planned.beforeFingerprint) return { kind: "clear" };
  return { kind: "moved", changes: diffAssignments(planned.before, current.assignments) };
}

/**
 * Writes one configuration as planned: read, compare, record, write, read back, record.
 *
 * Nothing is written when the set moved since the plan, is unknown, or when the record before the write fails.
 *
 * @example
 * ```ts
 * for (const planned of plan.configurations) console.log(planned.name, (await applyConfiguration(planned, ports)).kind);
 * ```
 */
export async function applyConfiguration(
  planned: PlannedConfiguration,
  ports: ApplyPorts,
  delays: readonly number[] = verifyDelays,
): Promise<ApplyOutcome> {
  const guard = checkGuard(planned, await readSafely(planned, ports));
  if (guard.kind !== "clear") return await end(planned, ports, guard);
  try {
    await ports.recordStart(planned);
  } catch (error) {
    return { kind: "failed", failure: toFailure(error) };
  }
  return await end(planned, ports, await writeAndVerify(planned, ports, delays));
}

/** Whether what was wanted is, as far as is known, in place. */
export function isSuccess(outcome: ApplyOutcome): boolean {
  switch (outcome.kind) {
    case "applied":
    case "already":
      return true;
    case "unverified":
      return outcome.seen !== "other";
    case "moved":
    case "unreadable":
    case "failed":
    case "uncertain":
      return false;
    default:
      return outcome satisfies never;
  }
}

async function writeAndVerify(
  planned: PlannedConfiguration,
  ports: ApplyPorts,
  delays: readonly number[],
): Promise<ApplyOutcome> {
  try {
    const answer = await ports.write(planned, planned.after);
    if (answer.kind === "rejected") return { kind: "failed", failure: answer.failure };
  } catch (error) {
    // The answer was lost, not necessarily the write: only the set can tell.
    const seen = await verify(planned, ports, delays);
    return seen.kind === "applied" ? seen : { kind: "uncertain", failure: toFailure(error) };
  }
  return await verify(planned, ports, delays);
}

type Verified = Extract<ApplyOutcome, { readonly kind: "applied" | "unverified" }>;

async function verify(
  planned: PlannedConfiguration,
  ports: ApplyPorts,
  delays: readonly number[],
): Promise<Verified> {
  let last: Verified = { kind: "unverified", seen: "before", reason: "not visible yet" };
  for (const delay of delays) {
    if (delay > 0) await ports.sleep(delay);
    last = compare(planned, await readSafely(planned, ports));
    if (last.kind === "applied") return last;
  }
  return last;
}

function compare(planned: PlannedConfiguration, current: AssignmentSet): Verified {
  if (current.kind === "unknown")
    return { kind: "unverified", seen: "unreadable", reason: `could not be read back: ${current.reason}` };
  if (isSameSet(current.assignments, planned.after)) return { kind: "applied" };
  if (toFingerprint(current.assignments) === planned.beforeFingerprint)
    return { kind: "unverified", seen: "before", reason: "not visible yet" };
  return { kind: "unverified", seen: "other", reason: "something else is there now; look before going on" };
}

async function end(
  planned: PlannedConfiguration,
  ports: ApplyPorts,
  outcome: ApplyOutcome,
): Promise<ApplyOutcome> {
  await ports.recordEnd(planned, outcome);
  return outcome;
}

async function readSafely(planned: PlannedConfiguration, ports: ApplyPorts): Promise<AssignmentSet> {
  try {
    return await ports.read(planned);
  } catch (error) {
    const failure = toFailure(error);
    return { kind: "unknown", code: "unreadable", reason: failure.message, failure };
  }
}
