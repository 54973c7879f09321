import { byText } from "../model/names.ts";
import type { Change, Comparison } from "./change.ts";
import { largest, outweighs } from "./change.ts";
import { compareDetails } from "./compare-details.ts";
import { compareEntryPoints } from "./compare-entry-points.ts";
import { compareOperations } from "./compare-operations.ts";
import { compareTypes } from "./compare-types.ts";
import { findRenamedTypes } from "./renamed-types.ts";
import { findUntold } from "./compare-texts.ts";
import type { Comparing } from "./comparing.ts";
import { toChange } from "./comparing.ts";
import type { Contract } from "./contract.ts";
import { createMembersOf } from "./hierarchy.ts";
import { findPositions } from "./positions.ts";

/** Compares two descriptions of the API: what changed, and how big a step the next version has to be. */
export function compareContracts(old: Contract, now: Contract): Comparison {
  const changes: Change[] = [];
  const renames = findRenamedTypes(old, now);
  const context: Comparing = {
    old,
    new: now,
    positions: findPositions(old),
    renamedTypes: new Map(renames.map((rename) => [rename.old.name, rename.new.name])),
    oldMembers: createMembersOf(old),
    newMembers: createMembersOf(now),
    report: (reported) => void changes.push(toChange(reported)),
  };
  compareTypes(context, renames);
  compareOperations(context);
  compareEntryPoints(context);
  compareDetails(context);
  for (const untold of findUntold(context, changes)) changes.push(toChange(untold));
  const sorted = changes.toSorted(
    (a, b) =>
      Number(outweighs(b.severity, a.severity)) - Number(outweighs(a.severity, b.severity)) ||
      byText(a.subject, b.subject) ||
      byText(a.code, b.code) ||
      byText(a.message, b.message),
  );
  return { verdict: largest(sorted.map(({ severity }) => severity)), changes: sorted };
}
