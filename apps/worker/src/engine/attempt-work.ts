import { randomUUID } from "node:crypto";
import {
  type Assignment,
  type AssignmentChange,
  type AssignmentSet,
  type Failure,
  isSameSet,
  toFailure,
  toFingerprint,
} from "@intunectl/assignments";
import type { Work } from "./claim-work.ts";
import { foldWishes } from "./fold.ts";
import { judgeFailure } from "./judge.ts";
import type { AttemptPort, EnginePorts, EngineSettings } from "./ports.ts";
import type { AttributedChange } from "./wish.ts";

/** A write as it is recorded before it leaves. */
export interface PlannedWrite {
  readonly id: string;
  readonly before: readonly Assignment[];
  readonly after: readonly Assignment[];
  readonly changes: readonly AttributedChange[];
}

/** How an attempt ended. */
export type Verdict =
  | {
      readonly kind: "settled";
      readonly state: "applied" | "unchanged";
      readonly after: readonly Assignment[];
      readonly write?: string;
      readonly requestId?: string | undefined;
    }
  | {
      readonly kind: "dead";
      readonly state: "refused" | "failed";
      readonly code: string;
      readonly message: string;
      readonly difference?: readonly AssignmentChange[];
      readonly write?: string;
      readonly requestId?: string | undefined;
    }
  /** Not now. `isCounted`: it was this wish's try. */
  | {
      readonly kind: "later";
      readonly seconds?: number;
      readonly isCounted: boolean;
      readonly message: string;
      readonly requestId?: string | undefined;
      readonly write?: string;
      /** The write may have been carried out, or may still be. */
      readonly openMs?: number;
      readonly event?: "uncertain" | "unverified" | "rejected";
    }
  /** One of several is refused: they are tried one by one, so that it does not take the others with it. */
  | {
      readonly kind: "narrow";
      readonly write: string;
      readonly message: string;
      readonly requestId?: string | undefined;
    }
  /** The claim is somebody else's. */
  | { readonly kind: "lost" };

/** What an attempt needs beside the engine's ports. */
export interface AttemptPorts extends EnginePorts {
  /** Records the write, and says whether the claim is still this attempt's. */
  readonly fence: (work: Work, write: PlannedWrite) => Promise<boolean>;
  readonly signal: AbortSignal;
}

/** Reads, decides, takes a place, records, writes and reads back. */
export async function attemptWork(
  work: Work,
  ports: AttemptPorts,
  settings: EngineSettings,
): Promise<Verdict> {
  const { tenant, resource, configuration } = work.key;
  for (;;) {
    const id = randomUUID();
    const port = ports.openPort(tenant, resource, id, ports.signal);
    if (port === undefined)
      return dead("failed", "unknown-tenant", `this worker has no credentials for ${resource} in ${tenant}`);
    const current = await port.read(configuration);
    if (current.kind === "unknown") return await judgeUnknown(current, work, ports, settings);
    if (isLate(work, current.assignments))
      return {
        kind: "later",
        isCounted: false,
        seconds: 1,
        message: "the service still shows an earlier set",
      };
    const planned = decide(work, current.assignments);
    if (planned.kind !== "write") return planned;
    const write = { id, before: current.assignments, after: planned.after, changes: planned.changes };
    const turn = await takeTurn(tenant, ports, settings);
    if (turn.kind === "far")
      return {
        kind: "later",
        isCounted: false,
        seconds: turn.waitMs / 1000,
        message: "waits for the rate limit",
      };
    // What was read is too old to be compared with by now.
    if (turn.waitedMs > 500 && !isSame(await port.read(configuration), current)) continue;
    if (ports.signal.aborted || !(await ports.fence(work, write))) return { kind: "lost" };
    return await writeAndVerify(work, write, port, ports, settings);
  }
}

/** A read that shows the set before one of the latest writes, and not what that write left. */
function isLate({ held, recent }: Work, current: readonly Assignment[]): boolean {
  const fingerprint = toFingerprint(current);
  return held !== null && toFingerprint(held) !== fingerprint && recent.has(fingerprint);
}

type Decision =
  | Verdict
  | {
      readonly kind: "write";
      readonly after: readonly Assignment[];
      readonly changes: readonly AttributedChange[];
    };

function decide(work: Work, current: readonly Assignment[]): Decision {
  if (work.restore !== null && work.held !== null && !isSameSet(current, work.held)) {
    // Only what the late write left is taken back; what somebody else made of it since is theirs.
    if (isSameSet(current, work.restore)) return { kind: "write", after: work.held, changes: [] };
  }
  if (work.wishes.length === 0) return { kind: "settled", state: "unchanged", after: current };
  const folded = foldWishes(current, work.wishes);
  switch (folded.kind) {
    case "refused":
      return dead("refused", folded.code, folded.reason);
    case "moved": {
      const message = "the tenant changed since the plan was made; nothing was written. Make a new plan";
      return { ...dead("refused", "moved", message), difference: folded.difference };
    }
    case "folded":
      // After a write of unknown end, a set that looks right may be a late read.
      return folded.changes.length === 0 && !work.hasOpenWrite
        ? { kind: "settled", state: "unchanged", after: current }
        : { kind: "write", after: folded.after, changes: folded.changes };
    default:
      return folded satisfies never;
  }
}

