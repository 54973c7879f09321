import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer as createSocketServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { Agent } from "undici";
import { expect, onTestFinished, test } from "vitest";
import {
  createDispatcherTransport,
  createGraphClient,
  type GraphClient,
  type GraphClientOptions,
  staticToken,
} from "../src/index.ts";
import { assignThing, getThing } from "./operations.ts";
import { errorOf, reply, startServer } from "./server.ts";

const credential = staticToken("t");
const input = { thingId: "a" };
const write = { thingId: "a", assignments: [] };

type Kind = "node" | "fetch" | "undici";

function connect(kind: Kind, baseUrl: string, options: Partial<GraphClientOptions> = {}): GraphClient {
  if (kind === "node") return createGraphClient({ credential, baseUrl, ...options });
  if (kind === "fetch") return createGraphClient({ credential, baseUrl, fetch, ...options });
  const agent = new Agent();
  onTestFinished(() => agent.close());
  return createGraphClient({ credential, baseUrl, transport: createDispatcherTransport(agent), ...options });
}

/** A server that gets the bare socket after the head of each request. */
async function startRaw(answer: (socket: Socket, count: number) => void): Promise<string> {
  let count = 0;
  const server = createSocketServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", () => {
      count += 1;
      answer(socket, count);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

const full = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"id":"a"}';
const last = full.replace("\r\n", "\r\nconnection: close\r\n");

