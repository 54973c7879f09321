import { type Assignment, type AssignMode, planAssignments, targetKey } from "@intunectl/assignments";
import type { Wish } from "./wish.ts";

/** One thing that was said about a configuration. */
export interface WantedStep {
  readonly mode: AssignMode;
  readonly assignments: readonly Assignment[];
}

/** What was said about a configuration and still counts, oldest first. */
export type Wanted = readonly WantedStep[];

/** Who submits the wishes that put back what drifted; no token can have a name with a blank. */
export const driftRepair = "drift repair";

/**
 * What a wish says about the time after it. A plan says what must be there and what must not, and nothing of what somebody
 * adds later; putting back what drifted says nothing new.
 */
export function toSteps({
  mode,
  assignments,
  guard,
  submittedBy,
}: Pick<Wish, "mode" | "assignments" | "guard" | "submittedBy">): Wanted {
  if (submittedBy === driftRepair) return [];
  if (guard === null) return [{ mode, assignments }];
  const keys = new Set(assignments.map(({ target }) => targetKey(target)));
  const removed = guard.filter(({ target }) => !keys.has(targetKey(target)));
  return [
    { mode: "remove", assignments: removed },
    { mode: "merge", assignments },
  ];
}

/** What was wished makes of a set; what nobody wished anything about stays. */
export function toWanted(current: readonly Assignment[], wanted: Wanted): readonly Assignment[] {
  let set = current;
  for (const { mode, assignments } of wanted) {
    const plan = planAssignments({ kind: "known", assignments: set }, assignments, mode);
    if (plan.kind === "planned") set = plan.next;
  }
  return set;
}

/**
 * Adds what was just carried out, and drops what no longer says anything: all before a replacement, what was taken out
 * since, and what is said again word for word. So it stays as small as the configuration, however long it lives.
 */
export function addWanted(wanted: Wanted, more: Wanted): Wanted {
  const all = [...wanted, ...more];
  const steps = all.slice(
    Math.max(
      0,
      all.findLastIndex(({ mode }) => mode === "replace"),
    ),
  );
  const removed = new Set<string>();
  const repeated = new Set<string>();
  const kept: WantedStep[] = [];
  for (const step of steps.toReversed()) {
    if (step.mode === "replace") {
      kept.push(step);
      continue;
    }
    const assignments = step.assignments.filter((assignment) => {
      const key = targetKey(assignment.target);
      const text = `${step.mode} ${JSON.stringify(assignment)}`;
      if (removed.has(key) || repeated.has(text)) return false;
      repeated.add(text);
      return true;
    });
    if (step.mode === "remove") for (const { target } of assignments) removed.add(targetKey(target));
    if (assignments.length > 0) kept.push({ ...step, assignments });
  }
  return kept.toReversed();
}
