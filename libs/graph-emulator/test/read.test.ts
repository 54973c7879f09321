import { expect, test } from "vitest";
import { demoGroups, demoSeed } from "../src/index.ts";
import { configurations, edge, edgeId, errorOf, start } from "./harness.ts";

async function names(path: string): Promise<unknown> {
  const { call } = await start();
  const reply = await call("GET", path);
  if (reply.status !== 200) throw new Error(reply.text);
  const value = reply.json?.["value"];
  return Array.isArray(value) ? value.map(({ displayName }) => displayName) : value;
}

test("an entity has the service's property order, a context and no type", async () => {
  const { emulator, call } = await start();
  const want = {
    "@odata.context": `${emulator.url}/beta/$metadata#deviceManagement/groupPolicyConfigurations/$entity`,
    createdDateTime: "2026-02-03T08:00:00.0000000Z",
    displayName: "Edge: baseline",
    description: null,
    roleScopeTagIds: ["0"],
    policyConfigurationIngestionType: "builtIn",
    id: edgeId,
    lastModifiedDateTime: "2026-08-19T09:05:00.0000000Z",
  };
  expect((await call("GET", edge)).text).toBe(JSON.stringify(want));
  expect((await call("GET", `${configurations}('${edgeId}')`)).text).toBe(JSON.stringify(want));
  expect((await call("GET", `${configurations}(%27${edgeId.toUpperCase()}%27)/`)).text).toBe(
    JSON.stringify(want),
  );
});

test("collections have their context", async () => {
  const { emulator, call } = await start();
  const metadata = `${emulator.url}/beta/$metadata#deviceManagement/groupPolicyConfigurations`;
  expect((await call("GET", configurations)).json?.["@odata.context"]).toBe(metadata);
  expect((await call("GET", `${configurations}('${edgeId}')/assignments`)).json?.["@odata.context"]).toBe(
    `${metadata}('${edgeId}')/assignments`,
  );
  expect((await call("GET", `${configurations}?$select=id`)).json?.["@odata.context"]).toBe(
    `${metadata}(id)`,
  );
});

test.each<[given: string, want: readonly string[]]>([
  ["displayName eq 'SG-BreakGlass'", ["SG-BreakGlass"]],
  ["displayName eq 'sg-breakglass'", []],
  ["displayName ne 'SG-BreakGlass' and startswith(displayName,'SG-B')", []],
  [
    "startswith(displayName, 'SG-Intune-R') or displayName eq 'SG-BreakGlass'",
    ["SG-Intune-Ring0", "SG-Intune-Ring1", "SG-Intune-Ring2", "SG-BreakGlass"],
  ],
  ["displayName eq 'SG-Intune-Ring0' or displayName eq 'SG-Intune-Ring1' and id eq 'x'", ["SG-Intune-Ring0"]],
  ["(displayName eq 'SG-Intune-Ring0' or displayName eq 'SG-Intune-Ring1') and id eq 'x'", []],
  [`id eq '${demoGroups["SG-Intune-Pilot"]}'`, ["SG-Intune-Pilot"]],
  ["displayName eq 'it''s'", []],
  ["displayName eq null", []],
  ["displayName gt 'SG-Intune-Ring1'", ["SG-Intune-Ring2"]],
  ["displayName le 'SG-Intune-Kiosk'", ["SG-Intune-Kiosk", "SG-BreakGlass"]],
  ["contains(displayName,'Ring') and endswith(displayName,'1')", ["SG-Intune-Ring1"]],
  ["not startswith(displayName,'SG-Intune')", ["SG-BreakGlass"]],
  ["not (contains(displayName,'Intune') or displayName eq 'x')", ["SG-BreakGlass"]],
  ["displayName in ('SG-BreakGlass', 'SG-Intune-Pilot')", ["SG-Intune-Pilot", "SG-BreakGlass"]],
])("$filter=%s", async (given, want) => {
  expect(await names(`/beta/groups?$filter=${encodeURIComponent(given)}`)).toEqual(want);
});

