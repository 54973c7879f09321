import type { Change, Comparison, Severity } from "./change.ts";
import type { Contract } from "./contract.ts";

/** A comparison with the sides that it is of. */
export interface Compared extends Comparison {
  readonly old: Contract;
  readonly new: Contract;
}

/** The page that explains a code, from the root of the repository. */
export function pageOf(code: Change["code"]): string {
  return `tools/graph-codegen/src/diff/codes/${code}.md`;
}

export function countSeverities(changes: readonly Change[]): Readonly<Record<Severity, number>> {
  const of = (wanted: Severity): number => changes.filter(({ severity }) => severity === wanted).length;
  return { major: of("major"), minor: of("minor"), patch: of("patch") };
}
