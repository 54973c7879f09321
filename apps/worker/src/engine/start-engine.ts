import { migrate, refuseMoved } from "../store/migrate.ts";
import type { Store } from "../store/store.ts";
import { reconcileKey, sweep } from "./engine.ts";
import { createGraphPorts, type TenantAccess } from "./graph-ports.ts";
import type { EngineEvent, EnginePorts, EngineSettings } from "./ports.ts";
import { type Queue, startQueue } from "./queue.ts";
import { createRate, publishedRate, type Rate, type RateLimit } from "./rate.ts";
import type { GraphEvents } from "@intunectl/graph-core";

/** How a worker is made. */
export interface EngineOptions {
  readonly store: Store;
  readonly tenants: readonly TenantAccess[];
  /** This process's name in the audit. */
  readonly worker: string;
  /** Configurations of each tenant at once; 8 when absent. */
  readonly concurrency?: number;
  /** Seconds without a sign of life after which another worker takes over; 20 when absent, at least 10. */
  readonly leaseSeconds?: number;
  readonly rate?: RateLimit;
  /** Milliseconds for which a read may show what was there before a write; 15,000 when absent. */
  readonly settleMs?: number;
  readonly maxAttempts?: number;
  readonly sweepMs?: number;
  readonly events?: readonly GraphEvents[];
  readonly onEvent: (event: EngineEvent) => void;
  readonly clock: Pick<EnginePorts, "sleep" | "monotonic" | "random">;
}

/** A worker that runs. */
export interface Engine {
  readonly queue: Queue;
  readonly rate: Rate;
  /** Finishes what runs within the grace, and leaves the rest to others. */
  stop(graceMs: number): Promise<void>;
}

/** Checks the schema, starts the queue, and works on what is there. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { store, tenants, worker, onEvent, clock, leaseSeconds = 20, concurrency = 8 } = options;
  await migrate(store);
  await refuseMoved(store);
  const rateLimit = options.rate ?? publishedRate;
  const rate = createRate(store, rateLimit);
  const queue = await startQueue({
    store,
    tenants: tenants.map(({ tenant }) => tenant),
    concurrency,
    leaseSeconds,
    onError: (error) =>
      onEvent({ event: "queue-error", tenant: "", configuration: "", reason: String(error) }),
  });
  const settings: EngineSettings = {
    worker,
    requestMs: Math.floor(leaseSeconds * 400),
    settleMs: options.settleMs ?? 15_000,
    patienceMs: 8000,
    maxAttempts: options.maxAttempts ?? 20,
    verifyDelaysMs: [0, 250, 500, 1000, 2000],
  };
  const { requestMs, patienceMs } = settings;
  if (store.kind === "embedded") await forgetOtherClock(store, requestMs, rateLimit.windowMs);
  const openPort = createGraphPorts({
    tenants,
    rate,
    requestMs,
    patienceMs,
    sleep: (ms, signal) => clock.sleep(ms, signal ?? new AbortController().signal),
    ...(options.events === undefined ? {} : { events: options.events }),
  });
  const ended = new AbortController();
  const ports: EnginePorts = { openPort, rate, onEvent, stopping: ended.signal, ...clock };
  await queue.work((key, claim, signal) => reconcileKey(store, queue, key, claim, signal, ports, settings));
  const sweeping = sweepForEver(store, queue, options, ended.signal);
  return {
    queue,
    rate,
    async stop(graceMs) {
      ended.abort();
      await sweeping;
      await queue.stop(graceMs);
    },
  };
}

/**
 * An embedded database has this machine's clock. Where that was set back while nobody ran, times that lie in the future
 * would hold everything up for as long. A gate that is opened too early is closed again by the next 429.
 */
async function forgetOtherClock(store: Store, requestMs: number, windowMs: number): Promise<void> {
  await store.query(
    `update intune_worker.rate set
       write_at = least(write_at, clock_timestamp() + $1::float8 * interval '1 ms'),
       any_at = least(any_at, clock_timestamp() + $1::float8 * interval '1 ms'),
       closed_until = least(closed_until, clock_timestamp() + $1::float8 * interval '1 ms')`,
    [windowMs],
  );
  await store.query(
    `update intune_worker.configuration
     set open_until = least(open_until, clock_timestamp() + $1::float8 * interval '1 ms') where open_until is not null`,
    [requestMs],
  );
}

async function sweepForEver(
  store: Store,
  queue: Queue,
  { clock, onEvent, tenants, sweepMs = 5000 }: EngineOptions,
  signal: AbortSignal,
): Promise<void> {
  const names = tenants.map(({ tenant }) => tenant);
  while (!signal.aborted) {
    try {
      const woken = await sweep(store, queue, names);
      if (woken > 0) onEvent({ event: "swept", tenant: "", configuration: "", woken });
    } catch (error) {
      onEvent({ event: "store-away", tenant: "", configuration: "", reason: String(error) });
    }
    await clock.sleep(sweepMs, signal).catch(() => {});
  }
}
