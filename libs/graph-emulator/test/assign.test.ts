import { expect, test } from "vitest";
import {
  configurations,
  edge,
  edgeId,
  errorOf,
  exclude,
  groupA,
  groupB,
  include,
  sentenceOf,
  start,
  target,
  testTime,
} from "./harness.ts";

const unfiltered = {
  deviceAndAppManagementAssignmentFilterId: null,
  deviceAndAppManagementAssignmentFilterType: "none",
};

test("replaces the whole set and answers with it", async () => {
  const { call } = await start();
  const reply = await call("POST", `${edge}/assign`, { assignments: [include(groupA), exclude(groupB)] });
  expect(reply.status).toBe(200);
  expect(reply.text).toBe(
    JSON.stringify({
      value: [
        ["group", groupA],
        ["exclusionGroup", groupB],
      ].map(([type, groupId]) => ({
        "@odata.type": "#microsoft.graph.groupPolicyConfigurationAssignment",
        id: `${edgeId}_${groupId}`,
        lastModifiedDateTime: testTime,
        target: { "@odata.type": `#microsoft.graph.${type}AssignmentTarget`, ...unfiltered, groupId },
      })),
    }),
  );
  const read = await call("GET", `${edge}/assignments`);
  expect(read.json?.["value"]).toEqual([
    {
      id: `${edgeId}_${groupA}`,
      lastModifiedDateTime: testTime,
      target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", ...unfiltered, groupId: groupA },
    },
    {
      id: `${edgeId}_${groupB}`,
      lastModifiedDateTime: testTime,
      target: {
        "@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget",
        ...unfiltered,
        groupId: groupB,
      },
    },
  ]);
});

test("an empty set clears", async () => {
  const { call } = await start();
  expect((await call("POST", `${edge}/assign`, { assignments: [] })).text).toBe('{"value":[]}');
  expect((await call("GET", `${edge}/assignments`)).json?.["value"]).toEqual([]);
});

test.each<[given: object, want: string]>([
  [target("allLicensedUsers"), "acacacac-9df4-4c7d-9d50-4ef0226f57a9"],
  [target("allDevices"), "adadadad-808e-44e2-905a-0b7873a8a531"],
  [include(groupA.toUpperCase()), groupA],
  [{ ...include(groupA), id: "wrong" }, groupA],
])("the id of %j ends in its audience", async (given, want) => {
  const { call } = await start();
  const reply = await call("POST", `${edge}/assign`, { assignments: [given] });
  expect(reply.json).toMatchObject({ value: [{ id: `${edgeId}_${want}` }] });
});

test("a Configuration Manager collection keeps the id of the request, or gets one", async () => {
  const { call } = await start({ newId: () => "fresh" });
  const assignments = [
    { id: "mine", ...target("configurationManagerCollection", { collectionId: "SMS1" }) },
    target("configurationManagerCollection", { collectionId: "SMS2" }),
  ];
  expect((await call("POST", `${edge}/assign`, { assignments })).json).toMatchObject({
    value: [{ id: "mine" }, { id: "fresh" }],
  });
});

