import { type Key, formatKey } from "../store/key.ts";
import type { Store } from "../store/store.ts";
import { attemptWork, type PlannedWrite, type Verdict } from "./attempt-work.ts";
import { beginWork, type Work } from "./claim-work.ts";
import type { EnginePorts, EngineSettings } from "./ports.ts";
import type { Claim, Queue } from "./queue.ts";
import { fenceWrite, reportLateWrite, type Settled, settleWork } from "./settle-work.ts";
import { inSpan } from "./tracing.ts";

/** Makes the wishes of one key true, oldest first, until none is left or it has to wait. */
export async function reconcileKey(
  store: Store,
  queue: Queue,
  key: Key,
  claim: Claim,
  signal: AbortSignal,
  ports: EnginePorts,
  settings: EngineSettings,
): Promise<void> {
  let most = Number.POSITIVE_INFINITY;
  for (;;) {
    if (!(await waitUntilNear(key.tenant, signal, ports, settings))) {
      // It is being stopped: another process has this at once, and not after the lease.
      await store.transaction(async (sql) => {
        await queue.complete(claim, sql.db);
        await queue.wake(key, sql.db);
      });
      return;
    }
    const begun = await beginWork(store, queue, key, claim, settings, most);
    if (begun.kind === "done") return;
    const { work } = begun;
    let sent: PlannedWrite | undefined;
    const verdict = await inSpan(key, work.wishes, () =>
      attemptWork(
        work,
        {
          ...ports,
          signal,
          async fence(_, write) {
            const start = ports.monotonic();
            const isMine = await fenceWrite(store, queue, work, claim, write, settings);
            // A process that was stopped here wakes up with a claim that may be somebody else's.
            if (!isMine || ports.monotonic() - start > settings.requestMs / 2) return false;
            sent = write;
            return true;
          },
        },
        settings,
      ),
    );
    const settled = await persist(() => settle(work, verdict, sent), ports, signal);
    ports.onEvent({
      event: verdict.kind === "settled" || verdict.kind === "dead" ? verdict.state : verdict.kind,
      tenant: key.tenant,
      configuration: key.configuration,
      resource: key.resource,
      generations: work.wishes.map(({ generation }) => generation),
      ...("message" in verdict ? { reason: verdict.message } : {}),
      ...("requestId" in verdict && verdict.requestId !== undefined ? { requestId: verdict.requestId } : {}),
    });
    if (settled !== "again") return;
    most = verdict.kind === "narrow" ? 1 : Number.POSITIVE_INFINITY;
  }

  async function settle(work: Work, verdict: Verdict, sent: PlannedWrite | undefined): Promise<Settled> {
    const settled = await settleWork(store, queue, work, claim, verdict, settings, ports.random);
    if (settled === "lost" && sent !== undefined) await reportLateWrite(store, queue, key, sent, settings);
    return settled;
  }
}

/**
 * Waits with nothing in hand until a place is near: what is wished meanwhile is then part of the same write. Whoever waits
 * holds a place of this tenant only. False when the process is stopped.
 */
async function waitUntilNear(
  tenant: string,
  signal: AbortSignal,
  { rate, sleep, stopping }: EnginePorts,
  { patienceMs }: EngineSettings,
): Promise<boolean> {
  for (;;) {
    if (stopping.aborted) return false;
    const waitMs = await rate.nearest(tenant);
    if (waitMs <= patienceMs / 2) return true;
    // Not all at once at the end of a long wait, and looked at again in between: the gate may be opened by hand.
    await sleep(Math.min(waitMs, 5000), AbortSignal.any([signal, stopping])).catch(() => {});
    signal.throwIfAborted();
  }
}

/** What was done to the service must be recorded: a database that is away for a moment is waited for. */
async function persist<Result>(
  work: () => Promise<Result>,
  { sleep, onEvent }: EnginePorts,
  signal: AbortSignal,
): Promise<Result> {
  for (let delay = 250; ; delay *= 2) {
    try {
      return await work();
    } catch (error) {
      if (delay > 16_000) throw error;
      onEvent({ event: "store-away", tenant: "", configuration: "", reason: String(error) });
      await sleep(delay, signal);
    }
  }
}

/** Wakes for every key of these tenants with something to do and nobody who does it; resolves to their number. */
export async function sweep(
  store: Store,
  queue: Pick<Queue, "wake">,
  tenants: readonly string[],
): Promise<number> {
  const keys = await store.query<Key>(
    `select c.tenant, c.resource, c.configuration from intune_worker.configuration c
     where c.tenant = any(string_to_array($1, ',')) and (c.restore is not null or exists (
         select 1 from intune_worker.wish w where w.tenant = c.tenant and w.resource = c.resource
           and w.configuration = c.configuration and w.state in ('waiting', 'applying')))
       and not exists (
         select 1 from intune_worker_queue.job j where j.name = 'assign/' || c.tenant and j.state < 'completed'
           and j.singleton_key = c.tenant || '/' || c.resource || '/' || c.configuration)
     limit 1000`,
    [tenants.join(",")],
  );
  for (const key of keys) await queue.wake(key, store.db);
  return new Set(keys.map(formatKey)).size;
}
