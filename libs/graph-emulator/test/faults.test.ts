import { expect, test } from "vitest";
import type { Emulator, Fault, FaultRule } from "../src/index.ts";
import { toChance } from "../src/faults/chance.ts";
import {
  caller,
  configurations,
  edge,
  errorOf,
  everything,
  exclude,
  groupA,
  groupB,
  include,
  start,
  testNow,
} from "./harness.ts";
import { sendRaw, toRaw } from "./raw.ts";

const body = { assignments: [include(groupA)] };

/** Sends one assign over a socket of its own; then asks what is stored, without faults. */
async function assignRaw(
  emulator: Emulator,
): Promise<{ readonly text: string; readonly end: string; readonly count: number }> {
  const token = emulator.token({ scopes: everything });
  const raw = await sendRaw(emulator, toRaw(emulator, "POST", `${edge}/assign`, { token, body }));
  emulator.setFaults([]);
  return { ...raw, count: await countOf(emulator) };
}

async function countOf(emulator: Emulator): Promise<number> {
  const { json } = await caller(emulator)("GET", `${edge}/assignments`);
  const value = json?.["value"];
  return Array.isArray(value) ? value.length : -1;
}

const write = (fault: Fault, rule: Partial<FaultRule> = {}): FaultRule[] => [
  { match: { effect: "write" }, ...rule, fault },
];

test("a reset before the effect leaves the state and breaks the connection", async () => {
  const { emulator } = await start({ faults: write({ kind: "reset", at: "before" }) });
  expect(await assignRaw(emulator)).toEqual({ text: "", end: "reset", count: 3 });
});

test("a reset after the effect changes the state and breaks the connection", async () => {
  const { emulator } = await start({ faults: write({ kind: "reset", at: "after" }) });
  expect(await assignRaw(emulator)).toEqual({ text: "", end: "reset", count: 1 });
});

test("a reset during the effect breaks the connection, and the change comes late", async () => {
  const { emulator } = await start({ faults: write({ kind: "reset", at: "during", lateMs: 150 }) });
  const { count, ...raw } = await assignRaw(emulator);
  expect(raw).toEqual({ text: "", end: "reset" });
  expect(count).toBe(3);
  await expect.poll(() => countOf(emulator)).toBe(1);
  expect(emulator.log().map(({ fault, hasEffect }) => [fault, hasEffect])).toContainEqual([
    "late effect",
    true,
  ]);
});

test("a truncated answer has its whole length in the head and less in the body; the change is made", async () => {
  const { emulator } = await start({ faults: write({ kind: "truncate", bytes: 40 }) });
  const { text, count } = await assignRaw(emulator);
  const [head = "", part = ""] = text.split("\r\n\r\n");
  expect(head).toMatch(/^HTTP\/1.1 200 OK/);
  expect(Number(/content-length: (\d+)/i.exec(head)?.[1])).toBeGreaterThan(200);
  expect(part).toHaveLength(40);
  expect(count).toBe(1);
});

test.each([429, 500, 502, 503, 504, 423, 409])(
  "status %i is answered, and nothing is done",
  async (status) => {
    const { emulator } = await start({ faults: write({ kind: "status", status, retryAfter: 2.128 }) });
    const { text, count } = await assignRaw(emulator);
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(text).toMatch(/retry-after: 2\.128\r\n/i);
    expect(count).toBe(3);
  },
);

test("a status after the effect changes the state, and has no Retry-After unless one is given", async () => {
  const { emulator } = await start({ faults: write({ kind: "status", status: 504, hasEffect: true }) });
  const { text, count } = await assignRaw(emulator);
  expect(text).toMatch(/^HTTP\/1.1 504 /);
  expect(text).not.toMatch(/retry-after/i);
  expect(count).toBe(1);
});

