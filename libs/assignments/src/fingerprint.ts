import { createHash } from "node:crypto";
import { byTargetKey, sortAssignments } from "./assignment-set.ts";
import { type Assignment, filterKey, targetKey } from "./target.ts";

/**
 * A hash of what a set says: `sha256:` and 64 hex digits.
 *
 * Order, letter case of ids and the several spellings of "no filter" make no difference.
 */
export function toFingerprint(assignments: readonly Assignment[]): string {
  const lines = sortAssignments([...byTargetKey(assignments).values()]).map(({ target }) => [
    targetKey(target),
    filterKey(target),
  ]);
  return `sha256:${createHash("sha256").update(JSON.stringify(lines)).digest("hex")}`;
}
