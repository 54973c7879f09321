/** What is mutated of a package: the files with its rules, without `.ts`. */
export const targets: Readonly<Record<string, readonly string[]>> = {
  "graph-core": [
    "retry-plan",
    "retry-after",
    "retry-budget",
    "attempt",
    "attempts",
    "governor",
    "lane",
    "window",
    "turns",
  ],
  assignments: [
    "target",
    "assignment-set",
    "plan",
    "plan-configurations",
    "diff-snapshots",
    "resolve",
    "desired-state",
    "selector",
    "near-name",
    "guid",
    "undo",
    "settle-run",
    "resume",
  ],
  "graph-codegen": [
    "reconcile/decisions",
    "reconcile/rules/R001-collection-envelope",
    "reconcile/rules/R002-hash-prefix",
    "reconcile/rules/R003-permissions",
    "reconcile/rules/R004-abstract-type",
    "reconcile/rules/R005-read-only",
    "reconcile/rules/R006-placeholder-prose",
    "reconcile/rules/R007-repeatable",
  ],
};

/** Where the package is. */
export function folderOf(name: string): string {
  return `${name === "graph-codegen" ? "tools" : "libs"}/${name}`;
}
