import { include } from "@intunectl/assignments";
import { staticToken } from "@intunectl/graph-core";
import type { Emulator } from "@intunectl/graph-emulator";
import { expect, test } from "vitest";
import type { TenantAccess } from "../src/engine/graph-ports.ts";
import {
  backings,
  endOf,
  openTestStore,
  serverUrl,
  settled,
  startTestEngine,
  submit,
  wish,
} from "./engine-harness.ts";
import { configurationOf, group, scopes, seedOf, startEmulator } from "./harness.ts";

const change = { assignments: [{ target: include(group(1)) }] };

function toAccess(tenant: string, emulator: Emulator): TenantAccess {
  return { tenant, credential: staticToken(emulator.token({ scopes })), baseUrl: emulator.url };
}

for (const backing of backings) {
  const skip = backing === "PostgreSQL" && serverUrl === undefined;

  test.skipIf(skip)(
    `${backing}: tenants that were asked to wait, and all that waits for them, do not hold up another one`,
    async () => {
      const store = await openTestStore(backing);
      const [throttled, free] = [await startEmulator(), await startEmulator({ seed: seedOf(1) })];
      const names = ["t1", "t2", "t3", "t4", "t5"];
      const tenants = [...names.map((name) => toAccess(name, throttled)), toAccess("fabrikam", free)];
      const engine = await startTestEngine(store, throttled, { tenants, concurrency: 2 });
      for (const name of names) await engine.rate.close(name, 3_600_000);
      for (const name of names)
        for (let index = 0; index < 20; index += 1)
          await submit(store, engine, [wish(configurationOf(index), { ...change, tenant: name })]);
      const [mine] = await submit(store, engine, [
        wish(configurationOf(0), { ...change, tenant: "fabrikam" }),
      ]);
      expect(await endOf(store, mine?.id)).toBe("applied");
      expect(throttled.log()).toEqual([]);
      const states = await store.query(
        "select distinct state from intune_worker.wish where tenant like 't_'",
      );
      expect(states).toEqual([{ state: "waiting" }]);
    },
  );

  test.skipIf(skip)(`${backing}: a tenant's backlog does not hold up another one`, async () => {
    const store = await openTestStore(backing);
    const [busy, free] = [
      await startEmulator({ seed: seedOf(60) }),
      await startEmulator({ seed: seedOf(1) }),
    ];
    const engine = await startTestEngine(store, busy, {
      tenants: [toAccess("contoso", busy), toAccess("fabrikam", free)],
      concurrency: 2,
      // A place each minute: the backlog takes an hour.
      rate: { windowMs: 120_000, writes: 3, requests: 10_000 },
    });
    for (let index = 0; index < 60; index += 1)
      await submit(store, engine, [wish(configurationOf(index), { ...change, tenant: "contoso" })]);
    const [mine] = await submit(store, engine, [wish(configurationOf(0), { ...change, tenant: "fabrikam" })]);
    expect(await endOf(store, mine?.id)).toBe("applied");
    const open = await store.query(
      "select 1 from intune_worker.wish where tenant = 'contoso' and state in ('waiting', 'applying')",
    );
    expect(open.length).toBeGreaterThan(55);
    // Whoever waits holds nothing and asks nothing: the service saw no more reads than there were turns.
    expect(busy.log().length).toBeLessThan(20);
  });
}

test.skipIf(serverUrl === undefined)(
  "PostgreSQL: workers of different tenants on one database leave each other's wishes alone",
  async () => {
    const store = await openTestStore("PostgreSQL");
    const [one, two] = [await startEmulator({ seed: seedOf(30) }), await startEmulator({ seed: seedOf(30) })];
    const first = await startTestEngine(store, one, { tenants: [toAccess("contoso", one)], sweepMs: 50 });
    const second = await startTestEngine(store, two, { tenants: [toAccess("fabrikam", two)], sweepMs: 50 });
    for (let index = 0; index < 30; index += 1) {
      await submit(
        store,
        first,
        [wish(configurationOf(index), { ...change, tenant: "contoso" })],
        `k${index}`,
      );
      await submit(
        store,
        second,
        [wish(configurationOf(index), { ...change, tenant: "fabrikam" })],
        `k${index}`,
      );
    }
    expect(new Set((await settled(store)).map(({ state }) => state))).toEqual(new Set(["applied"]));
    for (const emulator of [one, two])
      expect(emulator.log().filter(({ method }) => method === "POST")).toHaveLength(30);
  },
);

test.skipIf(serverUrl === undefined)(
  "PostgreSQL: a 429 that one worker gets stops the others, and costs no wish a try",
  async () => {
    const store = await openTestStore("PostgreSQL");
    const emulator = await startEmulator({
      seed: seedOf(20),
      faults: [
        { match: { effect: "write" }, times: 1, fault: { kind: "status", status: 429, retryAfter: 3600 } },
      ],
    });
    const tenants = [toAccess("contoso", emulator)];
    const first = await startTestEngine(store, emulator, { tenants, concurrency: 1 });
    await submit(store, first, [wish(configurationOf(0), { ...change, tenant: "contoso" })]);
    while ((await first.rate.closedFor("contoso")) === 0);
    const seen = emulator.log().length;
    const second = await startTestEngine(store, emulator, { tenants, sweepMs: 50 });
    for (let index = 1; index < 20; index += 1)
      await submit(store, second, [wish(configurationOf(index), { ...change, tenant: "contoso" })]);
    expect(await second.rate.closedFor("contoso")).toBeGreaterThan(3_500_000);
    await Promise.all([first.stop(5000), second.stop(5000)]);
    expect(emulator.log()).toHaveLength(seen);
    expect(await store.query("select distinct attempts from intune_worker.configuration")).toEqual([
      { attempts: 0 },
    ]);
  },
);
