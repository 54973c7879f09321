import { allDevices, include } from "@intunectl/assignments";
import type { Emulator } from "@intunectl/graph-emulator";
import { staticToken } from "@intunectl/graph-core";
import { expect, test } from "vitest";
import { createGraphPorts } from "../src/engine/graph-ports.ts";
import { checkDrift, type DriftOptions, type DriftRound } from "../src/operate/drift.ts";
import { isSchedule, runOnSchedule } from "../src/operate/drift-schedule.ts";
import type { Store } from "../src/store/store.ts";
import {
  backings,
  openTestStore,
  serverUrl,
  settled,
  startTestEngine,
  submit,
  tenant,
  wish,
} from "./engine-harness.ts";
import { edge, group, lockScreen, scopes, startEmulator, targetsOf } from "./harness.ts";

const never = new AbortController().signal;

/** Two configurations: one of which everything was said, one of which a part was said. */
async function prepare(backing: (typeof backings)[number]): Promise<{
  readonly store: Store;
  readonly emulator: Emulator;
  readonly check: (minute: number, more?: Partial<DriftOptions>) => Promise<DriftRound>;
}> {
  const [store, emulator] = [await openTestStore(backing), await startEmulator()];
  const engine = await startTestEngine(store, emulator, { sweepMs: 50 });
  await submit(store, engine, [
    wish(edge, { mode: "replace", assignments: [{ target: include(group(1)) }] }),
    wish(lockScreen, { assignments: [{ target: include(group(2)) }] }),
  ]);
  await settled(store);
  const openPort = createGraphPorts({
    tenants: [{ tenant, credential: staticToken(emulator.token({ scopes })), baseUrl: emulator.url }],
    rate: engine.rate,
    requestMs: 4000,
    patienceMs: 1000,
    sleep: () => Promise.resolve(),
  });
  const log = { info: () => {}, warn: () => {} };
  const options = {
    store,
    queue: engine.queue,
    openPort,
    tenants: [tenant],
    isRepairing: false,
    settleMs: 0,
    log,
  };
  return {
    store,
    emulator,
    check: (minute, more = {}) =>
      checkDrift({ ...options, ...more }, new Date(Date.UTC(2026, 1, 3, 8, minute)), never),
  };
}

async function assign(emulator: Emulator, id: string, groups: readonly string[]): Promise<void> {
  const response = await fetch(
    `${emulator.url}/beta/deviceManagement/groupPolicyConfigurations/${id}/assign`,
    {
      method: "POST",
      headers: { authorization: `Bearer ${emulator.token({ scopes })}`, "content-type": "application/json" },
      body: JSON.stringify({
        assignments: groups.map((groupId) => ({
          target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId },
        })),
      }),
    },
  );
  expect(response.status).toBe(200);
}

