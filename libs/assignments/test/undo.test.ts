import fc from "fast-check";
import { expect, test } from "vitest";
import {
  applyConfiguration,
  type AssignmentSet,
  createRun,
  include,
  isSameSet,
  parseRun,
  planConfigurations,
  planUndo,
  recordState,
  type Run,
  type RunState,
} from "../src/index.ts";
import { assignments, groupIds } from "./arbitraries.ts";
import { createMemoryTenant } from "./memory-tenant.ts";

const id = "4f2c1a90-0000-4000-8000-000000000001";
const labels = { groups: {}, deletedGroups: [], filters: {} };
const facts = { id: "0c41", command: "apply plan.json", startedAt: "2026-08-22T09:17:00.000Z" };
const [ring0 = "", ring1 = "", ring2 = ""] = groupIds;
const before = [{ target: include(ring0) }];
const after = [{ target: include(ring1) }];
const known = (set: AssignmentSet & { kind: "known" }): ReadonlyMap<string, AssignmentSet> =>
  new Map([[id, set]]);

test("undo of what was applied is what was there", () =>
  fc.assert(
    fc.asyncProperty(assignments, assignments, async (start, desired) => {
      const tenant = createMemoryTenant(start);
      const wanted = [
        {
          resource: "groupPolicyConfigurations",
          id,
          name: "Edge: baseline",
          mode: "replace" as const,
          desired,
        },
      ];
      const { configurations } = planConfigurations(wanted, known({ kind: "known", assignments: start }));
      let run: Run = createRun({ tenant: "contoso", configurations, labels }, facts);
      for (const planned of configurations)
        run = recordState(run, planned, await applyConfiguration(planned, tenant.ports));
      const undo = planUndo(run, known({ kind: "known", assignments: tenant.current() }));
      for (const planned of undo.configurations) await applyConfiguration(planned, tenant.ports);
      expect(isSameSet(tenant.current(), start)).toBe(true);
      expect(undo.moved).toEqual([]);
    }),
  ));

const runWith = (state: RunState): Run => ({
  version: 1,
  ...facts,
  tenant: "contoso",
  labels,
  configurations: [
    { resource: "groupPolicyConfigurations", id, name: "Edge: baseline", before, after, state },
  ],
});

test.each<[state: RunState, there: "before" | "after" | "other", want: string]>([
  ["applied", "after", "configurations"],
  ["applied", "before", "unchanged"],
  ["applied", "other", "moved"],
  ["writing", "after", "configurations"],
  ["writing", "before", "unchanged"],
  ["uncertain", "after", "configurations"],
  ["unverified", "after", "configurations"],
  ["planned", "after", "none"],
  ["failed", "after", "none"],
  ["moved", "after", "none"],
  ["already", "after", "none"],
])("an entry that is %s, with the set of %s there, goes to %s", (state, there, want) => {
  const set = { before, after, other: [{ target: include(ring2) }] }[there];
  const undo = planUndo(runWith(state), known({ kind: "known", assignments: set }));
  const filled = Object.entries(undo)
    .filter(([, list]) => list.length > 0)
    .map(([name]) => name);
  expect(filled).toEqual(want === "none" ? [] : [want]);
});

test("a set that cannot be read is neither undone nor called unchanged", () => {
  const unknown: AssignmentSet = { kind: "unknown", code: "unreadable", reason: "Forbidden" };
  expect(planUndo(runWith("applied"), new Map([[id, unknown]]))).toMatchObject({
    configurations: [],
    unchanged: [],
    unreadable: [{ reason: "Forbidden" }],
  });
});

test("a run is read as it was written", () => {
  const run = runWith("writing");
  expect(parseRun(JSON.stringify(run))).toEqual({ kind: "decoded", run });
});

test.each<[given: string, want: string]>([
  ["", "the run is not JSON"],
  ["[]", "the file is not a run: it is not an object"],
  ['{"version":2}', "the file is not a run: it has version 2"],
  [JSON.stringify({ ...runWith("applied"), tenant: "" }), "the file is not a run: it has no tenant"],
  [
    JSON.stringify(runWith("applied")).replace("applied", "half"),
    "the file is not a run: configurations[0] is not complete",
  ],
  [
    JSON.stringify(runWith("applied")).replace("groupAssignmentTarget", "x"),
    "the file is not a run: configurations[0] is not complete",
  ],
])("%s is not a run", (given, want) => {
  expect(parseRun(given)).toEqual({ kind: "invalid", message: want });
});

test("a configuration whose assignments were not read is told, and the rest is a replacement", () => {
  const run = runWith("applied");
  const [entry] = run.configurations;
  expect(planUndo(run, new Map())).toMatchObject({
    configurations: [],
    unreadable: [{ entry, reason: "its assignments were not read" }],
  });
  const { configurations } = planUndo(run, known({ kind: "known", assignments: after }));
  expect(configurations).toMatchObject([{ id, mode: "replace", before: after, after: before }]);
});
