import { connect } from "node:net";
import { operations } from "@intunectl/graph-intune";
import { expect, test } from "vitest";
import { caller, configurations, edge, edgeId, errorOf, everything, start, testNow } from "./harness.ts";

const fill = (path: string): string => `/beta${path.replaceAll(/\{[^}]+\}/g, edgeId)}`;

test.each(operations.map((operation) => [operation.name, operation] as const))(
  "%s takes any permission of its own table, of the right kind, and no other",
  async (_, { method, path, permissions }) => {
    const { emulator } = await start();
    const status = async (request: Parameters<typeof emulator.token>[0]): Promise<number> =>
      (
        await caller(emulator, emulator.token(request))(
          method,
          fill(path),
          method === "POST" ? { assignments: [] } : undefined,
        )
      ).status;
    for (const scope of permissions.delegated)
      expect(await status({ scopes: ["User.Read", scope] })).not.toBe(403);
    for (const role of permissions.application) expect(await status({ roles: [role] })).not.toBe(403);
    for (const request of [
      {},
      { scopes: [] },
      { roles: [] },
      { scopes: ["User.Read"] },
      { roles: ["User.Read.All"] },
    ]) {
      expect(await status(request)).toBe(403);
    }
    const onlyDelegated = permissions.delegated.filter((name) => !permissions.application.includes(name));
    if (onlyDelegated.length > 0) expect(await status({ roles: onlyDelegated })).toBe(403);
  },
);

test("a 403 names the scopes, in Intune's nested form with the request's ids", async () => {
  const { emulator } = await start();
  const call = caller(emulator, emulator.token({ scopes: ["User.Read"] }));
  const assign = operations.find(({ name }) => name.startsWith("assign"));
  const clientRequestId = "0c41a2b3-0000-4000-8000-00000000abcd";
  const reply = await call(
    "POST",
    `${edge}/assign`,
    { assignments: [] },
    { "client-request-id": clientRequestId },
  );
  expect(reply.status).toBe(403);
  expect(reply.headers.get("client-request-id")).toBe(clientRequestId);
  const requestId = reply.headers.get("request-id");
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  const error = errorOf(reply);
  expect(error).toMatchObject({
    code: "Forbidden",
    innerError: {
      date: "2026-08-22T09:17:00",
      "request-id": requestId,
      "client-request-id": clientRequestId,
    },
  });
  expect(error.message).toContain('{\r\n  "_version": 3,\r\n  "Message": "');
  const nested: unknown = JSON.parse(error.message);
  expect(nested).toMatchObject({
    Message: expect.stringContaining(
      `following scopes: ${assign?.permissions.delegated.join(", ")} - Operation ID`,
    ),
    RetryAfter: null,
    HttpHeaders: "{}",
  });
  expect(error.message).toContain(`Activity ID: ${clientRequestId} - Url: https://`);
});

test("tokens are checked before anything else", async () => {
  let now = testNow;
  const { emulator } = await start({ now: () => now });
  const token = emulator.token({ scopes: everything });
  const [header = "", payload = "", signature = ""] = token.split(".");
  const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
  const other = await start();
  for (const bad of [
    "nonsense",
    `${unsigned}.${payload}.`,
    `${header}.${payload}.`,
    `${header}.${payload}x.${signature}`,
    `${token}.x`,
    other.emulator.token({ scopes: everything }),
  ]) {
    const reply = await caller(emulator, bad)("GET", "/beta/nothing");
    expect(reply.status).toBe(401);
    expect(errorOf(reply).code).toBe("InvalidAuthenticationToken");
    expect(reply.headers.get("www-authenticate")).toContain("Bearer");
  }
  expect((await fetch(`${emulator.url}${configurations}`)).status).toBe(401);
  const call = caller(emulator, token);
  expect((await call("GET", configurations)).status).toBe(200);
  now = Math.floor(testNow / 1000) * 1000 + 3_599_999;
  expect((await call("GET", configurations)).status).toBe(200);
  now += 1;
  const expired = await call("GET", configurations);
  expect(expired.status).toBe(401);
  expect(errorOf(expired).message).toContain("expired");
});

test("mints tokens that it then accepts", async () => {
  const { emulator } = await start();
  const mint = async (body: unknown): Promise<Response> =>
    fetch(`${emulator.url}/_emulator/tokens`, { method: "POST", body: JSON.stringify(body) });
  const answer: unknown = await (await mint({ roles: ["DeviceManagementConfiguration.Read.All"] })).json();
  expect(answer).toEqual({ access_token: expect.any(String), token_type: "Bearer", expires_in: 3600 });
  const token =
    typeof answer === "object" && answer !== null && "access_token" in answer
      ? String(answer.access_token)
      : "";
  expect((await caller(emulator, token)("GET", configurations)).status).toBe(200);
  expect(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString())).toMatchObject({
    tid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    roles: ["DeviceManagementConfiguration.Read.All"],
    exp: Math.floor(testNow / 1000) + 3600,
  });
  for (const bad of [[], { scopes: "A" }, { scopes: ["A B"] }, { scope: ["A"] }, null])
    expect((await mint(bad)).status).toBe(400);
});

test("the emulator's own addresses need no token, and take no web page", async () => {
  const { emulator } = await start();
  const post = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(emulator.url + path, { method: "POST", headers });
  expect((await fetch(`${emulator.url}/_emulator/state`)).status).toBe(200);
  expect((await post("/_emulator/reset", { origin: "https://example.com" })).status).toBe(403);
  expect((await post("/_emulator/reset")).status).toBe(204);
  expect((await post("/_emulator/nothing")).status).toBe(404);
});

test("reset brings the seed back", async () => {
  const { call } = await start();
  const before = await call("GET", "/_emulator/state");
  await call("POST", `${edge}/assign`, { assignments: [] });
  expect((await call("GET", "/_emulator/state")).text).not.toBe(before.text);
  await call("POST", "/_emulator/reset");
  expect((await call("GET", "/_emulator/state")).text).toBe(before.text);
});

test("another host name is refused: a page may have pointed it here", async () => {
  const { emulator } = await start();
  const { port } = new URL(emulator.url);
  const socket = connect(Number(port), "127.0.0.1");
  socket.end("GET /_emulator/state HTTP/1.1\r\nHost: contoso.example\r\nConnection: close\r\n\r\n");
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  expect(text).toMatch(/^HTTP\/1.1 400 /);
});

test("logs one line a request, without the token", async () => {
  const lines: string[] = [];
  const { call } = await start({ log: (line) => lines.push(line) });
  const reply = await call("GET", `${configurations}?$top=1`);
  await call("GET", "/beta/nothing");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(
    /^GET \/beta\/deviceManagement\/groupPolicyConfigurations\?\$top=1 200 \d+\.\d ms /,
  );
  expect(lines[0]).toContain(reply.headers.get("request-id"));
  expect(lines[1]).toMatch(/^GET \/beta\/nothing 400 /);
  expect(lines.join("")).not.toContain("eyJ");
});
