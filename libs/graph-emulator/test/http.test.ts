import { createConnection } from "node:net";
import { expect, test } from "vitest";
import { createEmulator } from "../src/index.ts";
import { caller, edge, everything, groupA, include, start } from "./harness.ts";
import { sendRaw, toRaw } from "./raw.ts";

test.each<[what: string, bytes: string, status: number]>([
  ["no HTTP", "hello\r\n\r\n", 400],
  ["a header without a colon", "GET / HTTP/1.1\r\nHost localhost\r\n\r\n", 400],
  ["TLS", "\u0016\u0003\u0001\u0002\u0000\u0001", 400],
  ["headers of 100 kB", `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(100_000)}\r\n\r\n`, 431],
  ["a body of a negative length", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400],
  [
    "two lengths",
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    400,
  ],
  [
    "a chunk of no size",
    "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    400,
  ],
  ["HTTP/1.1 without a host", "GET /beta/groups HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
  [
    "an unknown expectation",
    "GET / HTTP/1.1\r\nHost: localhost\r\nExpect: rain\r\nConnection: close\r\n\r\n",
    417,
  ],
])("%s is answered, and the service goes on", async (_, bytes, status) => {
  const { emulator, call } = await start();
  const { text } = await sendRaw(emulator, bytes, 500);
  expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect((await call("GET", edge)).status).toBe(200);
});

test("a request may name the whole address, as one to a proxy does", async () => {
  const { emulator } = await start();
  const token = emulator.token({ scopes: everything });
  const { text } = await sendRaw(emulator, toRaw(emulator, "GET", `${emulator.url}/beta/groups`, { token }));
  expect(text).toMatch(/^HTTP\/1.1 200 /);
});

test("requests that are sent at once over one connection are answered in their order", async () => {
  const { emulator } = await start();
  const token = emulator.token({ scopes: everything });
  const write = (groupId: string): string =>
    toRaw(emulator, "POST", `${edge}/assign`, { token, body: { assignments: [include(groupId)] } });
  const read = toRaw(emulator, "GET", `${edge}/assignments?$select=id`, { token });
  const open = (text: string): string => text.replace("Connection: close\r\n", "");
  const other = groupA.replace("1", "2");
  const { text } = await sendRaw(emulator, open(write(groupA)) + open(write(other)) + read);
  const bodies = text.split(/HTTP\/1.1 200 OK/).slice(1);
  expect(bodies).toHaveLength(3);
  expect(bodies[0]).toContain(groupA);
  expect(bodies[2]).toContain(other);
});

test("a body that stops in the middle does nothing, and holds nobody up", async () => {
  const { emulator, call } = await start();
  const token = emulator.token({ scopes: everything });
  const whole = toRaw(emulator, "POST", `${edge}/assign`, { token, body: { assignments: [] } });
  const socket = createConnection(Number(new URL(emulator.url).port), "127.0.0.1");
  socket.write(whole.slice(0, -5));
  expect((await call("GET", `${edge}/assignments`)).json?.["value"]).toHaveLength(3);
  socket.destroy();
  expect((await call("GET", `${edge}/assignments`)).json?.["value"]).toHaveLength(3);
});

test.each<[type: string, body: string | Uint8Array, status: number]>([
  ["application/json", '{"assignments":[]}', 200],
  ["application/json;odata.metadata=minimal;charset=utf-8", '\uFEFF{"assignments":[]}', 200],
  ["text/plain", '{"assignments":[]}', 400],
  ["application/x-www-form-urlencoded", '{"assignments":[]}', 400],
  ["application/jsonp", '{"assignments":[]}', 400],
  ["application/json", Buffer.from('{"assignments":[]}', "utf16le"), 400],
  ["application/json", Buffer.from([0x7b, 0xff, 0x7d]), 400],
  ["application/json", "[".repeat(100_000), 400],
  ["application/json", `{"assignments":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, 400],
])("a body of %s", async (type, body, status) => {
  const { emulator } = await start();
  const response = await fetch(`${emulator.url}${edge}/assign`, {
    method: "POST",
    headers: { authorization: `Bearer ${emulator.token({ scopes: everything })}`, "content-type": type },
    body,
  });
  expect([response.status, await response.text()]).toEqual([status, expect.any(String)]);
});

test("HEAD is GET without its body, and other methods have no route", async () => {
  const { call } = await start();
  const head = await call("HEAD", edge);
  expect([head.status, head.text]).toEqual([200, ""]);
  for (const method of ["OPTIONS", "PROPFIND"]) expect((await call(method, edge)).status).toBe(400);
});

test("another address is listened on only when it is asked for, and then any name is answered", async () => {
  const emulator = await createEmulator({ host: "0.0.0.0" });
  try {
    expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    const raw = toRaw(emulator, "GET", "/_emulator/clock").replace(/Host: .*/, "Host: contoso.example");
    expect((await sendRaw(emulator, raw)).text).toMatch(/^HTTP\/1.1 200 /);
    expect((await caller(emulator)("GET", edge)).status).toBe(200);
  } finally {
    await emulator.close();
  }
});

test("the other loopback address is still this machine alone", async () => {
  const emulator = await createEmulator({ host: "::1", https: true }).catch((error: Error) => error);
  // Some machines have no IPv6.
  if (emulator instanceof Error) return expect(emulator.message).toContain("cannot listen on ::1");
  try {
    expect(emulator.url).toMatch(/^https:\/\/\[::1\]:/);
    const { request } = await import("node:https");
    const status = (headers: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const ca = emulator.certificate ?? "";
        request(
          `${emulator.url}/_emulator/clock`,
          {
            ca,
            agent: false,
            headers,
            ...(headers["host"] === undefined ? {} : { checkServerIdentity: () => undefined }),
          },
          (incoming) => resolve(incoming.resume().statusCode),
        )
          .on("error", reject)
          .end();
      });
    expect(await status({})).toBe(200);
    // The name in the header is what is asked about here, not the one in the certificate.
    expect(await status({ host: "contoso.example" })).toBe(400);
  } finally {
    await emulator.close();
  }
});

test("closing does not wait for connections that are kept open", async () => {
  const emulator = await createEmulator();
  const call = caller(emulator);
  await call("GET", edge);
  await emulator.close();
  await expect(call("GET", edge)).rejects.toThrow("fetch failed");
});