test.each([
  "displayName",
  "displayName eq",
  "displayName like 'a'",
  "tolower(displayName) eq 'a'",
  "not displayName eq 'a'",
  "displayName in 'a'",
  "displayName in ()",
  "displayName in ('a',5)",
  "contains(securityEnabled,'a')",
  "securityEnabled gt 'a'",
  "createdDateTime gt 'yesterday'",
  "createdDateTime gt 2026-02-30x",
  "nothing eq 'a'",
  "constructor eq 'a'",
  "displayName eq 5",
  "displayName eq a",
  "displayName eq 'a",
  "displayName eq 'a' and",
  "displayName eq 'a' 'b'",
  "(displayName eq 'a'",
  "displayName eq 'a')",
  "startswith(displayName)",
  "startswith(displayName,null)",
  "startswith(5,'a')",
  "",
  `${"(".repeat(60)}id eq 'a'${")".repeat(60)}`,
])("$filter=%s is refused, never ignored", async (given) => {
  const { call } = await start();
  const reply = await call("GET", `/beta/groups?$filter=${encodeURIComponent(given)}`);
  expect(reply.status).toBe(400);
  expect(errorOf(reply).message).toMatch(/filter|property/);
});

test.each([
  "$filtre=x",
  "$search=x",
  "$top=-1",
  "$top=x",
  "$top=1&top=2",
  "$skip=1.5",
  "$count=yes",
  "$select=nothing",
  "$expand=members",
  "$orderby=displayName up",
  "$orderby=displayName,id,displayName desc",
  "$expand=members,members",
  "$orderby=nothing",
  "$skiptoken=abc",
  "x=1",
])("the query option %s is refused", async (given) => {
  const { call } = await start();
  expect((await call("GET", `/beta/groups?${given}`)).status).toBe(400);
});

test.each(["$filter=roleScopeTagIds eq '0'", "$orderby=roleScopeTagIds"])(
  "%s is refused: a list has no order",
  async (given) => {
    const { call } = await start();
    const reply = await call("GET", `${configurations}?${given}`);
    expect(reply.status).toBe(400);
    expect(errorOf(reply).message).toContain(
      "'roleScopeTagIds' on type 'microsoft.graph.groupPolicyConfiguration' cannot be compared",
    );
  },
);

test("a target cannot be compared", async () => {
  const { call } = await start();
  expect((await call("GET", `${edge}/assignments?$filter=target eq 'x'`)).status).toBe(400);
});

test("a navigation property may be selected together with its expansion", async () => {
  const { call } = await start();
  const { json } = await call("GET", `${edge}?$select=id,assignments&$expand=assignments($select=id)`);
  expect(Object.keys(json ?? {})).toEqual([
    "@odata.context",
    "id",
    "assignments@odata.context",
    "assignments",
  ]);
  expect((await call("GET", `${configurations}?$select=id,assignments&$top=1`)).status).toBe(200);
  expect((await call("GET", "/beta/groups?$select=id,assignments")).status).toBe(400);
});

test("a client may prefer a size of page, and is told that it was heard", async () => {
  const { call } = await start();
  const prefer = { prefer: "respond-async, odata.maxpagesize=2" };
  const reply = await call("GET", "/beta/groups", undefined, prefer);
  expect(reply.json?.["value"]).toHaveLength(2);
  expect(reply.headers.get("preference-applied")).toBe("odata.maxpagesize=2");
  expect((await call("GET", "/beta/groups?$top=3", undefined, prefer)).json?.["value"]).toHaveLength(3);
});

test("an entity takes $select and $expand only", async () => {
  const { call } = await start();
  expect(JSON.parse((await call("GET", `${edge}?$select=displayName,id`)).text)).toMatchObject({
    displayName: "Edge: baseline",
    id: edgeId,
  });
  expect((await call("GET", `${edge}?$select=id`)).json).not.toHaveProperty("displayName");
  expect((await call("GET", `${edge}?$filter=id eq 'x'`)).status).toBe(400);
});

