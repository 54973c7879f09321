import { type AssignmentSet, byTargetKey, sortAssignments } from "./assignment-set.ts";
import { type Assignment, type AssignmentTarget, hasSameFilter, targetKey, toFilter } from "./target.ts";

/** What a desired set means: exactly this, at least this, or none of this. */
export type AssignMode = "replace" | "merge" | "remove";

/** What happens to one target. */
export type AssignmentChange =
  | { readonly kind: "add"; readonly target: AssignmentTarget }
  | { readonly kind: "change"; readonly target: AssignmentTarget; readonly before: AssignmentTarget }
  | { readonly kind: "remove"; readonly target: AssignmentTarget }
  | { readonly kind: "keep"; readonly target: AssignmentTarget };

/** What would happen to one configuration, or why nothing can be said. */
export type AssignmentPlan =
  | {
      readonly kind: "planned";
      /** One for each target before or after, in an order that depends on content alone. */
      readonly changes: readonly AssignmentChange[];
      /** The complete next set, as `assign` wants it. */
      readonly next: readonly Assignment[];
    }
  | {
      readonly kind: "refused";
      readonly code: "unreadable" | "not-understood" | "duplicate-target";
      readonly reason: string;
    };

/**
 * Decides what a desired set changes, and writes nothing.
 *
 * Refuses when the current set is unknown: `assign` replaces all of it, so a guess would drop what was not seen.
 *
 * @example
 * ```ts
 * const plan = planAssignments(current, [{ target: include(groupId) }], "merge");
 * ```
 */
export function planAssignments(
  current: AssignmentSet,
  desired: readonly Assignment[],
  mode: AssignMode,
): AssignmentPlan {
  if (current.kind === "unknown") return { kind: "refused", code: current.code, reason: current.reason };
  const conflict = findConflict(desired);
  if (conflict !== undefined)
    return { kind: "refused", code: "duplicate-target", reason: `${conflict} is wanted with two filters` };
  const before = byTargetKey(sortAssignments(current.assignments));
  const wanted = byTargetKey(sortAssignments(desired));
  const changes = toChanges(before, toNext(before, wanted, mode));
  const next = changes.filter(({ kind }) => kind !== "remove").map(({ target }) => ({ target }));
  return { kind: "planned", changes, next };
}

/** The changes between two sets that are both known. */
export function diffAssignments(
  before: readonly Assignment[],
  after: readonly Assignment[],
): readonly AssignmentChange[] {
  return toChanges(byTargetKey(sortAssignments(before)), byTargetKey(sortAssignments(after)));
}

/** Whether anything would be written. */
export function hasChanges(changes: readonly AssignmentChange[]): boolean {
  return changes.some(({ kind }) => kind !== "keep");
}

type ByKey = ReadonlyMap<string, Assignment>;

function toNext(before: ByKey, wanted: ByKey, mode: AssignMode): ByKey {
  switch (mode) {
    case "replace":
      return wanted;
    case "merge":
      return new Map([
        ...before,
        ...[...wanted].map(([key, assignment]) => mergeOne(before, key, assignment)),
      ]);
    case "remove":
      return new Map([...before].filter(([key]) => !wanted.has(key)));
    default:
      return mode satisfies never;
  }
}

/**
 * A target that is wanted without a filter keeps the one it has.
 *
 * "At least this" said nothing of filters, and taking one away widens who gets the policy: that is for a replace.
 */
function mergeOne(before: ByKey, key: string, wanted: Assignment): readonly [string, Assignment] {
  const old = before.get(key);
  return [key, old !== undefined && toFilter(wanted.target) === undefined ? old : wanted];
}

function toChanges(before: ByKey, next: ByKey): readonly AssignmentChange[] {
  const all = sortAssignments([...new Map([...before, ...next]).values()]);
  return all.map(({ target }) => {
    const key = targetKey(target);
    const old = before.get(key);
    if (old === undefined) return { kind: "add", target };
    if (!next.has(key)) return { kind: "remove", target };
    if (hasSameFilter(old.target, target)) return { kind: "keep", target: old.target };
    return { kind: "change", target, before: old.target };
  });
}

function findConflict(desired: readonly Assignment[]): string | undefined {
  const seen = byTargetKey(desired);
  const again = desired.find(({ target }) => {
    const first = seen.get(targetKey(target));
    return first !== undefined && !hasSameFilter(first.target, target);
  });
  return again === undefined ? undefined : targetKey(again.target);
}
