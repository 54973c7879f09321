import { once } from "node:events";
import { createServer } from "node:https";
import { inspect } from "node:util";
import { Agent } from "undici";
import { expect, onTestFinished, test } from "vitest";
import {
  createDispatcherTransport,
  createGraphClient,
  createGraphSender,
  staticToken,
  type Transport,
} from "../src/index.ts";
import { fromSystemError } from "../src/system-error.ts";
import { createCertificate } from "./certificate.ts";
import { assignThing } from "./operations.ts";
import { errorOf, reply } from "./server.ts";

const credential = staticToken("t");
const write = { thingId: "a", assignments: [] };

const failed = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code, ...more });

test.each<[error: unknown, want: string]>([
  [failed("ECONNREFUSED", { syscall: "connect" }), "notSent"],
  [failed("ETIMEDOUT", { syscall: "connect" }), "notSent"],
  [failed("ENETUNREACH", { syscall: "connect" }), "notSent"],
  [failed("ENOTFOUND", { syscall: "getaddrinfo" }), "notSent"],
  [failed("EAI_AGAIN", { syscall: "getaddrinfo" }), "notSent"],
  [failed("ERR_PROXY_TUNNEL"), "notSent"],
  [failed("UND_ERR_CONNECT_TIMEOUT"), "notSent"],
  [failed("EPIPE", { syscall: "write" }), "notSent"],
  [failed("DEPTH_ZERO_SELF_SIGNED_CERT"), "notSent"],
  [failed("CERT_HAS_EXPIRED"), "notSent"],
  [failed("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), "notSent"],
  [new AggregateError([failed("ECONNREFUSED", { syscall: "connect" })]), "notSent"],
  [new TypeError("fetch failed", { cause: failed("ECONNREFUSED", { syscall: "connect" }) }), "notSent"],
  // What was connected may have been heard.
  [failed("ECONNRESET"), "lost"],
  [failed("ECONNRESET", { syscall: "write" }), "lost"],
  [failed("ETIMEDOUT", { syscall: "read" }), "lost"],
  [failed("UND_ERR_SOCKET"), "lost"],
  [failed("UND_ERR_HEADERS_TIMEOUT"), "lost"],
  [new TypeError("fetch failed"), "lost"],
  [new AggregateError([]), "lost"],
  ["text", "lost"],
])("of %o is known what left: %s", (error, want) => {
  expect(fromSystemError(error)).toMatchObject({ name: "TransportError", failure: want, cause: error });
});

const agent = new Agent();

test.each<[name: string, options: { readonly transport?: Transport; readonly fetch?: typeof fetch }]>([
  ["node", {}],
  ["fetch", { fetch: (url, init) => fetch(url, init) }],
  ["undici", { transport: createDispatcherTransport(agent) }],
])(
  "%s: a service whose certificate nobody trusts is sent nothing, and no error says otherwise",
  async (_, options) => {
    const received: unknown[] = [];
    const server = createServer(createCertificate(), (request, response) => {
      received.push(request.url);
      reply(200, "{}")(response);
    });
    server.on("tlsClientError", () => {});
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const graph = createGraphClient({
      credential,
      baseUrl: `https://localhost:${address.port}`,
      maxAttempts: 1,
      ...options,
    });
    expect(await errorOf(graph.send(assignThing, write))).toMatchObject({
      name: "GraphNetworkError",
      mayHaveTakenEffect: false,
      message: expect.stringContaining("self-signed certificate"),
    });
    expect(received).toEqual([]);
  },
);

test.each<[headers: Record<string, string>, parameter: string]>([
  [{ "x-note": "a\nb: c" }, "x-note"],
  [{ "x-note": "€" }, "x-note"],
  [{ "x note": "a" }, "x note"],
  [{ "": "a" }, ""],
])(
  "headers %j that cannot be sent are refused before anything is, and not quoted",
  async (headers, parameter) => {
    const graph = createGraphClient({ credential, transport: () => Promise.reject(new Error("sent")) });
    expect(await errorOf(graph.send(assignThing, write, { headers }))).toMatchObject({
      name: "GraphInputError",
      parameter,
      message: `assignThing: ${parameter} cannot be sent as a header`,
    });
  },
);

test("an id for the logs that is no header is refused, too", async () => {
  const graph = createGraphClient({ credential, transport: () => Promise.reject(new Error("sent")) });
  const call = graph.send(assignThing, write, { clientRequestId: "a\r\nb" });
  expect(await errorOf(call)).toMatchObject({ name: "GraphInputError", parameter: "client-request-id" });
});

test.each<[name: string, transport: Transport | undefined]>([
  ["node", undefined],
  ["undici", createDispatcherTransport(agent)],
])("%s: what a transport cannot write is an error of the call, not of the process", async (_, transport) => {
  const graph = createGraphClient({
    credential,
    baseUrl: "http://127.0.0.1:1",
    maxAttempts: 1,
    ...(transport === undefined ? {} : { transport }),
    middleware: [(next) => (request) => next({ ...request, headers: { "x-note": "a\nb" } })],
  });
  expect(await errorOf(graph.send(assignThing, write))).toMatchObject({
    name: "GraphNetworkError",
    mayHaveTakenEffect: false,
  });
});

test.each(["", "secret\nvalue", "sécret"])(
  "a token %j is not sent and not told, wherever it comes from",
  async (token) => {
    const graph = createGraphSender({
      token: () => token,
      transport: () => Promise.reject(new Error("sent")),
    });
    const error = await errorOf(graph.send(assignThing, write));
    expect(error).toMatchObject({
      name: "GraphAuthenticationError",
      code: "noToken",
      attempts: 0,
      mayHaveTakenEffect: false,
    });
    expect(inspect(error)).not.toMatch(/s.cret/);
  },
);

test("what a transport throws that no transport should is a network error, and leaves everything open", async () => {
  const transport: Transport = () => Promise.reject(new RangeError("a bug"));
  const graph = createGraphClient({ credential, transport });
  expect(await errorOf(graph.send(assignThing, write))).toMatchObject({
    name: "GraphNetworkError",
    attempts: 1,
    mayHaveTakenEffect: true,
    message: "assignThing: no response from graph.microsoft.com: a bug",
  });
});
