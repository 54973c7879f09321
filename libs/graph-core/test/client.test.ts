import { inspect } from "node:util";
import { expect, test } from "vitest";
import { createGraphClient, type Middleware, staticToken, type TokenCredential } from "../src/index.ts";
import { assignThing, getThing, listThings } from "./operations.ts";
import { errorOf, reply, startServer } from "./server.ts";

const token = "eyJhbGciOiJIUzI1NiJ9.eyJzY3AiOiJBIn0.c2VjcmV0LXBhcnQ";
const credential = staticToken(token);
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("sends JSON verbatim with the headers that Graph asks for", async () => {
  const body = '{"value":[{"id":"a","@odata.type":"#x","unknown":{"n":1.50}}]}';
  const { url, received } = await startServer(reply(200, body));
  const graph = createGraphClient({ credential, baseUrl: `${url}/` });
  const input = { thingId: "a b", assignments: [{ target: { "@odata.type": "#g", groupId: "1" } }] };
  expect(await graph.send(assignThing, input)).toEqual(JSON.parse(body));
  const [request] = received;
  expect(request).toMatchObject({
    method: "POST",
    url: "/beta/things/a%20b/assign",
    body: '{"assignments":[{"target":{"@odata.type":"#g","groupId":"1"}}]}',
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
    },
  });
  expect(request?.headers["client-request-id"]).toMatch(guid);
});

test("a read has no body and no content type", async () => {
  const { url, received } = await startServer(reply(200, '{"id":"a"}'));
  expect(await createGraphClient({ credential, baseUrl: url }).send(getThing, { thingId: "a" })).toEqual({
    id: "a",
  });
  expect(received[0]?.headers["content-type"]).toBeUndefined();
  expect(received[0]?.body).toBe("");
});

test("each call has its own client-request-id, and a given one is kept", async () => {
  const { url, received } = await startServer(reply(200, '{"id":"a"}'));
  const graph = createGraphClient({ credential, baseUrl: url });
  await graph.send(getThing, { thingId: "a" });
  await graph.send(getThing, { thingId: "a" });
  await graph.send(
    getThing,
    { thingId: "a" },
    { clientRequestId: "given", headers: { "X-Extra": "1", Authorization: "no" } },
  );
  const ids = received.map((request) => request.headers["client-request-id"]);
  expect(new Set(ids).size).toBe(3);
  expect(received[2]?.headers).toMatchObject({
    "client-request-id": "given",
    "x-extra": "1",
    authorization: `Bearer ${token}`,
  });
});

test.each<[status: number, body: string]>([
  [200, ""],
  [200, " \r\n"],
  [200, "null"],
  [204, ""],
])("a write answered with %j and body %j is an empty result", async (status, body) => {
  const { url } = await startServer(reply(status, body));
  expect(
    await createGraphClient({ credential, baseUrl: url }).send(assignThing, {
      thingId: "a",
      assignments: [],
    }),
  ).toEqual({});
});

test.each<[status: number, body: string]>([
  [200, ""],
  [200, "null"],
  [204, ""],
])("a read answered with %j and body %j is an error, not an empty set", async (status, body) => {
  const { url } = await startServer(reply(status, body, { "request-id": "r1" }));
  const error = await errorOf(createGraphClient({ credential, baseUrl: url }).send(listThings, {}));
  expect(error).toMatchObject({
    name: "GraphResponseError",
    code: "emptyBody",
    status,
    requestId: "r1",
    operation: "listThings",
  });
});

test.each<[given: string, want: string]>([
  ['{"value":[{"id"', 'status 200 with a body that is not a JSON object: "{\\"value\\":[{\\"id\\""'],
  ["<html>\n<h1>Sign in</h1>", 'status 200 with a body that is not a JSON object: "<html> <h1>Sign in</h1>"'],
  ["[]", 'status 200 with a body that is not a JSON object: "[]"'],
  ['"text"', "status 200 with a body that is not a JSON object"],
])("a body of %j is an error with an excerpt, also for a write", async (given, want) => {
  const { url } = await startServer(reply(200, given));
  const graph = createGraphClient({ credential, baseUrl: url });
  expect((await errorOf(graph.send(getThing, { thingId: "a" }))).message).toContain(want);
  const error = await errorOf(graph.send(assignThing, { thingId: "a", assignments: [] }));
  expect(error).toMatchObject({ code: "invalidBody", body: given });
});

