import { createGraphClient, staticToken } from "@intunectl/graph-core";
import { assignGroupPolicyConfiguration, getGroup } from "@intunectl/graph-intune";
import { expect, test } from "vitest";
import { demoGroups, type EmulatorOptions } from "../src/index.ts";
import { type Call, edge, edgeId, errorOf, everything, groupA, include, start } from "./harness.ts";
import { sendRaw, toRaw } from "./raw.ts";

const json = { "Content-Type": "application/json" };
const relativeEdge = edge.replace("/beta", "");

async function post(call: Call, requests: unknown): Promise<readonly Record<string, unknown>[]> {
  const reply = await call("POST", "/beta/$batch", { requests });
  if (reply.status !== 200) throw new Error(reply.text);
  const responses = reply.json?.["responses"];
  return Array.isArray(responses) ? responses : [];
}

test("each request has an answer of its own, with status, headers and body", async () => {
  const { call } = await start();
  const responses = await post(call, [
    { id: "read", method: "GET", url: `${relativeEdge}?$select=displayName` },
    { id: "relative", method: "get", url: `groups/${demoGroups["SG-BreakGlass"]}` },
    {
      id: "write",
      method: "POST",
      url: `${relativeEdge}/assign`,
      headers: json,
      body: { assignments: [include(groupA)] },
    },
    { id: "missing", method: "GET", url: "/groups/nobody" },
    { id: "count", method: "GET", url: "/groups/$count" },
  ]);
  expect(responses).toMatchObject([
    {
      id: "read",
      status: 200,
      headers: { "content-type": "application/json", "request-id": expect.any(String) },
      body: { displayName: "Edge: baseline" },
    },
    { id: "relative", status: 200, body: { displayName: "SG-BreakGlass" } },
    { id: "write", status: 200, body: { value: [{ id: `${edgeId}_${groupA}` }] } },
    { id: "missing", status: 404, body: { error: { code: "Request_ResourceNotFound" } } },
    { id: "count", status: 200, headers: { "content-type": "text/plain" }, body: "6" },
  ]);
});

test("a request that depends on a failed one is 424, and so is what depends on that", async () => {
  const { call } = await start();
  const write = (id: string, dependsOn: readonly string[], url = `${relativeEdge}/assign`): object => ({
    id,
    method: "POST",
    url,
    headers: json,
    body: { assignments: [] },
    dependsOn,
  });
  const responses = await post(call, [
    write("c", ["b"]),
    write("b", ["a"]),
    write("a", [], "/deviceManagement/groupPolicyConfigurations/nobody/assign"),
    write("d", []),
    write("e", ["d"]),
  ]);
  expect(responses.map(({ id, status }) => [id, status])).toEqual([
    ["c", 424],
    ["b", 424],
    ["a", 404],
    ["d", 200],
    ["e", 200],
  ]);
});

test("answers may come in another order", async () => {
  const { call } = await start({ batchOrder: "reversed" });
  const requests = ["1", "2", "3"].map((id) => ({ id, method: "GET", url: "/groups" }));
  expect((await post(call, requests)).map(({ id }) => id)).toEqual(["3", "2", "1"]);
});

test("a body needs its Content-Type, and a batch inside a batch is no route", async () => {
  const { call } = await start();
  const responses = await post(call, [
    { id: "1", method: "POST", url: `${relativeEdge}/assign`, body: { assignments: [] } },
    { id: "2", method: "POST", url: "/$batch", headers: json, body: { requests: [] } },
  ]);
  expect(responses).toMatchObject([
    { status: 400, body: { error: { message: expect.stringContaining("Content-Type") } } },
    { status: 400, body: { error: { message: "Resource not found for the segment '$batch'." } } },
  ]);
});

const get = (id: unknown, rest: object = {}): object => ({ id, method: "GET", url: "/groups", ...rest });