async function writeAndVerify(
  work: Work,
  { id: write, after }: PlannedWrite,
  port: AttemptPort,
  ports: AttemptPorts,
  settings: EngineSettings,
): Promise<Verdict> {
  const { configuration, tenant } = work.key;
  try {
    const answer = await port.write(configuration, after);
    if (answer.kind === "rejected") return await judgeRejected(work, write, answer.failure, ports, settings);
  } catch (error) {
    const failure = toFailure(error);
    if (judgeFailure(failure) === "throttled") await closeGate(tenant, ports, settings);
    // A broken connection ends what was on it soon; a silent one may be at it for as long as we would have waited.
    const openMs = failure.code === "timeout" ? settings.requestMs : 2000;
    const { message, requestId } = failure;
    return { kind: "later", isCounted: true, write, openMs, event: "uncertain", message, requestId };
  }
  const requestId = port.lastRequestId();
  for (const delay of settings.verifyDelaysMs) {
    if (delay > 0) await ports.sleep(delay, ports.signal);
    const seen = await port.read(configuration);
    if (seen.kind === "known" && isSameSet(seen.assignments, after))
      return { kind: "settled", state: "applied", after, write, requestId };
  }
  const message = "accepted, and not visible yet";
  return {
    kind: "later",
    isCounted: true,
    seconds: 1,
    write,
    openMs: 0,
    event: "unverified",
    message,
    requestId,
  };
}

async function judgeRejected(
  work: Work,
  write: string,
  failure: Failure,
  ports: AttemptPorts,
  settings: EngineSettings,
): Promise<Verdict> {
  const { message, requestId, code } = failure;
  const judgement = judgeFailure(failure);
  if (judgement === "permanent") {
    if (work.wishes.length > 1) return { kind: "narrow", write, message, requestId };
    return { ...dead("failed", code, message), write, requestId };
  }
  if (judgement === "throttled") await closeGate(work.key.tenant, ports, settings);
  return {
    kind: "later",
    isCounted: judgement === "transient",
    ...(judgement === "throttled" ? { seconds: 1 } : {}),
    event: "rejected",
    write,
    message,
    requestId,
  };
}

async function judgeUnknown(
  { code, reason, failure }: Extract<AssignmentSet, { readonly kind: "unknown" }>,
  { key: { tenant }, attempts }: Work,
  ports: EnginePorts,
  settings: EngineSettings,
): Promise<Verdict> {
  if (code === "not-understood" || failure === undefined) return dead("refused", code, reason);
  // A configuration that was just made is not seen everywhere at once.
  const isNew = failure.status === 404 && attempts < 3;
  const judgement = isNew ? "transient" : judgeFailure(failure);
  const { message, requestId } = failure;
  if (judgement === "permanent") return { ...dead("failed", failure.code, message), requestId };
  if (judgement === "throttled") await closeGate(tenant, ports, settings);
  return {
    kind: "later",
    isCounted: judgement === "transient",
    // The limiter says when; the wait grows with a wish's own failures only.
    ...(judgement === "throttled" ? { seconds: 1 } : {}),
    message,
    requestId,
  };
}

/** A 429 without `Retry-After` closes the gate, too; one with it has done so already. */
async function closeGate(
  tenant: string,
  { rate }: EnginePorts,
  { patienceMs }: EngineSettings,
): Promise<void> {
  if ((await rate.closedFor(tenant)) === 0) await rate.close(tenant, patienceMs / 2);
}

type Turn =
  | { readonly kind: "near"; readonly waitedMs: number }
  | { readonly kind: "far"; readonly waitMs: number };

/** Waits for a place for a write, and again when the gate was closed meanwhile. */
async function takeTurn(tenant: string, ports: AttemptPorts, { patienceMs }: EngineSettings): Promise<Turn> {
  let waitedMs = 0;
  for (;;) {
    const { isTaken, waitMs } = await ports.rate.take(tenant, true, patienceMs - waitedMs);
    if (!isTaken) return { kind: "far", waitMs };
    if (waitMs > 0) await ports.sleep(waitMs, ports.signal);
    waitedMs += waitMs;
    if (waitMs === 0 || (await ports.rate.closedFor(tenant)) === 0) return { kind: "near", waitedMs };
  }
}

function isSame(left: AssignmentSet, right: Extract<AssignmentSet, { readonly kind: "known" }>): boolean {
  return left.kind === "known" && isSameSet(left.assignments, right.assignments);
}

function dead(
  state: "refused" | "failed",
  code: string,
  message: string,
): Extract<Verdict, { kind: "dead" }> {
  return { kind: "dead", state, code, message };
}