test("a slow answer comes later, and its change is made at once", async () => {
  const { emulator, call } = await start({ faults: write({ kind: "slow", ms: 400 }) });
  const pending = call("POST", `${edge}/assign`, body);
  await expect.poll(() => countOf(emulator)).toBe(1);
  expect(emulator.log()[0]?.answeredAt).toBeUndefined();
  expect((await pending).status).toBe(200);
  expect(emulator.log()[0]).toMatchObject({ fault: "slow 400 ms", answeredAt: expect.any(String) });
});

test("a claims challenge names what it wants, and the next token is accepted", async () => {
  const { call } = await start({ faults: [{ times: 1, fault: { kind: "claims" } }] });
  const reply = await call("GET", configurations);
  expect(reply.status).toBe(401);
  const header = reply.headers.get("www-authenticate") ?? "";
  expect(header).toMatch(/^Bearer realm="", .*error="insufficient_claims", claims="[\w+/=]+"$/);
  const claims = Buffer.from(/claims="([^"]+)"/.exec(header)?.[1] ?? "", "base64").toString();
  expect(JSON.parse(claims)).toEqual({
    access_token: { nbf: { essential: true, value: String(Math.floor(testNow / 1000)) } },
  });
  expect((await call("GET", configurations)).status).toBe(200);
});

test("a revocation challenges every token that was made before it", async () => {
  const { emulator, call } = await start();
  await call("POST", "/_emulator/revoke");
  const reply = await call("GET", configurations);
  expect([reply.status, reply.headers.get("www-authenticate")]).toEqual([
    401,
    expect.stringContaining("insufficient_claims"),
  ]);
  expect((await caller(emulator)("GET", configurations)).status).toBe(200);
});

test("stale reads answer what was there so long ago, of one entity and of collections", async () => {
  let now = testNow;
  const { call } = await start({
    now: () => now,
    faults: [{ fault: { kind: "stale", ms: 2000 } }],
  });
  const targets = async (): Promise<unknown> => {
    const value = (await call("GET", `${edge}/assignments`)).json?.["value"];
    return Array.isArray(value) ? value.map(({ target }) => target.groupId) : value;
  };
  const seeded = await targets();
  await call("POST", `${edge}/assign`, { assignments: [include(groupA)] });
  expect(await targets()).toEqual(seeded);
  now += 1500;
  await call("POST", `${edge}/assign`, { assignments: [exclude(groupB)] });
  now += 600;
  expect(await targets()).toEqual([groupA]);
  expect((await call("GET", `${edge}?$expand=assignments`)).json?.["assignments"]).toMatchObject([
    { target: { groupId: groupA } },
  ]);
  now += 2000;
  expect(await targets()).toEqual([groupB]);
});

test("a rule is for the operation, method, path and effect that it names", async () => {
  const fault: Fault = { kind: "status", status: 503 };
  const { emulator, call } = await start();
  const statuses = async (match: FaultRule["match"]): Promise<readonly number[]> => {
    emulator.setFaults([{ ...(match === undefined ? {} : { match }), fault }]);
    return [
      (await call("GET", edge)).status,
      (await call("GET", `${edge}/assignments`)).status,
      (await call("POST", `${edge}/assign`, body)).status,
    ];
  };
  expect(await statuses(undefined)).toEqual([503, 503, 503]);
  expect(await statuses({ operation: "getGroupPolicyConfiguration" })).toEqual([503, 200, 200]);
  expect(await statuses({ method: "post" })).toEqual([200, 200, 503]);
  expect(await statuses({ path: "/assignments" })).toEqual([200, 503, 200]);
  expect(await statuses({ effect: "read" })).toEqual([503, 503, 200]);
});

test("skip spares the first, times ends it", async () => {
  const { call } = await start({
    faults: [{ skip: 2, times: 2, fault: { kind: "status", status: 503 } }],
  });
  const statuses: number[] = [];
  for (let index = 0; index < 6; index += 1) statuses.push((await call("GET", edge)).status);
  expect(statuses).toEqual([200, 200, 503, 503, 200, 200]);
});