for (const kind of ["node", "fetch", "undici"] as const) {
  test.each<[name: string, first: (socket: Socket) => void]>([
    ["before any byte", (socket) => socket.resetAndDestroy()],
    [
      "after the head",
      (socket) =>
        void socket.write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n", () => socket.resetAndDestroy()),
    ],
    ["in the body", (socket) => void socket.write(full.slice(0, -4), () => socket.resetAndDestroy())],
    ["by closing in the body", (socket) => void socket.end(full.slice(0, -4))],
  ])(`${kind}: a connection lost %s is tried again for a read, not for a write`, async (_, first) => {
    const url = await startRaw((socket, count) => (count % 2 === 1 ? first(socket) : socket.end(last)));
    const graph = connect(kind, url);
    expect(await graph.send(getThing, input)).toEqual({ id: "a" });
    const error = await errorOf(graph.send(assignThing, write));
    expect(error).toMatchObject({ name: "GraphNetworkError", code: "network", attempts: 1 });
    expect(error).not.toHaveProperty("status");
  });

  test(`${kind}: a reset after the body is no failure`, async () => {
    const url = await startRaw(
      (socket) => void socket.write(full, () => setTimeout(() => socket.resetAndDestroy(), 5)),
    );
    const graph = connect(kind, url);
    for (let index = 0; index < 3; index += 1) {
      expect(await graph.send(getThing, input)).toEqual({ id: "a" });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  test(`${kind}: a body that comes slowly is read to its end, or until the deadline`, async () => {
    const { url } = await startServer((response) => {
      response.writeHead(200);
      const text = '{"id":"äöü"}';
      for (const [index, byte] of [...Buffer.from(text)].entries())
        setTimeout(() => response.write(Buffer.of(byte)), index * 3);
      setTimeout(() => response.end(), 60);
    });
    expect(await connect(kind, url).send(getThing, input)).toEqual({ id: "äöü" });
    const late = connect(kind, url, { deadlineMs: 20 });
    expect(await errorOf(late.send(getThing, input))).toMatchObject({ name: "GraphTimeoutError" });
  });

  test(`${kind}: truncated JSON and wrong content types are told as they are`, async () => {
    const { url } = await startServer((response, { headers }) =>
      reply(200, headers["x-case"] === "html" ? "<html>" : '{"id":', { "content-type": "text/html" })(
        response,
      ),
    );
    const graph = connect(kind, url);
    for (const name of ["html", "cut"])
      expect(await errorOf(graph.send(getThing, input, { headers: { "x-case": name } }))).toMatchObject({
        name: "GraphResponseError",
        code: "invalidBody",
        body: name === "html" ? "<html>" : '{"id":',
      });
  });

  test(`${kind}: JSON with a wrong content type or a byte order mark is JSON all the same`, async () => {
    const { url } = await startServer(reply(200, '\uFEFF{"id":"a"}', { "content-type": "text/plain" }));
    expect(await connect(kind, url).send(getThing, input)).toEqual({ id: "a" });
  });

  test(`${kind}: a redirect to another host gets neither body nor token`, async () => {
    const other = await startServer(reply(200, "{}"));
    for (const status of [302, 307]) {
      const { url } = await startServer(reply(status, "", { location: `${other.url}/x` }));
      expect(await errorOf(connect(kind, url).send(assignThing, write))).toMatchObject({ code: "redirect" });
    }
    expect(other.received).toEqual([]);
  });

  test(`${kind}: an abort ends the call at once, also in the body`, async () => {
    const { url } = await startServer((response) => {
      response.writeHead(200);
      response.write("{");
    });
    const controller = new AbortController();
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason), 30);
    expect(await errorOf(connect(kind, url).send(getThing, input, { signal: controller.signal }))).toBe(
      reason,
    );
  });

  test(`${kind}: nobody listening is a network error that names the host`, async () => {
    const url = await closedPort();
    const graph = connect(kind, url, { maxAttempts: 1 });
    const error = await errorOf(graph.send(assignThing, write));
    expect(error).toMatchObject({ name: "GraphNetworkError" });
    expect(error.message).toContain(new URL(url).host);
  });
}

async function closedPort(): Promise<string> {
  const server = createSocketServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

test("a kept connection that is reset costs nothing that may be done twice; a write that may not is told", async () => {
  const first = new Set<unknown>();
  let count = 0;
  const { url } = await startServer((response) => {
    count += 1;
    // A second request on a connection finds it cut, and nobody outside can tell whether it was carried out before.
    const { socket } = response;
    if (first.has(socket)) socket?.resetAndDestroy();
    else reply(200, "{}")(response);
    first.add(socket);
  });
  const graph = createGraphClient({ credential, baseUrl: url });
  await graph.send(assignThing, write);
  expect(await graph.send({ ...assignThing, idempotent: true }, write)).toEqual({});
  expect(count).toBe(3);
  expect(await errorOf(graph.send(assignThing, write))).toMatchObject({
    name: "GraphNetworkError",
    attempts: 1,
    mayHaveTakenEffect: true,
  });
  expect(count).toBe(4);
});

test("connections are kept", async () => {
  const sockets = new Set<unknown>();
  const { url } = await startServer((response) => {
    sockets.add(response.socket);
    reply(200, "{}")(response);
  });
  const graph = createGraphClient({ credential, baseUrl: url });
  for (let index = 0; index < 5; index += 1) await graph.send(assignThing, write);
  expect(sockets.size).toBe(1);
});

test("Node asks for gzip and unpacks it; what it did not ask for is an error", async () => {
  const { url, received } = await startServer((response, { headers }) =>
    reply(200, "", { "content-encoding": headers["x-encoding"] === "br" ? "br" : "gzip" })({
      writeHead: (status: number, all: Record<string, string>) => response.writeHead(status, all),
      end: () => response.end(gzipSync(`{"id":"${"a".repeat(100_000)}"}`)),
    } as unknown as ServerResponse),
  );
  const graph = createGraphClient({ credential, baseUrl: url, maxAttempts: 1 });
  expect((await graph.send(getThing, input)).id).toHaveLength(100_000);
  expect(received[0]?.headers["accept-encoding"]).toBe("gzip");
  const error = await errorOf(graph.send(getThing, input, { headers: { "x-encoding": "br" } }));
  expect(error).toMatchObject({ name: "GraphNetworkError" });
  expect(error.message).toContain("content-encoding br was not asked for");
});

test("10,000 calls in flight all come back, by no more connections than the pool has", async () => {
  const sockets = new Set<unknown>();
  const { url } = await startServer((response) => {
    sockets.add(response.socket);
    reply(200, '{"id":"a"}')(response);
  });
  const graph = createGraphClient({ credential, baseUrl: url, governor: false });
  const results = await Promise.all(Array.from({ length: 10_000 }, () => graph.send(getThing, input)));
  expect(results).toHaveLength(10_000);
  expect(sockets.size).toBeLessThanOrEqual(256);
}, 60_000);
