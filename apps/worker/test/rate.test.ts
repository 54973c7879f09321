import fc from "fast-check";
import { expect, test } from "vitest";
import { createRate, type Place, type Rate, type RateLimit } from "../src/engine/rate.ts";
import { migrate } from "../src/store/migrate.ts";
import type { Sql } from "../src/store/store.ts";
import { backings, openTestStore, serverUrl } from "./engine-harness.ts";

const start = Date.parse("2026-02-03T08:00:00Z");

interface Bench {
  readonly rate: Rate;
  /** Milliseconds since the start, on the clock that the statements see. */
  now: number;
}

/** The limiter's own statements, with the database's clock replaced by one that the test sets. */
async function startRate(backing: (typeof backings)[number], limit: RateLimit): Promise<Bench> {
  const store = await openTestStore(backing);
  await migrate(store);
  await store.query("delete from intune_worker.rate");
  const bench: { rate?: Rate; now: number } = { now: 0 };
  const sql: Sql = {
    db: store.db,
    query: (text, values) =>
      store.query(
        text.replaceAll("clock_timestamp()", `timestamptz '${new Date(start + bench.now).toISOString()}'`),
        values,
      ),
  };
  return Object.assign(bench, { rate: createRate(sql, limit) });
}

/** Mostly several at once, sometimes after a pause; now and then the service asks to wait. */
const ask = fc.record({
  pauseMs: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 2000 })),
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant("write") },
    { weight: 6, arbitrary: fc.constant("read") },
    fc.constant("close"),
  ),
});

/** The most places within any window of a length. */
function most(times: readonly number[], windowMs: number): number {
  const sorted = times.toSorted((left, right) => left - right);
  let [first, best] = [0, 0];
  for (const [index, time] of sorted.entries()) {
    while ((sorted[first] ?? 0) <= time - windowMs) first += 1;
    best = Math.max(best, index - first + 1);
  }
  return best;
}

for (const backing of backings) {
  const skip = backing === "PostgreSQL" && serverUrl === undefined;

  test.skipIf(skip)(
    `${backing}: no window holds more than the limit, whoever asks and whenever`,
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(1, 2, 7, 50, 100),
          fc.constantFrom(1000, 2000, 20_000),
          fc.array(ask, { minLength: 1, maxLength: 150 }),
          async (writes, windowMs, asks) => {
            const bench = await startRate(backing, { writes, requests: writes * 2, windowMs });
            const [sent, all] = [new Array<number>(), new Array<number>()];
            for (const { pauseMs, kind } of asks) {
              bench.now += pauseMs;
              if (kind === "close") await bench.rate.close("contoso", 900);
              const isWrite = kind === "write";
              const place: Place = await bench.rate.take("contoso", isWrite, 5000);
              if (!place.isTaken) {
                expect(place.waitMs).toBeGreaterThan(5000);
                continue;
              }
              expect(place.waitMs).toBeGreaterThanOrEqual(0);
              expect(place.waitMs).toBeLessThanOrEqual(5000);
              all.push(bench.now + place.waitMs);
              if (isWrite) sent.push(bench.now + place.waitMs);
            }
            expect(most(sent, windowMs)).toBeLessThanOrEqual(writes);
            expect(most(all, windowMs)).toBeLessThanOrEqual(writes * 2);
          },
        ),
        { numRuns: backing === "PGlite" ? 25 : 10 },
      );
    },
  );

  test.skipIf(skip)(
    `${backing}: a rush after a pause and after a closed gate stays within the limit`,
    async () => {
      const bench = await startRate(backing, { writes: 100, requests: 1000, windowMs: 1000 });
      bench.now = 10_000;
      for (const closedMs of [0, 3000]) {
        if (closedMs > 0) await bench.rate.close("contoso", closedMs);
        const sent: number[] = [];
        for (let index = 0; index < 220; index += 1)
          sent.push((await bench.rate.take("contoso", true, 60_000)).waitMs);
        expect(most(sent, 1000)).toBeLessThanOrEqual(100);
        expect(Math.min(...sent)).toBe(closedMs);
        bench.now += 30_000;
      }
    },
  );

  test.skipIf(skip)(`${backing}: whoever always asks gets nearly all of the limit`, async () => {
    const bench = await startRate(backing, { writes: 100, requests: 1000, windowMs: 20_000 });
    const sent: number[] = [];
    while (bench.now < 60_000) {
      const { isTaken, waitMs } = await bench.rate.take("contoso", true, 60_000);
      if (isTaken) sent.push(bench.now + waitMs);
      bench.now += waitMs;
    }
    for (const from of [0, 20_000, 40_000])
      expect(sent.filter((time) => time >= from && time < from + 20_000).length).toBeGreaterThanOrEqual(95);
  });

  test.skipIf(skip)(
    `${backing}: a gate that is closed moves every later place, and opens at its time`,
    async () => {
      const bench = await startRate(backing, { writes: 100, requests: 1000, windowMs: 20_000 });
      await bench.rate.close("contoso", 7000);
      await bench.rate.close("contoso", 2000);
      expect(await bench.rate.closedFor("contoso")).toBe(7000);
      expect(await bench.rate.take("contoso", true, 500)).toEqual({ isTaken: false, waitMs: 7000 });
      expect(await bench.rate.take("contoso", false, 500)).toMatchObject({ isTaken: false });
      expect(await bench.rate.take("contoso", true, 10_000)).toMatchObject({ isTaken: true, waitMs: 7000 });
      bench.now = 7000;
      expect(await bench.rate.closedFor("contoso")).toBe(0);
      expect(await bench.rate.take("contoso", false, 0)).toEqual({ isTaken: true, waitMs: 0 });
    },
  );

  test.skipIf(skip)(
    `${backing}: to look takes no place, and one tenant's gate is not another's`,
    async () => {
      const bench = await startRate(backing, { writes: 1, requests: 10, windowMs: 1000 });
      expect([await bench.rate.nearest("contoso"), await bench.rate.nearest("contoso")]).toEqual([0, 0]);
      await bench.rate.close("contoso", 5000);
      expect(await bench.rate.nearest("contoso")).toBe(5000);
      expect(await bench.rate.nearest("fabrikam")).toBe(0);
      expect(await bench.rate.take("fabrikam", true, 0)).toEqual({ isTaken: true, waitMs: 0 });
    },
  );
}

test.skipIf(serverUrl === undefined)(
  "PostgreSQL: connections that ask at once get different places",
  async () => {
    const store = await openTestStore("PostgreSQL");
    await migrate(store);
    // Two limiters, as two workers have them.
    const rates = [0, 1].map(() => createRate(store, { writes: 100, requests: 1000, windowMs: 20_000 }));
    const asked = performance.now();
    const places = await Promise.all(
      Array.from({ length: 80 }, async (_, index) => {
        const place = await rates[index % 2]?.take("contoso", true, 60_000);
        return performance.now() - asked + (place?.waitMs ?? Number.NaN);
      }),
    );
    // 4 at once, and 76 that are 209 ms apart: told by the last one, whatever the machine does in between.
    expect(Math.max(...places)).toBeGreaterThan(75 * 209);
  },
);
