import { request } from "node:http";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Emulator } from "../src/index.ts";
import { caller, configurations, edge, edgeId, everything, groupA, start } from "./harness.ts";
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

const word = fc.oneof(
  fc.constantFrom(
    "deviceManagement",
    "groupPolicyConfigurations",
    "assignments",
    "assign",
    "groups",
    "$count",
    "$metadata",

    "$batch",
    "microsoft.graph.group",
    "microsoft.graph.assign",
    "graph.entity",
    edgeId,
    "nobody",
    "",
    "..",
    ".",

    "groups('x')",
    `groupPolicyConfigurations('${edgeId}')`,
    "groups('')",
    "a'b",
    "%00",
    "%FF",
    "%2F",
    "__proto__",

    "constructor",
    "{}",
    "assignmentFilters",
    "v1.0",
    "beta",
    "_emulator",
    "oauth2",
    "token",
    "$singletons",
  ),
  fc.string({ unit: "grapheme", maxLength: 8 }).map((text) => encodeURIComponent(text)),
);
const path = fc.oneof(
  fc.constantFrom(edge, configurations, `${edge}/assign`, `${edge}/assignments`, "/beta/groups"),
  fc.array(word, { maxLength: 6 }).map((words) => `/beta/${words.join("/")}`),
  fc.array(word, { maxLength: 4 }).map((words) => `/${words.join("/")}`),
);
const option = fc.tuple(
  fc.constantFrom(
    "$filter",
    "$select",
    "$top",
    "$skip",
    "$orderby",
    "$expand",
    "$count",
    "$skiptoken",
    "$search",
    "filter",
    "x",
    "",
  ),
  fc.oneof(
    fc.constantFrom(
      "id eq 'x'",
      "not (id eq null)",
      "displayName in ('a')",
      "((((",
      "id",
      "id desc,displayName",
      "assignments",

      "assignments($top=1)",
      "-1",
      "1e9",
      "999999999",
      "true",
      "*",
      "'",
      "%",
      "\u0000",
      "startswith(id,'",
      "id eq ",

      "createdDateTime gt 2026-01-01T00:00:00Z",
      "contains(displayName,'\u{1F600}')",
      "securityEnabled eq true",
    ),
    fc.string({ unit: "binary", maxLength: 12 }),
  ),
);
const query = fc
  .array(option, { maxLength: 4 })
  .map((options) => options.map(([name, value]) => `${name}=${encodeSafely(value)}`).join("&"));

function encodeSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      2 ** 53,
      "",
      groupA,
      "#microsoft.graph.group",
      "none",
      [],
      {},
    ),
    fc.string({ maxLength: 5 }),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        "assignments",
        "target",
        "groupId",
        "@odata.type",
        "id",
        "__proto__",
        "requests",
        "method",
        "url",
        "body",

        "dependsOn",
        "scopes",
        "rules",
        "fault",
        "kind",
        "match",
        "limits",
        "advanceMs",
        "now",
        "duplicates",
        "approve",
      ),
      tie("value"),
      { maxKeys: 4 },
    ),
  ),
})).value;
const target = fc.record(
  {
    "@odata.type": fc.constantFrom<unknown>(
      "#microsoft.graph.groupAssignmentTarget",
      "microsoft.graph.exclusionGroupAssignmentTarget",
      5,
      null,
      "#",

      "#microsoft.graph.configurationManagerCollectionAssignmentTarget",
      "#microsoft.graph.allDevicesAssignmentTarget",
    ),
    groupId: fc.oneof(fc.constantFrom<unknown>(groupA, "", null, 5, "x".repeat(1000)), value),
    collectionId: value,
    deviceAndAppManagementAssignmentFilterId: value,
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  value.map((item) => JSON.stringify(item)),
  fc
    .array(fc.record({ target, id: value }, { requiredKeys: [] }), { maxLength: 4 })
    .map((assignments) => JSON.stringify({ assignments })),
  fc.string({ maxLength: 20 }),
  fc.constantFrom(
    "[".repeat(50_000),
    `{"a":${"[".repeat(30_000)}`,
    "x".repeat(200_000),
    "\uFEFF{}",
    '{"a":1,"a":2}',
  ),
);

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
