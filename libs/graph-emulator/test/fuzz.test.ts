import { request } from "node:http";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Emulator } from "../src/index.ts";
import { body, path, query } from "./fuzz-requests.ts";
import { caller, configurations, edge, everything, start } from "./harness.ts";
import { sendRaw, toRaw } from "./raw.ts";

// Whatever is sent, there is an answer that is no fault of ours, or an end of the connection; and the next one is answered.
// FUZZ_CASES=20000 pnpm vitest run fuzz   FUZZ_SEED=7 to repeat.

const cases = Number(process.env["FUZZ_CASES"] ?? 300);
const seed = process.env["FUZZ_SEED"];
const parameters = { numRuns: cases, ...(seed === undefined ? {} : { seed: Number(seed) }) };

/** An emulator whose faults end the test. */
async function startWatched(): Promise<Emulator> {
  const { emulator } = await start({
    maxBodyBytes: 100_000,
    log: (line) => {
      if (line.startsWith("fault")) throw new Error(line);
    },
  });
  return emulator;
}

async function isAlive(emulator: Emulator): Promise<boolean> {
  // The collection, because a surface with deletions may have lost any one of it by now.
  return (await caller(emulator)("GET", configurations)).status === 200;
}

test("damaged requests are answered or cut off, and the service goes on", { timeout: 600_000 }, async () => {
  const emulator = await startWatched();
  const token = emulator.token({ scopes: everything });
  const body = {
    assignments: [{ target: { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" } }],
  };
  const whole = [
    toRaw(emulator, "POST", `${edge}/assign`, { token, body }),
    toRaw(emulator, "GET", `${configurations}?$filter=displayName%20eq%20'x'&$top=2`, { token }),
    toRaw(emulator, "POST", "/beta/$batch", {
      token,
      body: { requests: [{ id: "1", method: "GET", url: "/groups" }] },
    }),
    toRaw(emulator, "POST", "/common/oauth2/v2.0/token", { body: { grant_type: "x" } }),
    toRaw(emulator, "PUT", "/_emulator/faults", { body: { rules: [] } }),
  ].map((text) => Buffer.from(text));
  const damage = fc.record({
    source: fc.constantFrom(...whole),
    edits: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.nat(20),
        bytes: fc.uint8Array({ maxLength: 8 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ source, edits }) => {
      let bytes = source;
      for (const { at, length, bytes: added } of edits) {
        const from = Math.floor(at * bytes.length);
        bytes = Buffer.concat([bytes.subarray(0, from), added, bytes.subarray(from + length)]);
      }
      const reply = await sendRaw(emulator, bytes, 50);
      expect(reply.text).not.toMatch(/^HTTP\/1.1 500/);
      if (reply.text !== "") expect(reply.text).toMatch(/^HTTP\/1.1 [2-5]\d\d /);
      emulator.setFaults([]);
    }),
    { ...parameters, numRuns: Math.ceil(cases / 3) },
  );
  expect(await isAlive(emulator)).toBe(true);
});

/** One request by a client that takes any method and any path as it is. */
function send(
  emulator: Emulator,
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
  text: string | undefined,
): Promise<{ readonly status: number; readonly text: string; readonly type: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(emulator.url);
    const outgoing = request({ hostname, port, method, path: target, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () =>
        resolve({
          status: incoming.statusCode ?? 0,
          text: Buffer.concat(chunks).toString(),
          type: incoming.headers["content-type"] ?? "",
        }),
      );
    });
    outgoing.on("error", reject);
    // The answer to a body that is too large may come before all of it is sent.
    outgoing.setTimeout(20_000, () => outgoing.destroy(new Error("there was no answer in 20 s")));
    outgoing.end(text);
  });
}

test("any path, query, method and body has an answer that is no fault", { timeout: 600_000 }, async () => {
  const emulator = await startWatched();
  const token = emulator.token({ scopes: everything });
  const any = fc.record({
    method: fc.constantFrom("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND"),
    path,
    query,
    body: fc.option(body, { nil: undefined }),
    type: fc.constantFrom(
      "application/json",
      "application/json; charset=utf-16",
      "text/plain",
      "multipart/form-data",
    ),
    encoding: fc.constantFrom(undefined, "gzip"),
  });
  await fc.assert(
    fc.asyncProperty(any, async ({ method, path, query, body, type, encoding }) => {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(body === undefined
          ? {}
          : { "content-type": type, "content-length": String(Buffer.byteLength(body)) }),
        ...(encoding === undefined ? {} : { "content-encoding": encoding }),
      };
      const target = query === "" ? path : `${path}?${query}`;
      const reply = await send(emulator, method, target, headers, body).catch((error: Error) => error);
      // A connection that is closed while a body that is too large is still being sent.
      if (reply instanceof Error) {
        expect([reply.message, (body ?? "").length > 100_000]).toEqual([
          expect.stringMatching(/EPIPE|ECONNRESET|hang up/),
          true,
        ]);
        return;
      }
      expect(reply.status, reply.text).not.toBe(500);
      if (reply.text !== "" && reply.type === "application/json")
        expect(Object(JSON.parse(reply.text))).toBeTruthy();
      if (reply.status >= 400 && method !== "HEAD")
        expect(Object(JSON.parse(reply.text)).error, reply.text).toBeTruthy();
      emulator.setFaults([]);
      emulator.clock.restart();
    }),
    parameters,
  );
  expect(await isAlive(emulator)).toBe(true);
});
