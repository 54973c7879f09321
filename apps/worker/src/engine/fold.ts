import {
  type Assignment,
  type AssignmentChange,
  diffAssignments,
  isSameSet,
  planAssignments,
  targetKey,
} from "@intunectl/assignments";
import { type AttributedChange, toActor, type Wish } from "./wish.ts";

/** The wishes of one configuration that are taken on together, and those that no longer matter. */
export interface Batch {
  readonly superseded: readonly Wish[];
  /** In order; a guarded one is alone. */
  readonly wishes: readonly Wish[];
}

/**
 * Takes the next wishes off a queue, oldest first.
 *
 * A replacement without a guard supersedes everything before it. What adds or takes out is never superseded by another
 * of its kind: both are carried out, in order, in one write. A plan is for the set that it was made from, so it begins a
 * batch of its own.
 */
export function takeBatch(waiting: readonly Wish[], most: number = Number.POSITIVE_INFINITY): Batch {
  const last = waiting.findLastIndex(({ mode, guard }) => mode === "replace" && guard === null);
  const superseded = waiting.slice(0, Math.max(0, last));
  const rest = waiting.slice(Math.max(0, last));
  const [first] = rest;
  if (first === undefined || first.guard !== null) return { superseded, wishes: rest.slice(0, 1) };
  const end = rest.findIndex(({ guard }) => guard !== null);
  return { superseded, wishes: rest.slice(0, Math.min(most, end === -1 ? rest.length : end)) };
}

/** What a batch makes of the current set. */
export type Folded =
  | {
      readonly kind: "folded";
      readonly after: readonly Assignment[];
      /** Empty when the set is already so. */
      readonly changes: readonly AttributedChange[];
    }
  | { readonly kind: "refused"; readonly code: string; readonly reason: string }
  /** Somebody changed the set since the plan. */
  | { readonly kind: "moved"; readonly difference: readonly AssignmentChange[] };

/** Carries out wishes on a set as if each were written alone, and says which wish made which change. */
export function foldWishes(current: readonly Assignment[], wishes: readonly Wish[]): Folded {
  let set = current;
  const lastByKey = new Map<string, Wish>();
  for (const wish of wishes) {
    if (wish.guard !== null && !isSameSet(set, wish.guard) && !isSameSet(set, wish.assignments))
      return { kind: "moved", difference: diffAssignments(wish.guard, set) };
    const plan = planAssignments({ kind: "known", assignments: set }, wish.assignments, wish.mode);
    if (plan.kind === "refused") return { kind: "refused", code: plan.code, reason: plan.reason };
    for (const { kind, target } of plan.changes) if (kind !== "keep") lastByKey.set(targetKey(target), wish);
    set = plan.next;
  }
  const changes = diffAssignments(current, set).flatMap((change): readonly AttributedChange[] => {
    const wish = lastByKey.get(targetKey(change.target));
    if (change.kind === "keep" || wish === undefined) return [];
    return [{ ...change, generation: wish.generation, by: toActor(wish) }];
  });
  return { kind: "folded", after: set, changes };
}
