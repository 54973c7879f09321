import fc from "fast-check";
import { expect, test } from "vitest";
import {
  allDevices,
  type Assignment,
  createSnapshot,
  diffSnapshots,
  exclude,
  formatDesiredState,
  include,
  isSameSet,
  parseDesiredState,
  resolveDesiredState,
  type Snapshot,
  toReach,
} from "../src/index.ts";
import { assignments } from "./arbitraries.ts";

const resource = "groupPolicyConfigurations";
const ring = "6b1d0f42-9c38-4a6e-b7f5-12d8c4a0e953";
const filter = { id: "a1d7f3c9-5e20-4b8a-9f64-3c0e8d2b7156", mode: "include" } as const;

function take(
  sets: Readonly<Record<string, readonly Assignment[] | undefined>>,
  names: Readonly<Record<string, string>> = {},
): Snapshot {
  return createSnapshot({
    tenant: "contoso.onmicrosoft.com",
    takenAt: "2026-08-22T09:00:00.000Z",
    configurations: Object.entries(sets).map(([id, set]) => ({
      resource,
      id,
      name: names[id] ?? id,
      set:
        set === undefined
          ? { kind: "unknown", code: "unreadable", reason: "Forbidden" }
          : { kind: "known", assignments: set },
    })),
    labels: { groups: {}, deletedGroups: [], filters: {} },
  });
}

const one = [{ target: include(ring) }];

test.each<[given: Snapshot, then: Snapshot, want: readonly object[]]>([
  [take({ a: one }), take({ a: one }), []],
  [take({ a: [] }), take({ a: one }), [{ id: "a", kind: "changed", changes: [{ kind: "add" }] }]],
  [take({ a: one }), take({}), [{ id: "a", kind: "removed" }]],
  [take({}), take({ a: one }), [{ id: "a", kind: "added" }]],
  [take({ a: one }), take({ a: one }, { a: "b" }), [{ kind: "renamed", nameBefore: "a", name: "b" }]],
  [
    take({ a: undefined }),
    take({ a: one }),
    [{ kind: "unknown", reason: "not read in the earlier one: Forbidden" }],
  ],
  [
    take({ a: one }),
    take({ a: undefined }),
    [{ kind: "unknown", reason: "not read in the later one: Forbidden" }],
  ],
  [take({ a: undefined }), take({ a: undefined }), [{ kind: "unknown" }]],
  [take({}), take({ a: undefined }), [{ id: "a", kind: "unknown", reason: "new, and not read" }]],
  [take({ a: undefined }), take({}), [{ id: "a", kind: "unknown", reason: "gone, and was not read before" }]],
  // Two at a time are not mixed up, and letter case makes no other configuration.
  [
    take({ a: one, b: [] }),
    take({ B: [], A: [] }),
    [
      { id: "B", kind: "renamed", nameBefore: "b" },
      { id: "A", kind: "changed", nameBefore: "a" },
    ],
  ],
])("differences %#", (before, after, want) => {
  expect(diffSnapshots(before, after)).toMatchObject(want);
});

test("what stayed is not told with what changed, and a name that stayed is not told at all", () => {
  const [difference] = diffSnapshots(take({ a: one }), take({ a: [...one, { target: allDevices() }] }));
  expect(difference).toEqual({
    resource,
    id: "a",
    name: "a",
    kind: "changed",
    changes: [{ kind: "add", target: allDevices() }],
  });
});

test("a set that was not read is never a change", () => {
  fc.assert(
    fc.property(assignments, (set) => {
      for (const difference of [
        ...diffSnapshots(take({ a: undefined }), take({ a: set })),
        ...diffSnapshots(take({ a: set }), take({ a: undefined })),
      ])
        expect(difference.kind).toBe("unknown");
    }),
  );
});

test("an export in YAML means what was there, whatever was there", () => {
  fc.assert(
    fc.property(
      assignments,
      fc.array(fc.string({ minLength: 1 }), { minLength: 8, maxLength: 8 }),
      (set, words) => {
        const groupIds = [
          ...new Set(
            set.flatMap(({ target }) => ("groupId" in target ? [target.groupId.toLowerCase()] : [])),
          ),
        ];
        const filterIds = [
          ...new Set(
            set.flatMap(({ target }) => {
              const id = target.deviceAndAppManagementAssignmentFilterId;
              return typeof id === "string" ? [id.toLowerCase()] : [];
            }),
          ),
        ];
        const toNames = (ids: readonly string[]): Record<string, string> =>
          Object.fromEntries(
            ids.map((id, index) => [id, `${words[index % words.length]?.trim() || "x"} ${index}`]),
          );
        const id = "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14";
        const name = `${words[0]?.trim() || "x"} #: -`;
        const snapshot = createSnapshot({
          tenant: "contoso.onmicrosoft.com",
          takenAt: "2026-08-22T09:00:00.000Z",
          configurations: [{ resource, id, name, set: { kind: "known", assignments: set } }],
          labels: { groups: toNames(groupIds), deletedGroups: [], filters: toNames(filterIds) },
        });
        const decoded = parseDesiredState(formatDesiredState(snapshot), "x.yaml");
        const toEntries = (names: Record<string, string>): { id: string; name: string }[] =>
          Object.entries(names).map(([key, value]) => ({ id: key, name: value }));
        expect(decoded.kind === "invalid" ? decoded.diagnostics : []).toEqual([]);
        if (decoded.kind === "invalid") return;
        const resolution = resolveDesiredState(decoded.state, {
          configurations: [{ resource, id, name }],
          groups: toEntries(toNames(groupIds)),
          filters: toEntries(toNames(filterIds)),
        });
        const countOf = (groupId: string): number =>
          set.filter(({ target }) => "groupId" in target && target.groupId === groupId).length;
        // The file has no word for a collection, and may not want one group on both sides.
        const sayable = set.filter(
          ({ target }) =>
            !("collectionId" in target) && !("groupId" in target && countOf(target.groupId) > 1),
        );
        const conflicts =
          resolution.kind === "unresolved" ? resolution.diagnostics.map(({ code }) => code) : [];
        expect(conflicts).toEqual([]);
        if (resolution.kind === "unresolved") return;
        const [wanted] = resolution.configurations;
        expect(isSameSet(wanted?.desired ?? [], sayable)).toBe(true);
        expect(wanted?.mode).toBe(sayable.length === set.length ? "replace" : "merge");
      },
    ),
  );
});

test.each<[set: readonly Assignment[], want: object]>([
  [[], { kind: "none" }],
  [[{ target: include(ring) }], { kind: "included", isFiltered: false }],
  [[{ target: include(ring.toUpperCase(), filter) }], { kind: "included", isFiltered: true }],
  [[{ target: include(ring) }, { target: exclude(ring) }], { kind: "kept-out" }],
  [[{ target: allDevices() }], { kind: "everyone" }],
  [[{ target: allDevices() }, { target: exclude(ring) }], { kind: "kept-out" }],
  [[{ target: exclude("15c6e8f3-7d92-4a04-b5e1-08f3d7c2a96b") }], { kind: "none" }],
])("a set reaches a group %#", (set, want) => {
  expect(toReach({ kind: "known", assignments: set }, ring)).toMatchObject(want);
});

test("what could not be read reaches nobody knows whom", () => {
  expect(toReach({ kind: "unknown", code: "unreadable", reason: "x" }, ring)).toEqual({
    kind: "unknown",
    reason: "x",
  });
});