test("an excerpt is short and has no token in it", async () => {
  const page = `<pre>Authorization: Bearer ${token}</pre><i>${token}</i><b>Bearer opaque.c2VjcmV0LXBhcnQ</b>${"x".repeat(5000)}`;
  const { url } = await startServer(reply(502, page, { "content-type": "text/html" }));
  const error = await errorOf(
    createGraphClient({ credential, baseUrl: url }).send(getThing, { thingId: "a" }),
  );
  expect(error).toMatchObject({ status: 502, code: "http502" });
  expect(error.message.length).toBeLessThan(250);
  expect(inspect(error, { depth: 5 })).not.toContain("c2VjcmV0LXBhcnQ");
});

test.each([301, 302, 303, 307, 308])("a %d redirect is an error and is not followed", async (status) => {
  const other = await startServer(reply(200, '{"id":"stolen"}'));
  const { url, received } = await startServer(
    reply(status, "", { location: `${other.url}/beta/x?code=secret` }),
  );
  const error = await errorOf(
    createGraphClient({ credential, baseUrl: url }).send(assignThing, { thingId: "a", assignments: [] }),
  );
  expect(error).toMatchObject({ code: "redirect", status });
  expect(error.message).toContain(new URL(other.url).origin);
  expect(error.message).not.toContain("secret");
  expect(other.received).toEqual([]);
  expect(received).toHaveLength(1);
});

test("a lost connection is a GraphError with the cause and without a status", async () => {
  const { url } = await startServer((response) => response.destroy());
  const error = await errorOf(
    createGraphClient({ credential, baseUrl: url, maxAttempts: 1 }).send(getThing, { thingId: "a" }),
  );
  expect(error).toMatchObject({
    name: "GraphNetworkError",
    code: "network",
    cause: expect.any(Error),
  });
  expect(error).not.toHaveProperty("status");
  expect(error.message).toContain(new URL(url).host);
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(token);
  expect(error).toHaveProperty("clientRequestId", expect.stringMatching(guid));
});

test("a body cut off in the middle is a network error, not a result", async () => {
  const { url } = await startServer((response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write('{"value":[]}');
    setTimeout(() => response.destroy(), 20);
  });
  const error = await errorOf(
    createGraphClient({ credential, baseUrl: url }).send(assignThing, { thingId: "a", assignments: [] }),
  );
  expect(error).toMatchObject({ code: "network" });
});

test("an aborted call rejects with the signal's reason at once", async () => {
  const { url } = await startServer(() => {});
  const graph = createGraphClient({ credential, baseUrl: url });
  const reason = new Error("changed my mind");
  const controller = new AbortController();
  const call = errorOf(graph.send(getThing, { thingId: "a" }, { signal: controller.signal }));
  setTimeout(() => controller.abort(reason), 20);
  expect(await call).toBe(reason);
  expect(await errorOf(graph.send(getThing, { thingId: "a" }, { signal: AbortSignal.abort(reason) }))).toBe(
    reason,
  );
});

test("middleware runs in the order of its list and never sees the token", async () => {
  const { url } = await startServer(reply(200, '{"id":"a"}'));
  const steps: string[] = [];
  const named =
    (name: string): Middleware =>
    (next) =>
    async (request) => {
      steps.push(`${name} ${request.operation.name} ${JSON.stringify(request.headers).includes(token)}`);
      const response = await next(request);
      steps.push(`${name} ${response.status}`);
      return response;
    };
  await createGraphClient({ credential, baseUrl: url, middleware: [named("outer"), named("inner")] }).send(
    getThing,
    { thingId: "a" },
  );
  expect(steps).toEqual(["outer getThing false", "inner getThing false", "inner 200", "outer 200"]);
});

