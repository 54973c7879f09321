import { expect, test } from "vitest";
import { createRequestLog } from "../src/control/request-log.ts";
import { createEmulator } from "../src/index.ts";
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

test("the clock is moved, frozen, and given back", async () => {
  const { emulator, call } = await start();
  expect((await call("GET", "/_emulator/clock")).json).toEqual({
    now: "2026-08-22T09:17:00.123Z",
    isFrozen: false,
  });
  expect((await call("POST", "/_emulator/clock", { advanceMs: 20_000 })).json).toMatchObject({
    now: "2026-08-22T09:17:20.123Z",
  });
  await call("POST", "/_emulator/clock", { now: "2027-01-01T00:00:00Z", isFrozen: true });
  expect(emulator.clock.isFrozen()).toBe(true);
  const token = emulator.token({ scopes: everything });
  const reply = await caller(emulator, token)("POST", `${edge}/assign`, { assignments: [include(groupA)] });
  expect(reply.json).toMatchObject({ value: [{ lastModifiedDateTime: "2027-01-01T00:00:00.0000000Z" }] });
  expect((await call("POST", "/_emulator/clock", {})).json).toMatchObject({ isFrozen: false });
  expect(emulator.clock.now()).toBe(testNow);
  for (const bad of [
    [],
    { advance: 1 },
    { advanceMs: "1" },
    { now: "soon" },
    { isFrozen: 1 },
    { advanceMs: 1e300 },
  ])
    expect((await call("POST", "/_emulator/clock", bad)).status).toBe(400);
});

test("a frozen clock stands, and goes on from there", async () => {
  let now = testNow;
  const { emulator } = await start({ now: () => now });
  emulator.clock.freeze();
  now += 5000;
  expect(emulator.clock.now()).toBe(testNow);
  emulator.clock.advance(10);
  emulator.clock.resume();
  now += 7;
  expect(emulator.clock.now()).toBe(testNow + 17);
});

test("the log tells who asked for what, what came of it, and never a token", async () => {
  const { emulator, call } = await start();
  await call("GET", `${configurations}?$top=1`);
  await call(
    "POST",
    `${edge}/assign`,
    { assignments: [include(groupA)] },
    { "client-request-id": "run-1.7" },
  );
  await call("POST", `${edge}/assign`, { assignments: [include("x")] });
  await call("GET", "/beta/nothing");
  const { json, text } = await call("GET", "/_emulator/log");
  expect(json?.["next"]).toBe(4);
  expect(json?.["entries"]).toMatchObject([
    { sequence: 1, method: "GET", operation: "listGroupPolicyConfigurations", status: 200, hasEffect: false },
    {
      sequence: 2,
      target: `${edge}/assign`,
      operation: "assignGroupPolicyConfiguration",
      status: 200,
      hasEffect: true,
      clientRequestId: "run-1.7",
      appId: expect.any(String),
      body: { assignments: [include(groupA)] },
      receivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      answeredAt: expect.stringMatching(/^\d{4}-.*Z$/),
    },
    { sequence: 3, status: 400, hasEffect: false },
    { sequence: 4, status: 400, target: "/beta/nothing" },
  ]);
  expect(text).not.toContain("eyJ");
  expect((await call("GET", "/_emulator/log?after=2&limit=1")).json).toMatchObject({
    next: 3,
    entries: [{ sequence: 3 }],
  });
  expect((await call("GET", "/_emulator/log?after=x")).status).toBe(400);
  expect((await call("DELETE", "/_emulator/log")).status).toBe(204);
  expect(emulator.log()).toEqual([]);
});

test("the log forgets the oldest", async () => {
  const { emulator, call } = await start({ logCapacity: 5 });
  for (let index = 0; index < 23; index += 1) await call("GET", edge);
  expect(emulator.log().map(({ sequence }) => sequence)).toEqual([19, 20, 21, 22, 23]);
});

