import { expect, test } from "vitest";
import { byTargetKey, sortAssignments } from "../src/assignment-set.ts";
import {
  allDevices,
  allUsers,
  type AssignmentTarget,
  diffAssignments,
  exclude,
  findEntries,
  hasChanges,
  include,
  parseSelector,
  planAssignments,
  type Selector,
  toFilter,
} from "../src/index.ts";
import { filterKey } from "../src/target.ts";

const low = "11111111-0000-4000-8000-000000000001";
const high = "eeeeeeee-0000-4000-8000-00000000000e";
const filter = { id: "A1D7F3C9-5e20-4b8a-9f64-3c0e8d2b7156", mode: "include" } as const;
const collection: AssignmentTarget = {
  "@odata.type": "#microsoft.graph.configurationManagerCollectionAssignmentTarget",
  collectionId: "SMS00001",
};

test("a set is in the order of everyone, includes, exclusions, collections, then by id, then by filter", () => {
  const ordered = [
    allDevices(),
    allUsers(),
    // The same audience twice can be read; `exclude:` comes before `include:` and `none`.
    include(low, { ...filter, mode: "exclude" }),
    include(low, filter),
    include(low),
    include(high),
    exclude(low),
    exclude(high),
    collection,
  ].map((target) => ({ target }));
  for (let start = 0; start < ordered.length; start += 1) {
    const turned = [...ordered.slice(start), ...ordered.slice(0, start)];
    expect(sortAssignments(turned)).toEqual(ordered);
    expect(sortAssignments(turned.toReversed())).toEqual(ordered);
  }
});

test("of two assignments of one audience the first stays", () => {
  const first = { target: include(low, filter) };
  expect([...byTargetKey([first, { target: include(low.toUpperCase()) }]).values()]).toEqual([first]);
});

test.each<[kinds: readonly string[], want: boolean]>([
  [[], false],
  [["keep"], false],
  [["keep", "add"], true],
  [["add"], true],
])("whether %j would write anything: %s", (kinds, want) => {
  const before = kinds.includes("keep") ? [{ target: allUsers() }] : [];
  const after = kinds.includes("add") ? [...before, { target: include(low) }] : before;
  const changes = diffAssignments(before, after);
  expect(changes.map(({ kind }) => kind)).toEqual(kinds);
  expect(hasChanges(changes)).toBe(want);
});

test("a refusal names the audience that is wanted with two filters", () => {
  const desired = [{ target: include(low) }, { target: include(low, filter) }];
  expect(planAssignments({ kind: "known", assignments: [] }, desired, "replace")).toEqual({
    kind: "refused",
    code: "duplicate-target",
    reason: `include:${low} is wanted with two filters`,
  });
});

test("a filter that is neither included nor excluded is none", () => {
  for (const mode of ["none", undefined] as const) {
    const target: AssignmentTarget = {
      ...include(low),
      deviceAndAppManagementAssignmentFilterId: filter.id,
      ...(mode === undefined ? {} : { deviceAndAppManagementAssignmentFilterType: mode }),
    };
    expect(toFilter(target)).toBeUndefined();
    expect(filterKey(target)).toBe("none");
  }
  expect(filterKey(include(low, filter))).toBe("include:a1d7f3c9-5e20-4b8a-9f64-3c0e8d2b7156");
  expect(filterKey(include(low, { ...filter, id: "" }))).toBe("none");
});

test.each<[given: string, want: Selector]>([
  ["id: 4f2c1a90 ", { kind: "id", id: "4f2c1a90" }],
  ["name:  Edge: * ", { kind: "name", name: "Edge: *" }],
  [low, { kind: "id", id: low }],
  ["Edge:*", { kind: "pattern", pattern: "Edge:*" }],
  ["Edge", { kind: "name", name: "Edge" }],
])("%j is read as %j", (given, want) => {
  expect(parseSelector(given)).toEqual(want);
});

const entries = [
  { id: "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14", name: "Edge (1)" },
  { id: "4f2c1a90-ffff-4b7a-9c31-2e6f0a8b5d15", name: "edge* [2]" },
  { id: "SMS00001", name: "Firefox" },
  { id: "SMS00001-4f2c1a90", name: "Ring" },
];

test.each<[given: string, want: readonly number[]]>([
  ["id:4F2C1A90", [0, 1]],
  ["id:4f2c1a90-8", [0]],
  ["id:4f2c1a90-8D5E-4b7a", [0]],
  ["id:4f2c1a9", []],
  ["id:4f2c1a90x", []],
  ["id:4f2c1a90-8g", []],
  // What does not look like the start of an id is one as a whole, or none.
  ["id:sms00001", [2]],
  ["id:SMS0", []],
  ["id:sms00001-4f2c1a90", [3]],
  ["4f2c1a90", [0, 1]],
  ["EDGE*", [0, 1]],
  ["edge (*", [0]],
  ["*[2]", [1]],
  ["**ge**", [0, 1]],
  ["EDGE* [2]", [1]],
  ["name:edge* [2]", [1]],
  ["nothing*", []],
])("%s means %j", (given, want) => {
  expect(findEntries(parseSelector(given), entries)).toEqual(want.map((index) => entries[index]));
});
