import { type AssignmentSet, isSameSet } from "./assignment-set.ts";
import { toFingerprint } from "./fingerprint.ts";
import { diffAssignments } from "./plan.ts";
import type { PlannedConfiguration } from "./plan-file.ts";
import { mayBeWritten, type Run, type RunEntry } from "./run.ts";

/** What taking a run back would do. */
export interface UndoPlan {
  readonly configurations: readonly PlannedConfiguration[];
  /** Nothing to take back: what was there before is there now. */
  readonly unchanged: readonly RunEntry[];
  /** Somebody changed these since: taking the run back would drop that. */
  readonly moved: readonly RunEntry[];
  readonly unreadable: readonly { readonly entry: RunEntry; readonly reason: string }[];
}

/**
 * The inverse of a run, for the configurations that it wrote and no others.
 *
 * An entry whose write did not come to a known end is judged by what is there. `setsById` has the current sets by id in
 * lower case.
 */
export function planUndo(run: Run, setsById: ReadonlyMap<string, AssignmentSet>): UndoPlan {
  const configurations: PlannedConfiguration[] = [];
  const unchanged: RunEntry[] = [];
  const moved: RunEntry[] = [];
  const unreadable: { readonly entry: RunEntry; readonly reason: string }[] = [];
  for (const entry of run.configurations.filter(mayBeWritten)) {
    const current = setsById.get(entry.id.toLowerCase());
    if (current === undefined) unreadable.push({ entry, reason: "its assignments were not read" });
    else if (current.kind === "unknown") unreadable.push({ entry, reason: current.reason });
    else if (isSameSet(current.assignments, entry.before)) unchanged.push(entry);
    else if (isSameSet(current.assignments, entry.after)) configurations.push(toInverse(entry));
    else moved.push(entry);
  }
  return { configurations, unchanged, moved, unreadable };
}

function toInverse({ resource, id, name, before, after }: RunEntry): PlannedConfiguration {
  return {
    resource,
    id,
    name,
    mode: "replace",
    before: after,
    beforeFingerprint: toFingerprint(after),
    after: before,
    changes: diffAssignments(after, before),
  };
}
