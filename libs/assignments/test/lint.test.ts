import { expect, test } from "vitest";
import {
  allDevices,
  type Assignment,
  type AssignmentSet,
  exclude,
  include,
  lintAssignments,
} from "../src/index.ts";
import { groupIds } from "./arbitraries.ts";

const [ring0 = "", ring1 = ""] = groupIds;
const filter = { id: ring1, mode: "include" } as const;
const from = (...targets: readonly Assignment["target"][]): readonly Assignment[] =>
  targets.map((target) => ({ target }));
const known = (...targets: readonly Assignment["target"][]): AssignmentSet => ({
  kind: "known",
  assignments: from(...targets),
});

test.each<[given: string, current: AssignmentSet, next: readonly Assignment[], want: readonly string[]]>([
  ["nothing strange", known(include(ring0)), from(include(ring0), include(ring1)), []],
  [
    "one target twice",
    known(),
    from(include(ring0), include(ring0.toUpperCase())),
    ["error duplicate-target"],
  ],
  ["a group on both sides", known(), from(include(ring0), exclude(ring0)), ["error include-and-exclude"]],
  [
    "a group that was on both sides",
    known(include(ring0), exclude(ring0)),
    from(include(ring0), exclude(ring0)),
    ["warning include-and-exclude"],
  ],
  ["nobody is left", known(include(ring0)), [], ["warning empties-configuration"]],
  ["nobody was there", known(), [], []],
  ["everyone is new", known(), from(allDevices()), ["warning everyone"]],
  ["everyone was there", known(allDevices()), from(allDevices()), []],
  ["a filter on an exclusion", known(), from(exclude(ring0, filter)), ["warning filter-on-exclusion"]],
  [
    "a type that is not known",
    { kind: "unknown", code: "not-understood", reason: "x" },
    [],
    ["error unknown-target-type"],
  ],
  ["a set that was not given", { kind: "unknown", code: "unreadable", reason: "x" }, [], []],
])("%s", (_given, current, next, want) => {
  expect(lintAssignments(current, next).map(({ severity, code }) => `${severity} ${code}`)).toEqual(want);
});
