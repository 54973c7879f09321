import type { AssignmentSet } from "./assignment-set.ts";
import { type Assignment, type AssignmentTarget, targetKey, toAudience, toFilter } from "./target.ts";

/** Something a person should know about a set before it is written. */
export interface Finding {
  readonly code:
    | "duplicate-target"
    | "include-and-exclude"
    | "unknown-target-type"
    | "empties-configuration"
    | "everyone"
    | "deleted-group"
    | "filter-kept"
    | "filter-on-exclusion";
  /** An error stops the write. */
  readonly severity: "error" | "warning";
  readonly message: string;
  /** The target it is about, when it is about one. */
  readonly target?: AssignmentTarget;
}

/** Looks at the complete next set of one configuration, beside the current one. */
export function lintAssignments(current: AssignmentSet, next: readonly Assignment[]): readonly Finding[] {
  return [
    ...findUnknown(current),
    ...findDuplicates(next),
    ...findIncludeAndExclude(current, next),
    ...findEmptied(current, next),
    ...findEveryone(current, next),
    ...findFilteredExclusions(current, next),
  ];
}

/** Targets that a merge wants without a filter, and that keep the filter they have. */
export function findKeptFilters(
  next: readonly Assignment[],
  desired: readonly Assignment[],
): readonly Finding[] {
  const bare = new Set(
    desired.filter(({ target }) => toFilter(target) === undefined).map(({ target }) => targetKey(target)),
  );
  return next
    .filter(({ target }) => toFilter(target) !== undefined && bare.has(targetKey(target)))
    .map(({ target }) => ({
      code: "filter-kept",
      severity: "warning",
      message: `${describe(target)} is there with a filter, which a merge keeps; replace to reach all of it`,
      target,
    }));
}

/** Targets of the next set whose group no longer exists, by id in lower case; the service keeps them and reaches nobody. */
export function findDeletedGroups(
  next: readonly Assignment[],
  deletedGroups: readonly string[],
): readonly Finding[] {
  const deleted = new Set(deletedGroups);
  return next.flatMap(({ target }): readonly Finding[] => {
    const audience = toAudience(target);
    if (audience.kind !== "include" && audience.kind !== "exclude") return [];
    if (!deleted.has(audience.groupId.toLowerCase())) return [];
    const message = `${audience.groupId} no longer exists; take it away with unassign --deleted`;
    return [{ code: "deleted-group", severity: "warning", message, target }];
  });
}

function findUnknown(current: AssignmentSet): readonly Finding[] {
  if (current.kind === "known" || current.code !== "not-understood") return [];
  return [{ code: "unknown-target-type", severity: "error", message: current.reason }];
}

function findDuplicates(next: readonly Assignment[]): readonly Finding[] {
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const { target } of next) {
    const key = targetKey(target);
    if (seen.has(key))
      findings.push({
        code: "duplicate-target",
        severity: "error",
        message: `${key} is there more than once; a configuration has one assignment for each target`,
        target,
      });
    seen.add(key);
  }
  return findings;
}

function findIncludeAndExclude(current: AssignmentSet, next: readonly Assignment[]): readonly Finding[] {
  const known = toKeys(current);
  const excluded = new Set<string>();
  for (const { target } of next) {
    const audience = toAudience(target);
    if (audience.kind === "exclude") excluded.add(audience.groupId.toLowerCase());
  }
  return next.flatMap(({ target }): readonly Finding[] => {
    const audience = toAudience(target);
    if (audience.kind !== "include" || !excluded.has(audience.groupId.toLowerCase())) return [];
    // What somebody else already did must not stop an unrelated change.
    const wasThere = known.has(targetKey(target)) && known.has(`exclude:${audience.groupId.toLowerCase()}`);
    const message = `group ${audience.groupId} is both included and excluded${wasThere ? " already" : ""}`;
    return [{ code: "include-and-exclude", severity: wasThere ? "warning" : "error", message, target }];
  });
}

function findEmptied(current: AssignmentSet, next: readonly Assignment[]): readonly Finding[] {
  if (current.kind === "unknown" || current.assignments.length === 0 || next.length > 0) return [];
  const message = "removes every assignment; the configuration will reach nobody";
  return [{ code: "empties-configuration", severity: "warning", message }];
}

function findEveryone(current: AssignmentSet, next: readonly Assignment[]): readonly Finding[] {
  const known = toKeys(current);
  return next
    .filter(({ target }) => ["all-devices", "all-users"].includes(toAudience(target).kind))
    .filter(({ target }) => !known.has(targetKey(target)))
    .map(({ target }) => {
      const who = toAudience(target).kind === "all-devices" ? "every managed device" : "every licensed user";
      return { code: "everyone", severity: "warning", message: `will reach ${who} of the tenant`, target };
    });
}

function findFilteredExclusions(current: AssignmentSet, next: readonly Assignment[]): readonly Finding[] {
  const known = toKeys(current);
  return next.flatMap(({ target }): readonly Finding[] => {
    const audience = toAudience(target);
    if (audience.kind !== "exclude" || toFilter(target) === undefined || known.has(targetKey(target)))
      return [];
    const message = `a filter on the exclusion of group ${audience.groupId} may not be honoured by the service`;
    return [{ code: "filter-on-exclusion", severity: "warning", message, target }];
  });
}

function describe(target: AssignmentTarget): string {
  const audience = toAudience(target);
  if (audience.kind === "include" || audience.kind === "exclude") return `group ${audience.groupId}`;
  return audience.kind === "collection" ? `collection ${audience.collectionId}` : audience.kind;
}

function toKeys(set: AssignmentSet): ReadonlySet<string> {
  return new Set(set.kind === "known" ? set.assignments.map(({ target }) => targetKey(target)) : []);
}