test.each(["#microsoft.graph.groupAssignmentTarget", "microsoft.graph.groupAssignmentTarget"])(
  "the type %s is understood, and answered with #",
  async (type) => {
    const { call } = await start();
    const reply = await call("POST", `${edge}/assign`, {
      assignments: [{ target: { "@odata.type": type, groupId: groupA } }],
    });
    expect(reply.json).toMatchObject({
      value: [{ target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget" } }],
    });
  },
);

test("filters are kept, also those that do not exist where that is accepted", async () => {
  const { call } = await start({ unknownFilters: "accept" });
  const filter = {
    deviceAndAppManagementAssignmentFilterId: groupB,
    deviceAndAppManagementAssignmentFilterType: "exclude",
  };
  await call("POST", `${edge}/assign`, { assignments: [target("allDevices", filter)] });
  expect((await call("GET", `${edge}/assignments`)).json).toMatchObject({ value: [{ target: filter }] });
});

const oneTarget = (value: unknown): object => ({ assignments: [{ target: value }] });
const type = "#microsoft.graph.groupAssignmentTarget";

test.each<[given: unknown, code: string, message: string]>([
  [oneTarget({ "@odata.type": type, groupId: "Ring 2" }), "BadRequest", 'groupId "Ring 2" is not a GUID'],
  [oneTarget({ "@odata.type": type, groupId: 7 }), "ModelValidationFailure", "groupId must be Edm.String"],
  [oneTarget({ "@odata.type": type }), "ModelValidationFailure", "assignments[0].target.groupId is missing"],
  [oneTarget({ "@odata.type": type, groupId: null }), "ModelValidationFailure", "groupId must not be null"],
  [
    oneTarget({ "@odata.type": type, groupId: groupA, group: "x" }),
    "BadRequest",
    "The property 'group' does not exist",
  ],
  [
    oneTarget({ "@odata.type": type, groupId: groupA, deviceAndAppManagementAssignmentFilterId: "null" }),
    "BadRequest",
    "is not a GUID",
  ],
  [
    oneTarget({ "@odata.type": type, groupId: groupA, deviceAndAppManagementAssignmentFilterType: "both" }),
    "ModelValidationFailure",
    "must be one of none, include, exclude",
  ],
  [
    oneTarget({ "@odata.type": "#microsoft.graph.nobodyAssignmentTarget" }),
    "ModelValidationFailure",
    "'microsoft.graph.nobodyAssignmentTarget' is not known",
  ],
  [oneTarget({ "@odata.type": "#microsoft.graph.group" }), "ModelValidationFailure", "is not assignable to"],
  [oneTarget({ "@odata.type": "#microsoft.graph.__proto__" }), "ModelValidationFailure", "is not known"],
  [
    oneTarget({ "@odata.type": "microsoft.graph.#microsoft.graph.exclusionGroupAssignmentTarget" }),
    "BadRequest",
    'Invalid OData type specified: "microsoft.graph.#microsoft.graph.exclusionGroupAssignmentTarget"',
  ],
  [
    oneTarget({ "@odata.type": "##microsoft.graph.groupAssignmentTarget" }),
    "BadRequest",
    "Invalid OData type specified",
  ],
  [
    oneTarget({ "@odata.type": "AllLicensedUsersAssignmentTarget" }),
    "BadRequest",
    "Invalid OData type specified",
  ],
  [
    oneTarget({ "@odata.type": "#microsoft.graph.deviceAndAppManagementAssignmentTarget", groupId: groupA }),
    "BadRequest",
    "The property 'groupId' does not exist",
  ],
  [oneTarget(null), "ModelValidationFailure", "target must not be null"],
  [oneTarget("everyone"), "ModelValidationFailure", "must be an object"],
  [{ assignments: [{}] }, "ModelValidationFailure", "assignments[0].target is missing"],
  [{ assignments: [null] }, "ModelValidationFailure", "assignments[0] must be an object"],
  [
    { assignments: [{ ...include(groupA), intent: "apply" }] },
    "BadRequest",
    "The property 'intent' does not exist",
  ],
  [{ assignments: {} }, "ModelValidationFailure", "assignments must be a collection"],
  [{ assignments: null }, "ModelValidationFailure", "assignments is missing"],
  [{}, "ModelValidationFailure", "assignments is missing"],
  [
    { assignments: [], mode: "merge" },
    "BadRequest",
    "The parameter 'mode' in the request payload is not a valid parameter",
  ],
  [[], "BadRequest", "JSON content expected"],
  ['{"assignments":', "BadRequest", "Unable to read JSON request payload"],
  ["", "BadRequest", "Unable to read JSON request payload"],
])("refuses %j and changes nothing", async (given, code, message) => {
  const { call } = await start();
  const before = await call("GET", `${edge}/assignments`);
  const reply = await call("POST", `${edge}/assign`, given);
  expect(reply.status).toBe(400);
  expect(errorOf(reply).code).toBe(code);
  expect(sentenceOf(reply)).toContain(message);
  expect((await call("GET", `${edge}/assignments`)).text).toBe(before.text);
});

test("one bad assignment refuses the good ones beside it", async () => {
  const { call } = await start();
  const before = await call("GET", `${edge}/assignments`);
  expect(
    (await call("POST", `${edge}/assign`, { assignments: [include(groupA), include("x")] })).status,
  ).toBe(400);
  expect((await call("GET", `${edge}/assignments`)).text).toBe(before.text);
});

test("other configurations keep their assignments", async () => {
  const { call } = await start();
  const other = `${configurations}/91b7e004-3c6f-4d28-8a95-7b1e5f2c9d60/assignments`;
  const before = await call("GET", other);
  await call("POST", `${edge}/assign`, { assignments: [] });
  expect((await call("GET", other)).text).toBe(before.text);
  expect(before.json?.["value"]).toHaveLength(3);
});

test("what nobody may see, nobody may change", async () => {
  const { call } = await start();
  const legacy = `${configurations}/e1904b2d-7f3a-4c65-9e08-d5b2a1c4f673`;
  expect((await call("GET", legacy)).status).toBe(200);
  for (const reply of [
    await call("GET", `${legacy}/assignments`),
    await call("POST", `${legacy}/assign`, { assignments: [] }),
    await call("GET", `${legacy}?$expand=assignments`),
  ]) {
    expect(reply.status).toBe(403);
    expect(errorOf(reply).message).toContain("User is not authorized");
  }
});

test("a set of 5,000 is stored whole", async () => {
  const { call } = await start();
  const assignments = Array.from({ length: 5000 }, (_, index) =>
    include(`aaaaaaaa-0000-4000-8000-${String(index).padStart(12, "0")}`),
  );
  expect((await call("POST", `${edge}/assign`, { assignments })).status).toBe(200);
  expect((await call("GET", `${edge}/assignments?$count=true&$top=1`)).json?.["@odata.count"]).toBe(5000);
});
