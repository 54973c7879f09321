import fc from "fast-check";
import { expect, test } from "vitest";
import {
  allDevices,
  allUsers,
  type AssignmentTarget,
  decodeAssignments,
  exclude,
  include,
  isSameSet,
  targetKey,
  toCanonicalTarget,
  toFilter,
  toFingerprint,
} from "../src/index.ts";
import { assignments, respell, target } from "./arbitraries.ts";

const id = "6B1D0F42-8a53-4f0e-9d61-0c8f6c5b2a10";

test.each<[given: AssignmentTarget, want: string]>([
  [include(id), `include:${id.toLowerCase()}`],
  [exclude(id), `exclude:${id.toLowerCase()}`],
  [allDevices(), "all-devices"],
  [allUsers(), "all-users"],
  [
    {
      "@odata.type": "#microsoft.graph.configurationManagerCollectionAssignmentTarget",
      collectionId: "SMS00001",
    },
    "collection:sms00001",
  ],
])("the identity of %j is %s", (given, want) => {
  expect(targetKey(given)).toBe(want);
});

test.each<[given: string | null | undefined]>([
  [undefined],
  [null],
  [""],
  ["00000000-0000-0000-0000-000000000000"],
])("the filter id %j means no filter", (given) => {
  const spelled: AssignmentTarget = {
    ...include(id),
    ...(given === undefined ? {} : { deviceAndAppManagementAssignmentFilterId: given }),
    deviceAndAppManagementAssignmentFilterType: "none",
  };
  expect(toFilter(spelled)).toBeUndefined();
  expect(toCanonicalTarget(spelled)).toEqual(include(id));
});

test("the zero id means no filter even where a filter type stands", () => {
  const id0 = "00000000-0000-0000-0000-000000000000";
  expect(toFilter(include(id, { id: id0, mode: "include" }))).toBeUndefined();
});

test.each<[given: string, left: AssignmentTarget, right: AssignmentTarget]>([
  ["a filter and none", include(id), include(id, { id, mode: "include" })],
  ["two filters", include(id, { id: "f1", mode: "include" }), include(id, { id: "f2", mode: "include" })],
  ["two ways of one filter", allUsers({ id, mode: "include" }), allUsers({ id, mode: "exclude" })],
  ["an include and an exclusion", include(id), exclude(id)],
  ["two groups", include(id), include(id.replace("6B", "7B"))],
])("%s make two different sets", (_given, left, right) => {
  expect(isSameSet([{ target: left }], [{ target: right }])).toBe(false);
  expect(toFingerprint([{ target: left }])).not.toBe(toFingerprint([{ target: right }]));
});

test("what is written is read back as the same", () => {
  fc.assert(
    fc.property(assignments, (set) => {
      const decoded = decodeAssignments(JSON.parse(JSON.stringify(set)));
      expect(decoded).toEqual({ kind: "known", assignments: set });
    }),
  );
});

test("canonical form is reached in one step", () => {
  fc.assert(
    fc.property(target, (one) => {
      expect(toCanonicalTarget(toCanonicalTarget(one))).toEqual(toCanonicalTarget(one));
    }),
  );
});

test("the fingerprint is that of what a set says", () => {
  fc.assert(
    fc.property(
      assignments.chain((set) => fc.tuple(fc.constant(set), respell(set))),
      ([set, respelled]) => {
        expect(toFingerprint(respelled)).toBe(toFingerprint(set));
        expect(isSameSet(respelled, set)).toBe(true);
      },
    ),
  );
});

test("two sets have one fingerprint only if they are the same", () => {
  fc.assert(
    fc.property(assignments, assignments, (left, right) => {
      expect(toFingerprint(left) === toFingerprint(right)).toBe(isSameSet(left, right));
    }),
  );
});

test("the fingerprint of a set does not change between versions", () => {
  expect(toFingerprint([])).toBe("sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945");
});
