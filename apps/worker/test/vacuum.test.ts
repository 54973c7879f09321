import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { vacuumHourly } from "../src/operate/vacuum.ts";
import { openPglite } from "../src/store/open-pglite.ts";

/** A clock whose sleeps end when the test says so. */
function createClock(hours: number): {
  readonly interrupt: AbortSignal;
  readonly clock: Parameters<typeof vacuumHourly>[1]["clock"];
  readonly slept: number[];
} {
  const controller = new AbortController();
  const slept: number[] = [];
  return {
    interrupt: controller.signal,
    slept,
    clock: {
      now: () => 0,
      monotonic: () => 0,
      random: () => 0,
      sleep(ms) {
        if (slept.length === hours) {
          controller.abort();
          return Promise.reject(controller.signal.reason);
        }
        slept.push(ms);
        return Promise.resolve();
      },
    },
  };
}

test("dead rows are given back each hour, and one that fails is told and does not end it", async () => {
  const world = createClock(3);
  const told: object[] = [];
  let runs = 0;
  await vacuumHourly(
    () => {
      runs += 1;
      return runs === 2 ? Promise.reject(new Error("disk full")) : Promise.resolve();
    },
    world,
    { warn: (facts) => told.push(facts) },
  );
  expect([runs, world.slept, told]).toEqual([
    3,
    [3_600_000, 3_600_000, 3_600_000],
    [{ reason: "Error: disk full" }],
  ]);
});

test("an embedded database is smaller for new rows after it: their places are used again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "intune-worker-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const store = await openPglite(folder);
  onTestFinished(() => store.close());
  await store.query("create table room (text text)");
  const fill = async (): Promise<number> => {
    await store.query("insert into room select repeat('x', 500) from generate_series(1, 2000)");
    const [row] = await store.query<{ bytes: number }>("select pg_relation_size('room')::integer as bytes");
    return row?.bytes ?? 0;
  };
  const before = await fill();
  await store.query("delete from room");
  await vacuumHourly(() => store.vacuum(), createClock(1), { warn: () => {} });
  expect(await fill()).toBe(before);
});
