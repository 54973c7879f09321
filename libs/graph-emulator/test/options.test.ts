import { expect, test } from "vitest";
import { demoFilters } from "../src/index.ts";
import { edge, errorOf, exclude, groupA, include, sentenceOf, start, target, testTime } from "./harness.ts";

const abstractTarget = { "@odata.type": "microsoft.graph.deviceAndAppManagementAssignmentTarget" };

test("strictTypes refuses the abstract target that is accepted and echoed by default", async () => {
  const lenient = await start();
  const accepted = await lenient.call("POST", `${edge}/assign`, {
    assignments: [{ id: "mine", target: abstractTarget }],
  });
  expect(accepted.json).toMatchObject({ value: [{ id: "mine", target: abstractTarget }] });
  expect((await lenient.call("GET", `${edge}/assignments`)).json).toMatchObject({
    value: [{ target: abstractTarget }],
  });
  const strict = await start({ strictTypes: true });
  const refused = await strict.call("POST", `${edge}/assign`, { assignments: [{ target: abstractTarget }] });
  expect(refused.status).toBe(400);
  expect(errorOf(refused)).toMatchObject({
    code: "ModelValidationFailure",
    message: expect.stringContaining("abstract"),
  });
});

test.each([false, true])("a target without a type is refused, strictTypes %s or not", async (strictTypes) => {
  const { call } = await start({ strictTypes });
  const reply = await call("POST", `${edge}/assign`, { assignments: [{ target: {} }] });
  expect(reply.status).toBe(400);
  expect(errorOf(reply).message).toContain("has no @odata.type");
});

const filter = {
  deviceAndAppManagementAssignmentFilterId: demoFilters["Windows 11"],
  deviceAndAppManagementAssignmentFilterType: "include",
};

test.each<[given: readonly object[]]>([
  [[include(groupA), target("group", { groupId: groupA.toUpperCase(), ...filter })]],
  [[target("allDevices"), target("allDevices", filter)]],
  [
    [
      target("configurationManagerCollection", { collectionId: "S" }),
      target("configurationManagerCollection", { collectionId: "S" }),
    ],
  ],
])("duplicates %j are refused, or the first one stays", async (given) => {
  const reject = await start();
  const refused = await reject.call("POST", `${edge}/assign`, { assignments: given });
  expect(refused.status).toBe(400);
  expect(sentenceOf(refused)).toContain("assignments[1] has the same target as assignments[0]");
  const keepFirst = await start({ duplicates: "keepFirst" });
  const kept = await keepFirst.call("POST", `${edge}/assign`, { assignments: given });
  expect(kept.json?.["value"]).toHaveLength(1);
  expect(kept.json).toMatchObject({ value: [given[0]] });
});

test("including and excluding the same group is refused, or the first one stays", async () => {
  const assignments = [exclude(groupA), include(groupA)];
  const reject = await start({ duplicates: "keepFirst" });
  const refused = await reject.call("POST", `${edge}/assign`, { assignments });
  expect(sentenceOf(refused)).toContain(
    "assignments[1] and assignments[0] include and exclude the same group",
  );
  const keepFirst = await start({ includeAndExclude: "keepFirst" });
  const kept = await keepFirst.call("POST", `${edge}/assign`, { assignments });
  expect(kept.json?.["value"]).toHaveLength(1);
  expect(kept.json).toMatchObject({ value: [exclude(groupA)] });
});

test("an id that a request chose cannot stand for two assignments", async () => {
  const { call } = await start();
  const assignments = ["A", "B"].map((collectionId) => ({
    id: "same",
    ...target("configurationManagerCollection", { collectionId }),
  }));
  const refused = await call("POST", `${edge}/assign`, { assignments });
  expect(sentenceOf(refused)).toContain("assignments has the same id more than once");
});

test("assignAnswer can be 200 with nothing after the change was made", async () => {
  const { call } = await start({ assignAnswer: "empty" });
  const reply = await call("POST", `${edge}/assign`, { assignments: [include(groupA)] });
  expect([reply.status, reply.text]).toEqual([200, ""]);
  expect((await call("GET", `${edge}/assignments`)).json?.["value"]).toHaveLength(1);
});

test("bumpLastModified moves the configuration's own time, which stays by default", async () => {
  for (const [bumpLastModified, want] of [
    [false, "2026-08-19T09:05:00.0000000Z"],
    [true, testTime],
  ] as const) {
    const { call } = await start({ bumpLastModified });
    await call("POST", `${edge}/assign`, { assignments: [] });
    const { json } = await call("GET", edge);
    expect(json?.["lastModifiedDateTime"]).toBe(want);
    expect(json?.["displayName"]).toBe("Edge: baseline");
  }
});

test.each([{}, { assignments: null }])("omittedAssignments can make %j an empty set", async (body) => {
  const { call } = await start({ omittedAssignments: "clear" });
  expect((await call("POST", `${edge}/assign`, body)).text).toBe('{"value":[]}');
});

test("unknownFilters refuses ids that no filter has", async () => {
  const { call } = await start({ unknownFilters: "reject" });
  const unknown = { ...filter, deviceAndAppManagementAssignmentFilterId: groupA };
  const refused = await call("POST", `${edge}/assign`, { assignments: [target("allDevices", unknown)] });
  expect(refused.status).toBe(400);
  expect(sentenceOf(refused)).toMatch(/^Scope Tags validation failed : Filters .*, Validated filters/);
  expect((await call("POST", `${edge}/assign`, { assignments: [target("allDevices", filter)] })).status).toBe(
    200,
  );
});

test("a body that is too large is refused", async () => {
  const { call } = await start({ maxBodyBytes: 1000 });
  const before = await call("GET", `${edge}/assignments`);
  const reply = await call("POST", `${edge}/assign`, { assignments: [], padding: "x".repeat(5000) });
  expect(reply.status).toBe(413);
  expect(errorOf(reply).code).toBe("RequestEntityTooLarge");
  expect((await call("GET", `${edge}/assignments`)).text).toBe(before.text);
});

test("pageSize is the page when the request does not say one", async () => {
  const { call } = await start({ pageSize: 2 });
  expect((await call("GET", "/beta/groups")).json?.["value"]).toHaveLength(2);
});

test.each([
  [false, 200],
  [true, 400],
] as const)(
  "a page's placeholder for a filter's id, with strictTypes %s, is %i",
  async (strictTypes, status) => {
    const { call } = await start({ strictTypes });
    const target = {
      "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget",
      deviceAndAppManagementAssignmentFilterId: "Device And App Management Assignment Filter Id value",
      deviceAndAppManagementAssignmentFilterType: "include",
    };
    expect((await call("POST", `${edge}/assign`, { assignments: [{ target }] })).status).toBe(status);
  },
);
