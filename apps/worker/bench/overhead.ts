import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Assignment, include } from "@intunectl/assignments";
import { PgBoss } from "pg-boss";
import { acceptWishes } from "../src/engine/accept.ts";
import { reconcileKey } from "../src/engine/engine.ts";
import type { EnginePorts } from "../src/engine/ports.ts";
import { startQueue } from "../src/engine/queue.ts";
import { migrate } from "../src/store/migrate.ts";
import { openPglite } from "../src/store/open-pglite.ts";
import { openPostgres } from "../src/store/open-postgres.ts";
import type { Store } from "../src/store/store.ts";

const places = 8;
const tenant = "contoso";

/** CPU microseconds of this process a job: the engine's own no-op job, ours, and a whole wish with an instant service. */
export async function measureOverhead(count: number, databaseUrl: string | undefined): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "intune-worker-bench-"));
  const store =
    databaseUrl === undefined ? await openPglite(folder) : await openPostgres(databaseUrl, () => {}, 12);
  await migrate(store);
  const [own, ours] = [new Array<number>(), new Array<number>()];
  // Interleaved, so that both meet the same machine and the same growing tables; the median of three stands.
  for (let round = 0; round < 3; round += 1) {
    own.push(await measureEngine(store, count));
    ours.push(await measureQueue(store, count));
  }
  const wish = await measureWishes(store, count);
  await store.close();
  rmSync(folder, { recursive: true, force: true });
  const [a, b] = [median(own), median(ours)];
  const name = databaseUrl === undefined ? "PGlite" : "PostgreSQL";
  return `| ${name} | ${a.toFixed(0)} | ${b.toFixed(0)} | ${(b / a).toFixed(2)} | ${wish.toFixed(0)} |`;
}

/** pg-boss alone, with our policy: sent one by one, done by nothing. */
async function measureEngine(store: Store, count: number): Promise<number> {
  const boss = new PgBoss({
    ...store.queueOptions,
    schema: "intune_worker_queue",
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    schedule: false,
    useListenNotify: true,
  });
  boss.on("error", () => {});
  await boss.start();
  const name = `bench/${randomUUID()}`;
  await boss.createQueue(name, { policy: "exclusive", notify: true, heartbeatSeconds: 20 });
  const cpu = process.cpuUsage();
  for (let index = 0; index < count; index += 1)
    await boss.send(name, { index }, { singletonKey: String(index), db: store.db });
  const done = { jobs: 0 };
  for (let place = 0; place < places; place += 1) {
    let own = "";
    own = await boss.work(
      name,
      { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 1 },
      async ([job]) => {
        if (job !== undefined)
          await boss.complete(name, { id: job.id, retryCount: job.retryCount }, {}, { db: store.db });
        done.jobs += 1;
        boss.notifyWorker(own);
      },
    );
  }
  while (done.jobs < count) await sleep(5);
  const us = toMicroseconds(cpu) / count;
  await boss.stop({ graceful: true, timeout: 2000 });
  return us;
}

async function measureQueue(store: Store, count: number): Promise<number> {
  const options = { store, tenants: [tenant], concurrency: places, leaseSeconds: 20, onError: () => {} };
  const queue = await startQueue(options);
  const resource = randomUUID();
  const cpu = process.cpuUsage();
  for (let index = 0; index < count; index += 1)
    await queue.wake({ tenant, resource, configuration: String(index) }, store.db);
  const done = { jobs: 0 };
  await queue.work(async (_, claim) => {
    await queue.complete(claim, store.db);
    done.jobs += 1;
  });
  while (done.jobs < count) await sleep(5);
  const us = toMicroseconds(cpu) / count;
  await queue.stop(2000);
  return us;
}

/** From acceptance to read back, with everything that is stored on the way. */
async function measureWishes(store: Store, count: number): Promise<number> {
  const options = { store, tenants: [tenant], concurrency: places, leaseSeconds: 20, onError: () => {} };
  const queue = await startQueue(options);
  const sets = new Map<string, readonly Assignment[]>();
  const open = { isTaken: true, waitMs: 0 };
  const ports: EnginePorts = {
    openPort: () => ({
      read: (id) => Promise.resolve({ kind: "known", assignments: sets.get(id) ?? [] }),
      write: (id, set) => {
        sets.set(id, set);
        return Promise.resolve({ kind: "accepted" });
      },
      lastRequestId: () => undefined,
    }),
    rate: {
      take: () => Promise.resolve(open),
      nearest: () => Promise.resolve(0),
      closedFor: () => Promise.resolve(0),
      close: () => Promise.resolve(),
    },
    stopping: new AbortController().signal,
    sleep: (ms) => sleep(ms),
    monotonic: () => performance.now(),
    random: () => 0.5,
    onEvent: () => {},
  };
  const settings = {
    worker: "bench",
    requestMs: 8000,
    settleMs: 0,
    patienceMs: 8000,
    maxAttempts: 20,
    verifyDelaysMs: [0],
  };
  const cpu = process.cpuUsage();
  for (let index = 0; index < count; index += 1)
    await acceptWishes(
      store,
      queue,
      [
        {
          tenant,
          resource: "groupPolicyConfigurations",
          configuration: randomUUID(),
          mode: "merge",
          assignments: [{ target: include("aaaaaaaa-0000-4000-8000-000000000001") }],
        },
      ],
      { principal: "bench" },
    );
  await queue.work((key, claim, signal) => reconcileKey(store, queue, key, claim, signal, ports, settings));
  while (sets.size < count) await sleep(5);
  const us = toMicroseconds(cpu) / count;
  await queue.stop(2000);
  return us;
}

function toMicroseconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return user + system;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
