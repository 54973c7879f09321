import { expect, test } from "vitest";
import { publishedLimits, type ThrottleOptions } from "../src/index.ts";
import { caller, configurations, edge, errorOf, everything, start, testNow } from "./harness.ts";

const two: ThrottleOptions = {
  limits: [{ scope: "appAndTenant", counts: "all", requests: 2, seconds: 20 }],
};

test("the published limits are those of Graph's pages", () => {
  expect(publishedLimits).toEqual([
    { scope: "appAndTenant", counts: "writes", requests: 100, seconds: 20 },
    { scope: "tenant", counts: "writes", requests: 200, seconds: 20 },
    { scope: "appAndTenant", counts: "all", requests: 1000, seconds: 20 },
    { scope: "tenant", counts: "all", requests: 2000, seconds: 20 },
    { scope: "app", counts: "all", requests: 130_000, seconds: 10 },
  ]);
});

test("the 101st write of an app in 20 s is refused, reads go on, another app has a window of its own", async () => {
  let now = testNow;
  const { emulator } = await start({ throttle: "published", now: () => now });
  const [one, other] = ["app-1", "app-2"].map((appId) =>
    caller(emulator, emulator.token({ scopes: everything, appId })),
  );
  if (one === undefined || other === undefined) throw new Error("no callers");
  const write = { assignments: [] };
  for (let index = 0; index < 100; index += 1)
    expect((await one("POST", `${edge}/assign`, write)).status).toBe(200);
  now += 7_400;
  const refused = await one("POST", `${edge}/assign`, write);
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("13");
  expect(errorOf(refused)).toMatchObject({
    code: "TooManyRequests",
    message: expect.stringContaining('"RetryAfter": "13"'),
    innerError: { code: "429", status: "429" },
  });
  expect((await one("GET", edge)).status).toBe(200);
  for (let index = 0; index < 99; index += 1)
    expect((await other("POST", `${edge}/assign`, write)).status).toBe(200);
  // The tenant's 200 are used up by 100 of one app, its refused one, and 99 of the other.
  expect((await other("POST", `${edge}/assign`, write)).status).toBe(429);
  now = testNow + 20_000;
  expect((await one("POST", `${edge}/assign`, write)).status).toBe(200);
});

test.each([
  ["seconds", "13"],
  ["fraction", "12.600"],
  ["date", "Sat, 22 Aug 2026 09:17:21 GMT"],
  ["none", null],
] as const)("Retry-After as %s", async (retryAfter, want) => {
  let now = testNow;
  const { call } = await start({ throttle: { ...two, retryAfter }, now: () => now });
  await call("GET", edge);
  await call("GET", edge);
  now += 7_400;
  const reply = await call("GET", edge);
  expect([reply.status, reply.headers.get("retry-after")]).toEqual([429, want]);
  expect(errorOf(reply).message).toContain(`"RetryAfter": ${want === null ? "null" : `"${want}"`}`);
});

test("the clock ends a window, and so does a reset", async () => {
  const { emulator, call } = await start({ throttle: two });
  const status = async (): Promise<number> => (await call("GET", edge)).status;
  expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
  emulator.clock.advance(20_000);
  expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
  await call("POST", "/_emulator/reset");
  expect(await status()).toBe(200);
});

test("limits are set and read over the emulator's own address", async () => {
  const { call } = await start();
  expect((await call("GET", "/_emulator/throttle")).json).toEqual({ limits: [], retryAfter: "seconds" });
  expect((await call("PUT", "/_emulator/throttle", { limits: "published" })).json?.["limits"]).toHaveLength(
    5,
  );
  await call("PUT", "/_emulator/throttle", {
    limits: [{ scope: "tenant", counts: "all", requests: 1, seconds: 60 }],
    retryAfter: "none",
  });
  expect((await call("GET", configurations)).status).toBe(200);
  const refused = await call("GET", configurations);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, null]);
  await call("PUT", "/_emulator/throttle", { limits: [] });
  expect((await call("GET", configurations)).status).toBe(200);
  for (const bad of [{}, { limits: [{}] }, { limits: "all" }, { limits: [], retryAfter: "soon" }, []])
    expect((await call("PUT", "/_emulator/throttle", bad)).status).toBe(400);
});
