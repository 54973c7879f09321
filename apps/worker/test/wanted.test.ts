import { allDevices, type Assignment, include, isSameSet } from "@intunectl/assignments";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addWanted, driftRepair, toSteps, toWanted } from "../src/engine/wanted.ts";
import { group } from "./harness.ts";

const filters = [undefined, "f0000000-0000-4000-8000-000000000001", "f0000000-0000-4000-8000-000000000002"];
const assignment = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom(...filters))
  .map(([index, filter]): Assignment => {
    const target = index === 0 ? allDevices() : include(group(index));
    if (filter === undefined) return { target };
    return {
      target: {
        ...target,
        deviceAndAppManagementAssignmentFilterId: filter,
        deviceAndAppManagementAssignmentFilterType: "include",
      },
    };
  });
const assignments = fc.uniqueArray(assignment, {
  maxLength: 4,
  selector: ({ target }) => ("groupId" in target ? target.groupId : "all"),
});
const step = fc.record({ mode: fc.constantFrom("merge", "remove", "replace"), assignments });

test("what is kept of many wishes makes the same of any set as all of them, and stays small", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), assignments, (steps, current) => {
      let kept = addWanted([], []);
      for (const one of steps) kept = addWanted(kept, [one]);
      expect(isSameSet(toWanted(current, kept), toWanted(current, steps))).toBe(true);
      // A replacement, and of each of 4 targets: what took it out, and it with each of 3 filters.
      expect(kept.length).toBeLessThanOrEqual(1 + 4 * 4);
    }),
    { numRuns: 2000 },
  );
});

test("a plan says what must be there and what must not, and nothing of what somebody adds later", () => {
  const plan = toSteps({
    mode: "replace",
    guard: [{ target: allDevices() }, { target: include(group(1)) }],
    assignments: [{ target: include(group(1)) }],
    submittedBy: "ana",
  });
  const later = [{ target: allDevices() }, { target: include(group(2)) }];
  const want = [{ target: include(group(1)) }, { target: include(group(2)) }];
  expect(isSameSet(toWanted(later, plan), want)).toBe(true);
});

test("to put back what drifted says nothing new", () => {
  expect(toSteps({ mode: "replace", guard: [], assignments: [], submittedBy: driftRepair })).toEqual([]);
});
