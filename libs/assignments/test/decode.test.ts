import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeAssignments, include } from "../src/index.ts";

const groupId = "6b1d0f42-8a53-4f0e-9d61-0c8f6c5b2a10";
const group = "#microsoft.graph.groupAssignmentTarget";

test.each<[given: unknown, want: string]>([
  [
    { "@odata.type": "#microsoft.graph.scopeTagGroupAssignmentTarget", entraObjectId: groupId },
    'has the unknown type "#microsoft.graph.scopeTagGroupAssignmentTarget"',
  ],
  [
    { "@odata.type": "microsoft.graph.groupAssignmentTarget", groupId },
    'has the type "microsoft.graph.groupAssignmentTarget" without "#"',
  ],
  [
    { "@odata.type": "microsoft.graph.#microsoft.graph.groupAssignmentTarget", groupId },
    "with its prefix doubled",
  ],
  [{ "@odata.type": "##microsoft.graph.groupAssignmentTarget", groupId }, "with its prefix doubled"],
  [{ "@odata.type": "#microsoft.graph.deviceAndAppManagementAssignmentTarget" }, "has the abstract type"],
  [{ "@odata.type": "microsoft.graph.deviceAndAppManagementAssignmentTarget" }, "has the abstract type"],
  [{ groupId }, "has no @odata.type"],
  [{ "@odata.type": 7, groupId }, "has an @odata.type that is not text"],
  [{ "@odata.type": group }, "has no groupId"],
  [{ "@odata.type": group, groupId: null }, "has no groupId"],
  [{ "@odata.type": group, groupId: "" }, "has no groupId"],
  [{ "@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget" }, "has no groupId"],
  [
    { "@odata.type": "#microsoft.graph.configurationManagerCollectionAssignmentTarget" },
    "has no collectionId",
  ],
  [
    { "@odata.type": group, groupId, deviceAndAppManagementAssignmentFilterId: groupId },
    "but no filter type",
  ],
  [
    { "@odata.type": group, groupId, deviceAndAppManagementAssignmentFilterType: "maybe" },
    'has the unknown filter type "maybe"',
  ],
  [
    { "@odata.type": group, groupId, deviceAndAppManagementAssignmentFilterId: 4 },
    "has a filter id that is not text",
  ],
  [{ "@odata.type": group, groupId, targetType: "device" }, 'carries "targetType", which would be lost'],
  [null, "has no target"],
])("the target %j makes the set unknown, and says so", (target, want) => {
  const decoded = decodeAssignments([
    { target: { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" } },
    { target },
  ]);
  expect(decoded).toMatchObject({ kind: "unknown", code: "not-understood" });
  expect(decoded.kind === "unknown" && decoded.reason).toContain("assignments[1]");
  expect(decoded.kind === "unknown" && decoded.reason).toContain(want);
});

test.each<[given: unknown]>([[null], [undefined], [{}], ["[]"], [{ value: [] }]])(
  "%j is not a list, so the set is unknown and not empty",
  (given) => {
    expect(decodeAssignments(given)).toMatchObject({
      kind: "unknown",
      reason: "the assignments are not a list",
    });
  },
);

test.each<[given: object, want: string]>([
  [{ source: "policySets" }, "comes from"],
  [{ intent: "apply" }, 'carries "intent", which would be lost'],
])("an assignment with %j beside its target makes the set unknown", (extra, want) => {
  const decoded = decodeAssignments([{ target: { "@odata.type": group, groupId }, ...extra }]);
  expect(decoded.kind === "unknown" && decoded.reason).toContain(want);
});

test("one audience with two filters makes the set unknown", () => {
  const narrowed = {
    deviceAndAppManagementAssignmentFilterId: groupId,
    deviceAndAppManagementAssignmentFilterType: "include",
  };
  const decoded = decodeAssignments([
    { target: { "@odata.type": group, groupId } },
    { target: { "@odata.type": group, groupId: groupId.toUpperCase(), ...narrowed } },
  ]);
  expect(decoded).toMatchObject({
    kind: "unknown",
    reason: expect.stringContaining("again with another filter"),
  });
});

test("annotations, ids and times of the service are not carried along", () => {
  const assignment = {
    "@odata.type": "#microsoft.graph.groupPolicyConfigurationAssignment",
    "target@odata.type": "x",
    id: `${groupId}_${groupId}`,
    lastModifiedDateTime: "2026-08-22T09:17:00.0000000Z",
    target: {
      "@odata.type": group,
      groupId,
      deviceAndAppManagementAssignmentFilterId: null,
      deviceAndAppManagementAssignmentFilterType: "none",
    },
  };
  expect(decodeAssignments([assignment])).toEqual({
    kind: "known",
    assignments: [{ target: include(groupId) }],
  });
});

test("any JSON is decoded or unknown, and what is known has as many members as came", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const decoded = decodeAssignments(value);
      if (decoded.kind === "known")
        expect(decoded.assignments.length).toBe(Array.isArray(value) ? value.length : -1);
      else expect(decoded.reason).not.toBe("");
    }),
  );
});
