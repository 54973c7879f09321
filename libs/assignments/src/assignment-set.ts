import type { Failure } from "./failure.ts";
import { type Assignment, filterKey, targetKey } from "./target.ts";

/** The assignments of one configuration as read. A set that could not be read or understood is unknown, never empty. */
export type AssignmentSet =
  | { readonly kind: "known"; readonly assignments: readonly Assignment[] }
  | UnknownAssignmentSet;

/** A set that must not be planned from. */
export interface UnknownAssignmentSet {
  readonly kind: "unknown";
  /** `unreadable`: the service did not give it. `not-understood`: it holds something that this version does not know. */
  readonly code: "unreadable" | "not-understood";
  /** Human words: `assignments[2].target has the unknown type "#microsoft.graph.x"`. */
  readonly reason: string;
  /** What the service answered, when it did not give the set. */
  readonly failure?: Failure;
}

/** Assignments by identity; of two with the same identity the first stays. */
export function byTargetKey(assignments: readonly Assignment[]): ReadonlyMap<string, Assignment> {
  const byKey = new Map<string, Assignment>();
  for (const assignment of assignments) {
    const key = targetKey(assignment.target);
    if (!byKey.has(key)) byKey.set(key, assignment);
  }
  return byKey;
}

/** In an order that depends on content alone: everyone, includes, exclusions, collections, then by id. */
export function sortAssignments(assignments: readonly Assignment[]): readonly Assignment[] {
  return assignments.toSorted(
    (left, right) =>
      rank(left) - rank(right) ||
      compare(targetKey(left.target), targetKey(right.target)) ||
      compare(filterKey(left.target), filterKey(right.target)),
  );
}

/** Whether two sets say the same, whatever their order and spelling. */
export function isSameSet(left: readonly Assignment[], right: readonly Assignment[]): boolean {
  const rightByKey = byTargetKey(right);
  const leftByKey = byTargetKey(left);
  if (leftByKey.size !== rightByKey.size) return false;
  for (const [key, { target }] of leftByKey) {
    const other = rightByKey.get(key);
    if (other === undefined || filterKey(other.target) !== filterKey(target)) return false;
  }
  return true;
}

function rank({ target }: Assignment): number {
  switch (target["@odata.type"]) {
    case "#microsoft.graph.allDevicesAssignmentTarget":
      return 0;
    case "#microsoft.graph.allLicensedUsersAssignmentTarget":
      return 1;
    case "#microsoft.graph.groupAssignmentTarget":
      return 2;
    case "#microsoft.graph.exclusionGroupAssignmentTarget":
      return 3;
    case "#microsoft.graph.configurationManagerCollectionAssignmentTarget":
      return 4;
    default:
      return target satisfies never;
  }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
