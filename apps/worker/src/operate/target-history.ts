import { type Assignment, targetKey } from "@intunectl/assignments";
import type { AuditLine } from "./audit-export.ts";

/** What became of one target of a configuration, and through whom. */
export interface TargetEvent {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly kind: "added" | "removed" | "changed";
  /** Whose wish it was; the service's own words are not asked. */
  readonly by: string;
  readonly generation?: number;
  /** The submitter's note, from the moment of acceptance. */
  readonly note?: string;
  readonly acceptedAt?: string;
  readonly write?: string;
  readonly requestId?: string;
  readonly outcome: string;
}

interface Seen {
  readonly at: string;
  readonly has: boolean;
}

const outcomes: Readonly<Record<string, string>> = {
  applied: "applied, and read back",
  unverified: "accepted by the service, not seen yet",
  rejected: "refused by the service: nothing was changed",
  uncertain: "no answer came",
  "late-write": "written after the claim was lost; what was wished since was put back",
};

/** `all-devices`, `all-users`, the id of a group, or `exclude:` and one, as a target's key; `undefined` for anything else. */
export function parseTarget(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (lower === "all-devices" || lower === "all-users") return lower;
  const [, kind = "include:", id] =
    /^(include:|exclude:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(lower) ?? [];
  return id === undefined ? undefined : `${kind}${id}`;
}

/** The story of a target in the audit of its configuration, oldest first. */
export async function traceTarget(
  audit: AsyncIterable<AuditLine> | Iterable<AuditLine>,
  key: string,
): Promise<readonly TargetEvent[]> {
  const events: TargetEvent[] = [];
  const accepted = new Map<number, AuditLine>();
  const ends = new Map<string, AuditLine>();
  const seen: Seen[] = [];
  // What it was when nothing of the worker's was on its way.
  let last: Seen | undefined;
  const after = new Map<string, boolean>();
  for await (const line of audit) {
    const { at, event, write, generation } = line;
    if (event === "accepted" && generation !== null) accepted.set(generation, line);
    if (event === "writing" || event === "drift") {
      const [before, next] = [find(line.before, key), find(line.after, key)];
      const has = before !== undefined;
      if (last !== undefined && last.has !== has) events.push(toForeign(at, has, last.at));
      last = { at, has };
      seen.push(last);
      if (event === "drift" || write === null) continue;
      after.set(write, next !== undefined);
      if (JSON.stringify(before) === JSON.stringify(next)) continue;
      events.push(toChange(line, key, before, next, accepted));
      last = undefined;
    }
    if (write === null || outcomes[event] === undefined) continue;
    ends.set(write, line);
    if (event !== "applied") continue;
    last = { at, has: after.get(write) === true };
    seen.push(last);
  }
  return events.map((one) => {
    const end = ends.get(one.write ?? "");
    if (one.write === undefined) return one;
    if (end === undefined) return { ...one, outcome: "no answer came, and the worker ended" };
    const requestId = end.requestId === null ? {} : { requestId: end.requestId };
    // What nobody answered was seen by a later write.
    const later = seen.find(({ at, has }) => at > one.at && has === (one.kind !== "removed"));
    const proof = end.event === "applied" || later === undefined ? "" : `; seen so at ${later.at}`;
    return { ...one, ...requestId, outcome: `${outcomes[end.event] ?? end.event}${proof}` };
  });
}

function toChange(
  line: AuditLine,
  key: string,
  before: Assignment | undefined,
  next: Assignment | undefined,
  accepted: ReadonlyMap<number, AuditLine>,
): TargetEvent {
  const own = line.changes?.find(({ target }) => targetKey(target) === key);
  const wish = accepted.get(own?.generation ?? -1);
  return {
    at: line.at,
    kind: toKind(before, next),
    // A worker that puts back what a late write of its own left does so for nobody.
    by: own?.by ?? `${line.actor ?? "a worker"}, putting back what was wished`,
    ...(own === undefined ? {} : { generation: own.generation }),
    ...(wish === undefined ? {} : { acceptedAt: wish.at, note: wish.message ?? "" }),
    ...(line.write === null ? {} : { write: line.write }),
    outcome: "",
  };
}

/** The worker found the target otherwise than it was last seen. */
function toForeign(at: string, has: boolean, lastAt: string): TargetEvent {
  const by = "somebody else, not through this worker";
  return { at, kind: has ? "added" : "removed", by, outcome: `it was otherwise at ${lastAt}` };
}

function toKind(before: Assignment | undefined, next: Assignment | undefined): TargetEvent["kind"] {
  if (before === undefined) return "added";
  return next === undefined ? "removed" : "changed";
}

function find(set: readonly Assignment[] | null | undefined, key: string): Assignment | undefined {
  return set?.find(({ target }) => targetKey(target) === key);
}

/** The story in lines for people. */
export function formatHistory(events: readonly TargetEvent[], key: string): string {
  if (events.length === 0) return `the audit has no change of ${key} in this configuration\n`;
  return events
    .map(({ at, kind, by, generation, note, acceptedAt, write, requestId, outcome }) => {
      const wish =
        generation === undefined ? "" : `, wish #${generation} of ${acceptedAt ?? "?"} (${note ?? ""})`;
      const ids = write === undefined ? "" : `\n    write ${write}, request id ${requestId ?? "unknown"}`;
      return `${at}  ${kind} ${key} by ${by}${wish}\n    ${outcome}${ids}\n`;
    })
    .join("");
}