test("$expand=assignments puts each set into its configuration, with its own context", async () => {
  const { emulator, call } = await start({
    seed: {
      ...demoSeed,
      collections: {
        ...demoSeed.collections,
        "deviceManagement/groupPolicyConfigurations": [
          ...(demoSeed.collections["deviceManagement/groupPolicyConfigurations"] ?? []),
        ].slice(0, 4),
      },
    },
  });
  const { json } = await call("GET", `${configurations}?$expand=assignments&$top=1`);
  expect(json).toMatchObject({
    value: [
      {
        "assignments@odata.context": `${emulator.url}/beta/$metadata#deviceManagement/groupPolicyConfigurations('${edgeId}')/assignments`,
        assignments: [{}, {}, {}],
      },
    ],
  });
  expect((await call("GET", `${edge}?$expand=assignments`)).json?.["assignments"]).toHaveLength(3);
});

test("$orderby sorts by code unit, both ways, by several properties", async () => {
  expect(await names("/beta/groups?$orderby=displayName desc&$top=2")).toEqual([
    "SG-Intune-Ring2",
    "SG-Intune-Ring1",
  ]);
  expect(await names(`${configurations}?$orderby=lastModifiedDateTime,displayName desc&$top=2`)).toEqual([
    "Legacy: IE mode sites",
    "Lock screen: image",
  ]);
});

test("next links lead through everything once, with the filter and the order", async () => {
  const { emulator, call } = await start();
  const seen: string[] = [];
  let path = `/beta/groups?$top=2&$orderby=displayName desc&$filter=${encodeURIComponent("startswith(displayName,'SG-Intune')")}&$count=true`;
  for (let page = 0; page < 10 && path !== ""; page += 1) {
    const { json } = await call("GET", path);
    expect(json?.["@odata.count"]).toBe(5);
    const value = json?.["value"];
    if (Array.isArray(value)) seen.push(...value.map(({ displayName }) => String(displayName)));
    const next = json?.["@odata.nextLink"];
    path = typeof next === "string" ? next.slice(emulator.url.length) : "";
  }
  expect(seen).toEqual([
    "SG-Intune-Ring2",
    "SG-Intune-Ring1",
    "SG-Intune-Ring0",
    "SG-Intune-Pilot",
    "SG-Intune-Kiosk",
  ]);
});

test("$skip and $top, with and without $", async () => {
  expect(await names("/beta/groups?$skip=4")).toEqual(["SG-Intune-Kiosk", "SG-BreakGlass"]);
  expect(await names("/beta/groups?skip=5&top=1000")).toEqual(["SG-BreakGlass"]);
  expect(await names("/beta/groups?$skip=99")).toEqual([]);
  expect(await names("/beta/groups?$top=0")).toEqual([]);
});

test.each<[method: string, path: string, message: string]>([
  ["GET", "/beta/deviceManagement/nothing", "Resource not found for the segment 'nothing'."],
  ["GET", "/beta/nothing", "Resource not found for the segment 'nothing'."],
  ["GET", "/v1.0/groups", "Resource not found for the segment 'groups'."],
  ["GET", `${edge}/assignments/extra`, "Resource not found for the segment 'extra'."],
  ["GET", `${configurations}//assignments`, "Resource not found for the segment ''."],
  ["GET", "/beta/groups/%ff", "The request URI is not valid."],
  ["GET", "/v9/groups", "Invalid version: v9"],
  ["POST", `${edge}/assignments`, "No method match route template"],
  ["PUT", edge, "No method match route template"],
  ["GET", `${edge}/assign`, "No method match route template"],
])("%s %s answers 400 %s", async (method, path, message) => {
  const { call } = await start();
  const reply = await call(method, path);
  expect(reply.status).toBe(400);
  expect(errorOf(reply).message).toBe(message);
});

test.each([
  [`${configurations}/nobody`, "ResourceNotFound"],
  [`${configurations}/nobody/assignments`, "ResourceNotFound"],
  ["/beta/groups/nobody", "Request_ResourceNotFound"],
])("%s is 404 %s", async (path, code) => {
  const { call } = await start();
  const reply = await call("GET", path);
  expect(reply.status).toBe(404);
  expect(errorOf(reply)).toMatchObject({ code, message: expect.stringContaining("nobody") });
});

test("an assign to an unknown configuration is 404 and leaves nothing behind", async () => {
  const { call } = await start();
  const before = await call("GET", "/_emulator/state");
  expect((await call("POST", `${configurations}/nobody/assign`, { assignments: [] })).status).toBe(404);
  expect((await call("GET", "/_emulator/state")).text).toBe(before.text);
});
