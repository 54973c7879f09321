import fc from "fast-check";
import { expect, test } from "vitest";
import {
  applyConfiguration,
  type Assignment,
  type AssignMode,
  isSameSet,
  isSuccess,
  include,
  type PlannedConfiguration,
  planAssignments,
  toFingerprint,
} from "../src/index.ts";
import { assignments, groupIds, respell } from "./arbitraries.ts";
import { createMemoryTenant, type Faults } from "./memory-tenant.ts";

const [ring0 = "", ring1 = "", ring2 = ""] = groupIds;
const before = [{ target: include(ring0) }];
const desired = [{ target: include(ring1) }];

function plan(
  current: readonly Assignment[],
  wanted: readonly Assignment[],
  mode: AssignMode,
): PlannedConfiguration {
  const planned = planAssignments({ kind: "known", assignments: current }, wanted, mode);
  if (planned.kind === "refused") throw new Error(planned.reason);
  return {
    resource: "groupPolicyConfigurations",
    id: "4f2c1a90-0000-4000-8000-000000000001",
    name: "Edge: baseline",
    mode,
    before: current,
    beforeFingerprint: toFingerprint(current),
    after: planned.next,
    changes: planned.changes,
  };
}

const merged = plan(before, desired, "merge");

test("plan then apply reaches the desired set, however the service spells what was there", () => {
  const mode = fc.constantFrom<AssignMode>("replace", "merge", "remove");
  const twice = assignments.chain((set) => fc.tuple(fc.constant(set), respell(set)));
  return fc.assert(
    fc.asyncProperty(twice, assignments, mode, async ([current, respelled], wanted, how) => {
      const planned = plan(current, wanted, how);
      const tenant = createMemoryTenant(respelled);
      const outcome = await applyConfiguration(planned, tenant.ports);
      expect(isSuccess(outcome)).toBe(true);
      expect(isSameSet(tenant.current(), planned.after)).toBe(true);
      if (how === "replace") expect(isSameSet(tenant.current(), wanted)).toBe(true);
    }),
  );
});

test("a set that moved since the plan is never written", () =>
  fc.assert(
    fc.asyncProperty(assignments, assignments, assignments, async (current, wanted, moved) => {
      const planned = plan(current, wanted, "replace");
      fc.pre(!isSameSet(moved, current) && !isSameSet(moved, planned.after));
      const tenant = createMemoryTenant(moved);
      expect((await applyConfiguration(planned, tenant.ports)).kind).toBe("moved");
      expect(tenant.events).not.toContain("write");
      expect(tenant.current()).toBe(moved);
    }),
  ));

test.each<
  [given: string, start: readonly Assignment[], faults: Faults, outcome: object, events: readonly string[]]
>([
  [
    "the record is made before the write and after it",
    before,
    {},
    { kind: "applied" },
    ["read", "record start", "write", "read", "record applied"],
  ],
  ["what is already there is not written", merged.after, {}, { kind: "already" }, ["read", "record already"]],
  [
    "a moved set tells what changed",
    [{ target: include(ring2) }],
    {},
    { kind: "moved", changes: [{ kind: "remove" }, { kind: "add" }] },
    ["read", "record moved"],
  ],
  [
    "an unknown set is not written",
    before,
    { read: { kind: "unknown", code: "unreadable", reason: "Forbidden" } },
    { kind: "unreadable", reason: "Forbidden" },
    ["read", "record unreadable"],
  ],
  [
    "a failed record stops the write",
    before,
    { recordStart: "fails" },
    { kind: "failed", failure: { message: "disk is full" } },
    ["read", "record start"],
  ],
  [
    "a refused write is not verified",
    before,
    { write: "rejects" },
    { kind: "failed", failure: { code: "Forbidden", status: 403 } },
    ["read", "record start", "write", "record failed"],
  ],
  [
    "a late reader is waited for",
    before,
    { staleReads: 2 },
    { kind: "applied" },
    ["read", "record start", "write", "read", "sleep 10", "read", "sleep 20", "read", "record applied"],
  ],
  [
    "a write that does not show in time is no failure",
    before,
    { staleReads: 9 },
    { kind: "unverified", seen: "before", reason: "not visible yet" },
    ["read", "record start", "write", "read", "sleep 10", "read", "sleep 20", "read", "record unverified"],
  ],
  [
    "a lost answer is looked up",
    before,
    { write: "answer is lost" },
    { kind: "applied" },
    ["read", "record start", "write", "read", "record applied"],
  ],
  [
    "a lost write is uncertain",
    before,
    { write: "is lost" },
    { kind: "uncertain", failure: { message: "socket closed" } },
    ["read", "record start", "write", "read", "sleep 10", "read", "sleep 20", "read", "record uncertain"],
  ],
  [
    "somebody else's write is told",
    before,
    { overwritten: [] },
    { kind: "unverified", seen: "other" },
    ["read", "record start", "write", "read", "sleep 10", "read", "sleep 20", "read", "record unverified"],
  ],
])("%s", async (_given, start, faults, outcome, events) => {
  const tenant = createMemoryTenant(start, faults);
  expect(await applyConfiguration(merged, tenant.ports, [0, 10, 20])).toMatchObject(outcome);
  expect(tenant.events).toEqual(events);
});
