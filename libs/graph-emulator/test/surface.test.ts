import { type AnyOperation } from "@intunectl/graph-core";
import { operations } from "@intunectl/graph-intune";
import { model } from "@intunectl/graph-intune/model";
import { expect, test } from "vitest";
import { demoFilters, type Seed } from "../src/index.ts";
import { caller, errorOf, groupA, include, sentenceOf, start } from "./harness.ts";
import { operation, surface, seed, script, startOther } from "./health-scripts.ts";

test("another assign operation works as it is described: other parameter, other properties, 204", async () => {
  const call = await startOther();
  const reply = await call("POST", `${script}/assign`, {
    deviceHealthScriptAssignments: [{ ...include(groupA), runRemediationScript: true }],
  });
  expect([reply.status, reply.text]).toEqual([204, ""]);
  expect((await call("GET", `${script}/assignments`)).json?.["value"]).toEqual([
    {
      id: `s1_${groupA}`,
      runRemediationScript: true,
      intent: "none",
      target: expect.objectContaining({ groupId: groupA }),
    },
  ]);
});

test.each<[given: object, status: number, message: string]>([
  [{ assignments: [] }, 400, "'assignments' in the request payload is not a valid parameter"],
  [
    { deviceHealthScriptAssignments: [{ ...include(groupA), runRemediationScript: "yes" }] },
    400,
    "runRemediationScript must be Edm.Boolean",
  ],
  [{ deviceHealthScriptAssignments: [], deviceHealthScriptGroups: ["a"] }, 501, "'deviceHealthScriptGroups'"],
])("its request %j is checked by its own description", async (given, status, message) => {
  const call = await startOther();
  const reply = await call("POST", `${script}/assign`, given);
  expect(reply.status).toBe(status);
  expect(errorOf(reply).message).toContain(message);
});

test("a scope is no role, and a role is no scope", async () => {
  const { emulator } = await start({ surface, seed });
  const status = async (request: Parameters<typeof emulator.token>[0]): Promise<number> =>
    (await caller(emulator, emulator.token(request))("GET", script)).status;
  expect(await status({ scopes: ["Health.Write"] })).toBe(200);
  expect(await status({ roles: ["Health.App"] })).toBe(200);
  expect(await status({ scopes: ["Health.App"] })).toBe(403);
  expect(await status({ roles: ["Health.Write"] })).toBe(403);
});

test("a quote inside a quoted key is written twice", async () => {
  const odd: Seed = {
    ...seed,
    collections: {
      "deviceManagement/deviceHealthScripts": [
        { properties: { id: "it's", displayName: "Odd", isGlobal: true } },
      ],
    },
  };
  const { emulator } = await start({ surface, seed: odd });
  const call = caller(emulator, emulator.token({ scopes: ["Health.Write"] }));
  const list = "/beta/deviceManagement/deviceHealthScripts";
  for (const path of [`${list}('it''s')`, `${list}/it's`, `${list}/it%27s`])
    expect((await call("GET", path)).json?.["displayName"]).toBe("Odd");
  for (const path of [`${list}('it's')`, `${list}('')`]) expect((await call("GET", path)).status).toBe(400);
});

test("an empty second set is no reason to refuse", async () => {
  const call = await startOther();
  expect(
    (
      await call("POST", `${script}/assign`, {
        deviceHealthScriptAssignments: [],
        deviceHealthScriptGroups: [],
      })
    ).status,
  ).toBe(204);
});

test("an assignment filter in use cannot be deleted; PUT replaces all but what the service sets", async () => {
  const path = "/deviceManagement/assignmentFilters/{filterId}";
  const write = { delegated: ["DeviceManagementConfiguration.ReadWrite.All"], application: [] };
  const more: readonly AnyOperation[] = (["DELETE", "PUT", "GET"] as const).map((method) => ({
    name: `${method.toLowerCase()}Filter`,
    method,
    path,
    version: "beta",
    permissions: write,
  }));
  const { call } = await start({ surface: { operations: [...operations, ...more], model } });
  const filters = "/beta/deviceManagement/assignmentFilters";
  const used = `${filters}/${demoFilters["Windows 11"]}`;
  const refused = await call("DELETE", used);
  expect([refused.status, sentenceOf(refused)]).toEqual([400, expect.stringContaining("is in use")]);
  const unused = `${filters}/${demoFilters["Windows corporate owned"]}`;
  const filter = { displayName: "New", platform: "windows10AndLater" };
  expect((await call("PUT", unused, filter)).json).toMatchObject({
    ...filter,
    id: demoFilters["Windows corporate owned"],
    description: null,
    rule: null,
  });
  expect((await call("PUT", unused, { displayName: "New" })).json).toMatchObject({ platform: "android" });
  expect((await call("PUT", unused, { platform: "macOS" })).status).toBe(400);
  expect((await call("DELETE", unused)).status).toBe(204);
  expect((await call("GET", unused)).status).toBe(404);
});

test("a function with arguments is found by them, and is 501", async () => {
  const name = "range";
  const path = "/deviceManagement/deviceHealthScripts/range(from={from},to='{to}')";
  const { emulator } = await start({
    seed,
    surface: {
      operations: [...surface.operations, operation(name, "GET", path)],
      model: {
        ...surface.model,
        operations: {
          ...surface.model.operations,
          [name]: { kind: "function", function: name, boundTo: "microsoft.graph.deviceHealthScript" },
        },
      },
    },
  });
  const call = caller(emulator, emulator.token({ scopes: ["Health.Write"] }));
  const base = "/beta/deviceManagement/deviceHealthScripts";
  expect((await call("GET", `${base}/range(from=1,to='b')`)).status).toBe(501);
  expect((await call("GET", `${base}/range(from=1)`)).status).toBe(404);
});

test("an action with other rules is 501, not a guess", async () => {
  const call = await startOther();
  for (const path of [`${script}/run`, `${script}/assignDevices`]) {
    const reply = await call("POST", path, { deviceIds: [] });
    expect(reply.status).toBe(501);
    expect(errorOf(reply).code).toBe("NotImplemented");
  }
  expect((await call("GET", "/beta/unheardOf")).status).toBe(501);
});

test("booleans filter as booleans", async () => {
  const call = await startOther();
  const list = "/beta/deviceManagement/deviceHealthScripts";
  expect((await call("GET", `${list}?$filter=isGlobal eq false`)).json?.["value"]).toHaveLength(1);
  expect((await call("GET", `${list}?$filter=isGlobal ne false`)).json?.["value"]).toHaveLength(0);
  expect((await call("GET", `${list}?$filter=isGlobal eq 'false'`)).status).toBe(400);
});

test("in a collection that no operation reads, any id can be assigned, and is replaced as a whole", async () => {
  const alone = { ...surface, operations: surface.operations.filter(({ name }) => name === "assignScript") };
  const { emulator, call } = await start({ surface: alone, seed: { ...seed, collections: {} } });
  const headers = { authorization: `Bearer ${emulator.token({ scopes: ["Health.Write"] })}` };
  const path = "/beta/deviceManagement/deviceHealthScripts/any/assign";
  const body = { deviceHealthScriptAssignments: [include(groupA)] };
  expect((await call("POST", path, body, headers)).status).toBe(204);
  expect((await call("POST", path, { deviceHealthScriptAssignments: [] }, headers)).status).toBe(204);
});
