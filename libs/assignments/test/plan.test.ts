import fc from "fast-check";
import { expect, test } from "vitest";
import {
  allDevices,
  allUsers,
  type Assignment,
  type AssignmentSet,
  type AssignMode,
  exclude,
  include,
  isSameSet,
  planAssignments,
  targetKey,
  toFilter,
} from "../src/index.ts";
import { assignments, groupIds, respell } from "./arbitraries.ts";

const [ring0 = "", ring1 = ""] = groupIds;
const filter = { id: "f0000001-0000-4000-8000-00000000000a", mode: "include" } as const;
const other = { id: "f0000002-0000-4000-8000-00000000000b", mode: "include" } as const;

const known = (set: readonly Assignment[]): AssignmentSet => ({ kind: "known", assignments: set });
const keysOf = (set: readonly Assignment[]): readonly string[] => set.map(({ target }) => targetKey(target));

/** The plan, as `kind key` lines. */
function lines(
  before: readonly Assignment[],
  desired: readonly Assignment[],
  mode: AssignMode,
): readonly string[] {
  const plan = planAssignments(known(before), desired, mode);
  if (plan.kind === "refused") return [`refused ${plan.code}`];
  return plan.changes.map(({ kind, target }) => `${kind} ${targetKey(target)}`);
}

const from = (...targets: readonly Assignment["target"][]): readonly Assignment[] =>
  targets.map((target) => ({ target }));

test.each<
  [
    given: string,
    before: readonly Assignment[],
    desired: readonly Assignment[],
    mode: AssignMode,
    want: readonly string[],
  ]
>([
  [
    "merge keeps what is there",
    from(include(ring0)),
    from(include(ring1)),
    "merge",
    [`keep include:${ring0}`, `add include:${ring1}`],
  ],
  [
    "replace drops what is not wanted",
    from(include(ring0)),
    from(include(ring1)),
    "replace",
    [`remove include:${ring0}`, `add include:${ring1}`],
  ],
  [
    "remove drops only what is named",
    from(include(ring0), include(ring1)),
    from(include(ring0)),
    "remove",
    [`remove include:${ring0}`, `keep include:${ring1}`],
  ],
  [
    "remove of what is not there does nothing",
    from(include(ring0)),
    from(include(ring1)),
    "remove",
    [`keep include:${ring0}`],
  ],
  [
    "another filter is a change",
    from(include(ring0, filter)),
    from(include(ring0, other)),
    "merge",
    [`change include:${ring0}`],
  ],
  [
    "a filter taken away is a change",
    from(include(ring0, filter)),
    from(include(ring0)),
    "replace",
    [`change include:${ring0}`],
  ],
  [
    "merge keeps a filter that it does not mention",
    from(include(ring0, filter)),
    from(include(ring0)),
    "merge",
    [`keep include:${ring0}`],
  ],
  [
    "merge sets a filter where there was none",
    from(include(ring0)),
    from(include(ring0, filter)),
    "merge",
    [`change include:${ring0}`],
  ],
  [
    "letter case is no change",
    from(include(ring0.toUpperCase())),
    from(include(ring0)),
    "replace",
    [`keep include:${ring0}`],
  ],
  [
    "include and exclude of one group are two things",
    from(exclude(ring0)),
    from(include(ring0)),
    "merge",
    [`add include:${ring0}`, `keep exclude:${ring0}`],
  ],
  [
    "removing everyone's users leaves everyone's devices",
    from(allUsers(), allDevices()),
    from(allUsers()),
    "remove",
    ["keep all-devices", "remove all-users"],
  ],
  [
    "an include does not take an exclusion away",
    from(exclude(ring0)),
    from(include(ring0)),
    "remove",
    [`keep exclude:${ring0}`],
  ],
  [
    "one target with two filters is refused",
    [],
    from(include(ring0, filter), include(ring0, other)),
    "merge",
    ["refused duplicate-target"],
  ],
])("%s", (_given, before, desired, mode, want) => {
  expect(lines(before, desired, mode)).toEqual(want);
});

test.each<AssignMode>(["replace", "merge", "remove"])(
  "%s of an unknown set is refused with its reason",
  (mode) => {
    const unknown: AssignmentSet = { kind: "unknown", code: "unreadable", reason: "Forbidden" };
    expect(planAssignments(unknown, from(include(ring0)), mode)).toEqual({
      kind: "refused",
      code: "unreadable",
      reason: "Forbidden",
    });
  },
);

test("merge never shrinks a set, and holds all that was wanted", () => {
  fc.assert(
    fc.property(assignments, assignments, (before, desired) => {
      const plan = planAssignments(known(before), desired, "merge");
      if (plan.kind === "refused") throw new Error(plan.reason);
      expect(keysOf(plan.next)).toEqual(expect.arrayContaining([...keysOf(before), ...keysOf(desired)]));
      expect(plan.changes.some(({ kind }) => kind === "remove")).toBe(false);
      // A filter is never lost: it is kept, or replaced by one that was named.
      for (const change of plan.changes)
        if (change.kind === "change") expect(toFilter(change.target)).not.toBeUndefined();
    }),
  );
});

test("replace reaches exactly the desired set", () => {
  fc.assert(
    fc.property(assignments, assignments, (before, desired) => {
      const plan = planAssignments(known(before), desired, "replace");
      expect(plan.kind === "planned" && isSameSet(plan.next, desired)).toBe(true);
    }),
  );
});

test("a plan of a reached state is empty", () => {
  const mode = fc.constantFrom<AssignMode>("replace", "merge", "remove");
  fc.assert(
    fc.property(assignments, assignments, mode, (before, desired, how) => {
      const first = planAssignments(known(before), desired, how);
      if (first.kind === "refused") throw new Error(first.reason);
      const again = planAssignments(known(first.next), desired, how);
      expect(again.kind === "planned" && again.changes.filter(({ kind }) => kind !== "keep")).toEqual([]);
      expect(again.kind === "planned" && again.next).toEqual(first.next);
    }),
  );
});

test("order and spelling never matter", () => {
  const twice = assignments.chain((set) => fc.tuple(fc.constant(set), respell(set)));
  fc.assert(
    fc.property(twice, twice, ([before, before2], [desired, desired2]) => {
      for (const mode of ["replace", "merge", "remove"] as const)
        expect(lines(before2, desired2, mode)).toEqual(lines(before, desired, mode));
    }),
  );
});

test("an exclusion never becomes an include", () => {
  const mode = fc.constantFrom<AssignMode>("replace", "merge", "remove");
  fc.assert(
    fc.property(assignments, assignments, mode, (before, desired, how) => {
      const plan = planAssignments(known(before), desired, how);
      if (plan.kind === "refused") throw new Error(plan.reason);
      const sources = new Set(
        [...before, ...desired].map(({ target }) => `${target["@odata.type"]} ${targetKey(target)}`),
      );
      for (const { target } of plan.next)
        expect(sources).toContain(`${target["@odata.type"]} ${targetKey(target)}`);
    }),
  );
});