test.each<[given: unknown, message: string]>([
  [{}, '{"requests": [...]}'],
  [{ requests: Array.from({ length: 21 }, (_, index) => get(String(index))) }, "exceeds the maximum of 20"],
  [{ requests: [get("1"), get("1")] }, "'1' is not unique"],
  [{ requests: [get(1)] }, "requests[0].id must be a text"],
  [{ requests: [get("1", { url: "https://contoso.example/groups" })] }, "relative to the version"],
  [{ requests: [get("1", { method: "TRACE" })] }, "method must be one of"],
  [{ requests: [get("1", { dependsOn: ["2"] })] }, "depends on '2'"],
  [{ requests: [get("1", { dependsOn: ["2"] }), get("2", { dependsOn: ["1"] })] }, "lead in a circle"],
  [{ requests: [get("1", { headers: [] })] }, "headers must be an object"],
  [{ requests: [null] }, "requests[0] must be an object"],
])("a batch %j is refused as a whole", async (given, message) => {
  const { call } = await start();
  const reply = await call("POST", "/beta/$batch", given);
  expect(reply.status).toBe(400);
  expect(errorOf(reply).message).toContain(message);
});

test("a batch needs a token, and items are allowed what it allows", async () => {
  const { emulator, call } = await start();
  const anonymous = await call("POST", "/beta/$batch", { requests: [] }, { authorization: "" });
  expect(anonymous.status).toBe(401);
  const token = emulator.token({ scopes: ["Group.Read.All"] });
  const requests = [get("1"), { id: "2", method: "GET", url: relativeEdge, headers: { Authorization: "x" } }];
  const reply = await call("POST", "/beta/$batch", { requests }, { authorization: `Bearer ${token}` });
  expect(reply.json?.["responses"]).toMatchObject([{ status: 200 }, { status: 403 }]);
});

test("items are throttled one by one, with Retry-After in their own headers", async () => {
  const { call } = await start({
    throttle: { limits: [{ scope: "tenant", counts: "all", requests: 2, seconds: 20 }] },
  });
  const responses = await post(
    call,
    ["1", "2", "3"].map((id) => get(id)),
  );
  expect(responses).toMatchObject([
    { status: 200 },
    { status: 200 },
    { status: 429, headers: { "retry-after": "20" }, body: { error: { code: "TooManyRequests" } } },
  ]);
});

test("a batch with a throttled request can be 424 itself", async () => {
  const limits = [{ scope: "tenant", counts: "all", requests: 1, seconds: 20 }] as const;
  const { call } = await start({ throttledBatch: 424, throttle: { limits } });
  const reply = await call("POST", "/beta/$batch", { requests: [get("1"), get("2")] });
  expect([reply.status, reply.json?.["responses"]]).toMatchObject([424, [{ status: 200 }, { status: 429 }]]);
});

test("a fault of one item: a status stays its own, a broken connection is everybody's", async () => {
  const { emulator, call } = await start({
    faults: [{ match: { path: "/assign" }, fault: { kind: "status", status: 503, hasEffect: true } }],
  });
  const requests = [
    get("1"),
    { id: "2", method: "POST", url: `${relativeEdge}/assign`, headers: json, body: { assignments: [] } },
  ];
  expect((await post(call, requests)).map(({ status }) => status)).toEqual([200, 503]);
  expect(emulator.log().map(({ operation, batch }) => [operation, batch !== undefined])).toEqual([
    ["listGroups", true],
    ["assignGroupPolicyConfiguration", true],
    ["$batch", false],
  ]);
  emulator.setFaults([{ match: { path: "/assign" }, fault: { kind: "reset", at: "after" } }]);
  const token = emulator.token({ scopes: everything });
  const raw = toRaw(emulator, "POST", "/beta/$batch", { token, body: { requests } });
  expect(await sendRaw(emulator, raw)).toEqual({ text: "", end: "reset" });
});

test.each<[what: string, options: EmulatorOptions]>([
  ["as sent", {}],
  ["reversed", { batchOrder: "reversed" }],
])("the client's batch works with answers %s", async (_, options) => {
  const { emulator } = await start(options);
  const credential = staticToken(emulator.token({ scopes: everything }));
  const graph = createGraphClient({ credential, baseUrl: emulator.url });
  const results = await graph.batch([
    { operation: getGroup, input: { groupId: demoGroups["SG-BreakGlass"] } },
    {
      operation: assignGroupPolicyConfiguration,
      input: { groupPolicyConfigurationId: edgeId, assignments: [] },
    },
  ]);
  expect(results).toMatchObject([
    { kind: "ok", value: { displayName: "SG-BreakGlass" } },
    { kind: "ok", value: { value: [] } },
  ]);
});