/** Which of sixty requests fail. */
async function failuresOf(options: Parameters<typeof start>[0]): Promise<string> {
  const { call } = await start(options);
  const failures: string[] = [];
  for (let index = 0; index < 60; index += 1)
    failures.push((await call("GET", index % 2 === 0 ? edge : "/beta/groups")).status === 200 ? "." : "x");
  return failures.join("");
}

test("a rate is kept, the same seed fails the same requests, another seed others", async () => {
  const faults: FaultRule[] = [{ rate: 0.3, fault: { kind: "status", status: 503 } }];
  const first = await failuresOf({ faults, faultSeed: 7 });
  expect(await failuresOf({ faults, faultSeed: 7 })).toBe(first);
  expect(await failuresOf({ faults, faultSeed: 8 })).not.toBe(first);
  const failed = first.replaceAll(".", "").length;
  expect(failed).toBeGreaterThan(6);
  expect(failed).toBeLessThan(32);
});

test("requests that arrive in another order meet the same faults", async () => {
  const { emulator, call } = await start();
  const rule: FaultRule = { rate: 0.5, fault: { kind: "status", status: 503 } };
  const seen = async (order: readonly string[]): Promise<ReadonlySet<string>> => {
    emulator.setFaults([rule], 3);
    const failed = new Set<string>();
    for (const path of order) if ((await call("GET", path)).status === 503) failed.add(path);
    return failed;
  };
  const some = [edge, "/beta/groups", configurations, `${edge}/assignments`, `${edge}?$select=id`];
  expect(await seen(some.toReversed())).toEqual(await seen(some));
});

test("chances are spread evenly", () => {
  const buckets = Array.from({ length: 10 }, () => 0);
  for (let index = 0; index < 10_000; index += 1) {
    const bucket = Math.floor(toChance(`1 0 GET /x ${index}`) * 10);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  for (const count of buckets) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test("faults are set, read, added to and removed over the emulator's own address", async () => {
  const { call } = await start();
  const rules = [{ rate: 0.5, match: { effect: "write" }, fault: { kind: "reset", at: "after" } }];
  expect((await call("PUT", "/_emulator/faults", { seed: 42, rules })).status).toBe(204);
  expect((await call("GET", "/_emulator/faults")).json).toEqual({ seed: 42, rules });
  await call("POST", "/_emulator/faults", { fault: { kind: "slow", ms: 1 } });
  expect((await call("GET", "/_emulator/faults")).json?.["rules"]).toHaveLength(2);
  expect((await call("DELETE", "/_emulator/faults")).status).toBe(204);
  expect((await call("GET", "/_emulator/faults")).json?.["rules"]).toEqual([]);
});

test.each<[given: unknown, message: string]>([
  [{}, "rules must be a list"],
  [{ rules: [{ fault: { kind: "fire" } }] }, "rules[0].fault.kind must be status, reset,"],
  [{ rules: [{ fault: { kind: "status", status: 200 } }] }, "status from 400 to 599"],
  [{ rules: [{ fault: { kind: "reset" } }] }, "at must be before, during or after"],
  [{ rules: [{ fault: { kind: "slow" } }] }, "ms is missing"],
  [{ rules: [{ rate: 2, fault: { kind: "claims" } }] }, "rate must be from 0 to 1"],
  [{ rules: [{ rates: 1, fault: { kind: "claims" } }] }, "rules[0].rates is not known"],
  [{ rules: [{ match: { effect: "all" }, fault: { kind: "claims" } }] }, "effect must be read or write"],
  [{ rules: [{ fault: { kind: "slow", ms: 1e12 } }] }, "ms must be a number from 0 to 2147483647"],
])("rules %j are refused with their place", async (given, message) => {
  const { call } = await start();
  const reply = await call("PUT", "/_emulator/faults", given);
  expect(reply.status).toBe(400);
  expect(errorOf(reply).message).toContain(message);
});
