import { isSameSet } from "./assignment-set.ts";
import { type AssignmentChange, diffAssignments, hasChanges } from "./plan.ts";
import type { ConfigurationReference } from "./plan-file.ts";
import type { Snapshot, SnapshotConfiguration } from "./snapshot.ts";

/** What became of one configuration between two snapshots. */
export type SnapshotDifference = ConfigurationReference & {
  /** The name that it had before, when that was another one. */
  readonly nameBefore?: string;
} & (
    | { readonly kind: "changed" | "added" | "removed"; readonly changes: readonly AssignmentChange[] }
    | { readonly kind: "renamed" }
    /** Not read in one of them, so nothing can be said. */
    | { readonly kind: "unknown"; readonly reason: string }
  );

/** All differences between two snapshots, in the order of the later one; a set that was not read is unknown, never empty. */
export function diffSnapshots(before: Snapshot, after: Snapshot): readonly SnapshotDifference[] {
  const earlier = new Map(before.configurations.map((one) => [toKey(one), one]));
  const differences: SnapshotDifference[] = [];
  for (const now of after.configurations) {
    const then = earlier.get(toKey(now));
    earlier.delete(toKey(now));
    const difference = then === undefined ? toAdded(now) : compare(then, now);
    if (difference !== undefined) differences.push(difference);
  }
  for (const gone of earlier.values()) differences.push(toRemoved(gone));
  return differences;
}

function compare(then: SnapshotConfiguration, now: SnapshotConfiguration): SnapshotDifference | undefined {
  const reference = toReference(now);
  const renamed = then.name === now.name ? {} : { nameBefore: then.name };
  if (then.assignments === undefined || now.assignments === undefined) {
    const [which, reason] =
      now.assignments === undefined ? ["later", now.unreadable] : ["earlier", then.unreadable];
    return {
      ...reference,
      ...renamed,
      kind: "unknown",
      reason: `not read in the ${which} one: ${reason ?? "?"}`,
    };
  }
  if (isSameSet(then.assignments, now.assignments))
    return then.name === now.name ? undefined : { ...reference, ...renamed, kind: "renamed" };
  return {
    ...reference,
    ...renamed,
    kind: "changed",
    changes: diffAssignments(then.assignments, now.assignments).filter((change) => hasChanges([change])),
  };
}

function toAdded(now: SnapshotConfiguration): SnapshotDifference {
  if (now.assignments === undefined) return toUnknown(now, "new, and not read");
  return { ...toReference(now), kind: "added", changes: diffAssignments([], now.assignments) };
}

function toRemoved(gone: SnapshotConfiguration): SnapshotDifference {
  if (gone.assignments === undefined) return toUnknown(gone, "gone, and was not read before");
  return { ...toReference(gone), kind: "removed", changes: diffAssignments(gone.assignments, []) };
}

function toUnknown(one: SnapshotConfiguration, reason: string): SnapshotDifference {
  return { ...toReference(one), kind: "unknown", reason };
}

function toReference({ resource, id, name }: SnapshotConfiguration): ConfigurationReference {
  return { resource, id, name };
}

function toKey({ resource, id }: SnapshotConfiguration): string {
  return `${resource}/${id.toLowerCase()}`;
}
