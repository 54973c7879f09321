import type { AssignmentSet } from "./assignment-set.ts";
import { type AssignmentTarget, toAudience, toFilter } from "./target.ts";

/** Whether a configuration reaches the members of a group, as far as assignments tell. */
export type Reach =
  /** Included by name. With a filter only for the devices that it lets through. */
  | {
      readonly kind: "included";
      readonly target: AssignmentTarget;
      readonly isFiltered: boolean;
      /** All devices or all users, which may reach those that the filter holds back. */
      readonly beside: readonly AssignmentTarget[];
    }
  /** Kept out by name, which wins over every inclusion. */
  | { readonly kind: "kept-out"; readonly target: AssignmentTarget; readonly isFiltered: boolean }
  /** Through all devices or all users: it depends on what the members are. */
  | { readonly kind: "everyone"; readonly targets: readonly AssignmentTarget[] }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly reason: string };

/** How a set reaches a group itself; membership through other groups is not looked at. */
export function toReach(set: AssignmentSet, groupId: string): Reach {
  if (set.kind === "unknown") return { kind: "unknown", reason: set.reason };
  const wanted = groupId.toLowerCase();
  const direct = set.assignments.filter(({ target }) => {
    const audience = toAudience(target);
    return "groupId" in audience && audience.groupId.toLowerCase() === wanted;
  });
  const [first] = direct.toSorted((left, right) => rank(left.target) - rank(right.target));
  const everyone = set.assignments
    .map(({ target }) => target)
    .filter((target) => ["all-devices", "all-users"].includes(toAudience(target).kind));
  if (first === undefined)
    return everyone.length > 0 ? { kind: "everyone", targets: everyone } : { kind: "none" };
  const isFiltered = toFilter(first.target) !== undefined;
  if (toAudience(first.target).kind === "exclude")
    return { kind: "kept-out", target: first.target, isFiltered };
  return { kind: "included", target: first.target, isFiltered, beside: isFiltered ? everyone : [] };
}

/** An exclusion comes first: it wins. */
function rank(target: AssignmentTarget): number {
  return toAudience(target).kind === "exclude" ? 0 : 1;
}