test("the log keeps fewer entries when their bodies are large", () => {
  const log = createRequestLog(100);
  const entry = {
    receivedAt: "",
    method: "POST",
    target: "/",
    hasEffect: true,
    requestId: "",
    clientRequestId: "",
  };
  for (let index = 0; index < 250; index += 1) log.open(entry, 16 * 1024 * 1024);
  expect(log.read(0, 1000).map(({ sequence }) => sequence)).toEqual([247, 248, 249, 250]);
  expect(log.read(248, 1).map(({ sequence }) => sequence)).toEqual([249]);
  expect(log.read(300, 10)).toEqual([]);
  log.open(entry, 2 ** 40);
  expect(log.read(0, 1000).map(({ sequence }) => sequence)).toEqual([251]);
  log.clear();
  expect(log.open(entry, 0).sequence).toBe(252);
  expect(log.read(0, 10)).toHaveLength(1);
});

test("what took effect, sent again in the log's order, leads to the same state", async () => {
  const { emulator, call } = await start({
    faults: [
      { rate: 0.2, match: { effect: "write" }, fault: { kind: "reset", at: "before" } },
      { rate: 0.2, match: { effect: "write" }, fault: { kind: "reset", at: "after" } },
      { rate: 0.2, match: { effect: "write" }, fault: { kind: "reset", at: "during", lateMs: 5 } },
      { rate: 0.2, match: { effect: "write" }, fault: { kind: "status", status: 503, hasEffect: true } },
    ],
  });
  const ids = ["4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14", "77aa0c3e-5b1d-4f86-a2c9-90d4e7b36f18"];
  const sets = [[include(groupA)], [exclude(groupB)], [], [include(groupA), exclude(groupB)]];
  await Promise.allSettled(
    Array.from({ length: 60 }, (_, index) =>
      call("POST", `${configurations}/${ids[index % 2]}/assign`, { assignments: sets[index % 4] }),
    ),
  );
  await expect
    .poll(() => emulator.log().filter(({ fault }) => fault === "late effect").length)
    .toBe(emulator.log().filter(({ fault }) => fault === "reset during").length);
  emulator.setFaults([]);
  const state = await call("GET", "/_emulator/state");
  const replay = await createEmulator({ now: () => testNow });
  const again = caller(replay);
  const effective = emulator.log().filter(({ hasEffect }) => hasEffect);
  expect(new Set(effective.map(({ fault }) => fault)).size).toBe(4);
  for (const { method, target, body } of effective) await again(method, target, body);
  expect((await again("GET", "/_emulator/state")).text).toBe(state.text);
  await replay.close();
});

test("the state can be asked for by collection", async () => {
  const { call } = await start();
  const { json } = await call("GET", "/_emulator/state?collection=groups");
  expect(Object.keys(Object(json?.["collections"]))).toEqual(["groups"]);
  expect((await call("GET", "/_emulator/state?collections=groups")).status).toBe(400);
});

test("options are read and changed while it runs", async () => {
  const { call } = await start();
  const twice = { assignments: [include(groupA), include(groupA)] };
  expect((await call("POST", `${edge}/assign`, twice)).status).toBe(400);
  const changed = await call("PATCH", "/_emulator/options", { duplicates: "keepFirst" });
  expect(changed.json).toMatchObject({ duplicates: "keepFirst", includeAndExclude: "reject" });
  expect((await call("POST", `${edge}/assign`, twice)).status).toBe(200);
  const bad = await call("PATCH", "/_emulator/options", { duplicates: "maybe" });
  expect(errorOf(bad).message).toBe(`The option 'duplicates' must be "reject" or "keepFirst", not "maybe".`);
  expect((await call("PATCH", "/_emulator/options", { duplicate: "reject" })).status).toBe(400);
  expect((await call("PATCH", "/_emulator/options", { pageSize: 0 })).status).toBe(400);
});

test("a wrong option of createEmulator is refused as well", async () => {
  await expect(createEmulator({ pageSize: -1 })).rejects.toThrow(
    "The option 'pageSize' must be a whole number from 1, not -1.",
  );
});

test("the emulator lists its own addresses", async () => {
  const { call } = await start();
  for (const path of ["/_emulator", "/_emulator/"]) {
    const { json } = await call("GET", path);
    expect(json?.["addresses"]).toContain("PUT /_emulator/faults");
  }
});
