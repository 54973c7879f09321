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
};