for (const backing of backings) {
  const skip = backing === "PostgreSQL" && serverUrl === undefined;

  test.skipIf(skip)(`${backing}: drift is reported with what is there and what should be`, async () => {
    const { store, emulator, check } = await prepare(backing);
    expect(await check(0)).toEqual({ looked: 2, drifted: 0, unknown: 0 });
    await assign(emulator, edge, [group(1), group(9)]);
    expect(await check(1)).toEqual({ looked: 2, drifted: 1, unknown: 0 });
    const [line, ...more] = await store.query<Record<string, unknown>>(
      "select configuration, before, after from intune_worker.audit where event = 'drift'",
    );
    expect(more).toEqual([]);
    expect(line?.["configuration"]).toBe(edge);
    expect(JSON.stringify(line?.["before"])).toContain(group(9));
    expect(JSON.stringify(line?.["after"])).not.toContain(group(9));
    expect(await targetsOf(emulator, edge)).toContain(`group:${group(9)}`);
  });

  test.skipIf(skip)(
    `${backing}: a repair puts back what was wished, and leaves alone what nobody wished anything about`,
    async () => {
      const { store, emulator, check } = await prepare(backing);
      await assign(emulator, edge, [group(9)]);
      await assign(emulator, lockScreen, [group(7)]);
      expect(await check(0, { isRepairing: true })).toMatchObject({ drifted: 2 });
      await settled(store);
      expect(await targetsOf(emulator, edge)).toEqual([`group:${group(1)}`]);
      expect(await targetsOf(emulator, lockScreen)).toEqual([`group:${group(2)}`, `group:${group(7)}`]);
      expect(await check(1, { isRepairing: true })).toMatchObject({ drifted: 0 });
      // What was there at the time of the repair did not become a wish by it.
      await assign(emulator, lockScreen, [group(2)]);
      expect(await check(2, { isRepairing: true })).toMatchObject({ drifted: 0 });
    },
  );

  test.skipIf(skip)(
    `${backing}: a time of the schedule is one worker's, for each configuration`,
    async () => {
      const { store, emulator, check } = await prepare(backing);
      await assign(emulator, edge, [group(9)]);
      const rounds = await Promise.all([check(0), check(0), check(0)]);
      expect(rounds.reduce((sum, { looked }) => sum + looked, 0)).toBe(2);
      expect(await store.query("select 1 from intune_worker.audit where event = 'drift'")).toHaveLength(1);
    },
  );

  test.skipIf(skip)(
    `${backing}: what is wished while drift is looked for is not undone by the repair`,
    async () => {
      const { store, emulator, check } = await prepare(backing);
      const round = await check(0, {
        isRepairing: true,
        openPort: () => ({
          // Read after another wish was applied, judged by what was wished before it.
          async read() {
            await store.query(
              "update intune_worker.configuration set generation = generation + 1 where configuration = $1",
              [edge],
            );
            return { kind: "known", assignments: [{ target: allDevices() }] };
          },
          write: () => Promise.reject(new Error("drift writes nothing by itself")),
          lastRequestId: () => undefined,
        }),
      });
      expect(round).toEqual({ looked: 1, drifted: 1, unknown: 0 });
      await settled(store);
      expect(await targetsOf(emulator, edge)).toEqual([`group:${group(1)}`]);
      // The other one was told by a read that is not true, and its guard said so.
      const refused = await store.query("select code from intune_worker.wish where state = 'refused'");
      expect(refused).toEqual([{ code: "moved" }]);
    },
  );

  test.skipIf(skip)(`${backing}: what cannot be read is unknown, not drift`, async () => {
    const { emulator, check, store } = await prepare(backing);
    emulator.setFaults([{ match: { effect: "read" }, fault: { kind: "status", status: 500 } }]);
    expect(await check(0, { isRepairing: true })).toEqual({ looked: 2, drifted: 0, unknown: 2 });
    expect(await store.query("select 1 from intune_worker.audit where event = 'drift'")).toEqual([]);
  });
}

test("a schedule runs at its times, once for those that were slept through", async () => {
  const end = new AbortController();
  let time = Date.parse("2026-02-03T08:00:30Z");
  const slept: number[] = [];
  const ran: string[] = [];
  const clock = {
    now: () => time,
    sleep: (ms: number) => {
      slept.push(ms);
      // The laptop is closed in the second sleep.
      time += slept.length === 2 ? 20 * 60_000 : ms;
      return Promise.resolve();
    },
  };
  await runOnSchedule("*/5 * * * *", clock, end.signal, (at) => {
    ran.push(at.toISOString().slice(11, 16));
    if (ran.length === 3) end.abort();
    return Promise.resolve();
  });
  expect(ran).toEqual(["08:05", "08:10", "08:30"]);
});

test("a schedule that is a month away is not slept through at once", async () => {
  const end = new AbortController();
  let time = Date.parse("2026-02-03T08:00:00Z");
  let longest = 0;
  const sleep = (ms: number): Promise<void> => {
    longest = Math.max(longest, ms);
    time += ms;
    return Promise.resolve();
  };
  const ran: string[] = [];
  await runOnSchedule("0 0 31 3 *", { now: () => time, sleep }, end.signal, (at) => {
    ran.push(at.toISOString().slice(0, 10));
    end.abort();
    return Promise.resolve();
  });
  expect(ran).toEqual(["2026-03-31"]);
  expect(longest).toBeLessThanOrEqual(3_600_000);
});

test.each<[text: string, is: boolean]>([
  ["0 * * * *", true],
  ["@daily", true],
  ["", false],
  [" ", false],
  ["every hour", false],
])("%j is a schedule: %j", (text, is) => {
  expect(isSchedule(text)).toBe(is);
});