test("middleware can send again", async () => {
  let count = 0;
  const { url, received } = await startServer((response) => {
    count += 1;
    reply(count === 1 ? 503 : 200, '{"id":"a"}')(response);
  });
  const retryOnce: Middleware = (next) => async (request) => {
    const response = await next(request);
    return response.status === 503 ? next(request) : response;
  };
  await createGraphClient({ credential, baseUrl: url, middleware: [retryOnce] }).send(getThing, {
    thingId: "a",
  });
  expect(new Set(received.map((request) => request.headers["client-request-id"])).size).toBe(1);
});

test("middleware cannot take the token to another host", async () => {
  const home = await startServer(reply(200, "{}"));
  const other = await startServer(reply(200, "{}"));
  const detour: Middleware = (next) => (request) => next({ ...request, url: `${other.url}/beta/things/a` });
  const graph = createGraphClient({ credential, baseUrl: home.url, middleware: [detour] });
  expect(await errorOf(graph.send(getThing, { thingId: "a" }))).toMatchObject({
    code: "untrustedLink",
    message: `getThing: the token is for ${home.url}/ only`,
  });
  expect(other.received).toEqual([]);
});

test.each<[cloud: "global" | "usGovL4" | "usGovL5" | "china", want: string]>([
  ["global", "https://graph.microsoft.com"],
  ["usGovL4", "https://graph.microsoft.us"],
  ["usGovL5", "https://dod-graph.microsoft.us"],
  ["china", "https://microsoftgraph.chinacloudapi.cn"],
])("the %s cloud is at %s and its token is asked for there", async (cloud, want) => {
  const scopes: string[][] = [];
  const urls: string[] = [];
  const recording: TokenCredential = {
    getToken: (asked) => {
      scopes.push(asked);
      return Promise.resolve({ token, expiresOnTimestamp: 0 });
    },
  };
  const fetch = (url: string): Promise<Response> => {
    urls.push(url);
    return Promise.resolve(new Response('{"id":"a"}'));
  };
  // As from JavaScript: what is undefined is absent, and must not mean the public cloud.
  const absent: object = { baseUrl: undefined };
  await createGraphClient({ credential: recording, cloud, fetch, ...absent }).send(getThing, {
    thingId: "a",
  });
  expect(urls).toEqual([`${want}/beta/things/a`]);
  expect(scopes).toEqual([[`${want}/.default`]]);
});

test.each<[given: string, want: string]>([
  ["http://graph.microsoft.com", "must be absolute, https: or http: on this machine"],
  ["http://127.0.0.1.example.com", "must be absolute, https: or http: on this machine"],
  ["http://localhost.example.com", "must be absolute, https: or http: on this machine"],
  ["ftp://127.0.0.1", "must be absolute, https: or http: on this machine"],
  ["graph.microsoft.com", "must be absolute, https:"],
  ["https://user:pass@graph.microsoft.com", "without user, query or fragment"],
  ["https://graph.microsoft.com?x", "without user, query or fragment"],
])("refuses the base URL %s", (given, want) => {
  expect(() => createGraphClient({ credential, baseUrl: given })).toThrow(want);
});

test.each([
  "http://127.0.0.1:1",
  "http://127.8.9.1",
  "http://[::1]:1",
  "http://localhost",
  "https://gateway.contoso.com/graph/",
])("accepts the base URL %s", (given) => {
  expect(() => createGraphClient({ credential, baseUrl: given })).not.toThrow();
});

test("a credential without a token stops the call before anything is sent", async () => {
  const { url, received } = await startServer(reply(200, "{}"));
  const none: TokenCredential = { getToken: () => Promise.resolve(null) };
  for (const bad of [none, staticToken(""), staticToken("secret\nvalue")]) {
    const error = await errorOf(
      createGraphClient({ credential: bad, baseUrl: url }).send(getThing, { thingId: "a" }),
    );
    expect(error).toMatchObject({ name: "GraphAuthenticationError", code: "noToken" });
    expect(error.message).not.toContain("secret");
  }
  expect(received).toEqual([]);
});

test("a bad input fails before the credential is asked", async () => {
  const asked: TokenCredential = { getToken: () => Promise.reject(new Error("asked")) };
  const error = await errorOf(createGraphClient({ credential: asked }).send(getThing, { thingId: ".." }));
  expect(error.name).toBe("GraphInputError");
});
