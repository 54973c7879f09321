import type { ApplyOutcome } from "./apply.ts";
import { isJsonObject } from "./json.ts";
import { isRunState, type Run, type RunEntry, toReason } from "./run.ts";

/** One step of a run, as it happened. */
export interface RunRecord {
  readonly resource: string;
  readonly id: string;
  readonly outcome: ApplyOutcome | { readonly kind: "writing" };
}

/** One line of a run's log, with its line feed: what is appended and synced before and after every write. */
export function formatRunRecord({ resource, id, outcome }: RunRecord): string {
  const reason = toReason(outcome);
  const line = { resource, id, state: outcome.kind, ...(reason === undefined ? {} : { reason }) };
  return `${JSON.stringify(line)}\n`;
}

/**
 * The run as its log left it.
 *
 * A last line that was cut off is dropped: its write had not been sent when it tells of a start, and is unknown when it
 * tells of an end. Anything else that cannot be read makes all that was not finished before it unknown.
 */
export function replayRunLog(run: Run, log: string): Run {
  const entries = new Map<string, RunEntry>(run.configurations.map((entry) => [toKey(entry), entry]));
  const lines = log.split("\n");
  const whole = lines.slice(0, -1);
  let isDamaged = false;
  for (const line of whole) {
    const step = decodeStep(line);
    const entry = step === undefined ? undefined : entries.get(toKey(step));
    if (step === undefined || entry === undefined) isDamaged = true;
    else entries.set(toKey(step), { ...entry, state: step.state, ...step.reason });
  }
  const configurations = [...entries.values()].map((entry) =>
    isDamaged && entry.state === "planned"
      ? { ...entry, state: "writing" as const, reason: "the run's log is damaged" }
      : entry,
  );
  return { ...run, configurations };
}

interface Step {
  readonly resource: string;
  readonly id: string;
  readonly state: RunEntry["state"];
  readonly reason: { readonly reason?: string };
}

function decodeStep(line: string): Step | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const { resource, id, state, reason } = value;
  if (typeof resource !== "string" || typeof id !== "string" || !isRunState(state)) return undefined;
  return { resource, id, state, reason: typeof reason === "string" ? { reason } : {} };
}

function toKey({ resource, id }: { readonly resource: string; readonly id: string }): string {
  return `${resource}/${id.toLowerCase()}`;
}
