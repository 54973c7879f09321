import { type Job, PgBoss } from "pg-boss";
import { formatKey, type Key } from "../store/key.ts";
import type { QueueDatabase, Store } from "../store/store.ts";

/** Wakes somebody for a configuration. Nothing is in the queue but keys: what to do stands in our own tables. */
export interface Queue {
  /** Wakes for a key; nothing happens when somebody is at it or waits already. */
  wake(key: Key, db: QueueDatabase, afterSeconds?: number): Promise<void>;
  /** Whether the claim is still this attempt's; says that it is alive. */
  touch(claim: Claim): Promise<boolean>;
  /** Ends the claim; another wake-up can follow in the same transaction. */
  complete(claim: Claim, db: QueueDatabase): Promise<void>;
  work(handler: (key: Key, claim: Claim, signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Stops fetching, and waits for what runs at most so long. */
  stop(graceMs: number): Promise<void>;
}

/** One attempt of one job, in the queue of its tenant. */
export interface Claim extends Pick<Job, "id" | "retryCount"> {
  readonly tenant: string;
}

/** How the queue is made. */
export interface QueueOptions {
  readonly store: Store;
  /** Whose keys this process works on; those of others are left to theirs. */
  readonly tenants: readonly string[];
  /** Keys of each tenant that this process works on at once. */
  readonly concurrency: number;
  /** Seconds without a sign of life after which a claim is somebody else's; at least 10. */
  readonly leaseSeconds: number;
  readonly onError: (error: unknown) => void;
}

const schema = "intune_worker_queue";

/** The queue of a tenant: each has its own, and its own places, so that none can stand in another's way. */
export function toQueueName(tenant: string): string {
  return `assign/${tenant}`;
}

/** Starts the queues in the store's database. */
export async function startQueue(options: QueueOptions): Promise<Queue> {
  const { store, tenants, leaseSeconds, onError } = options;
  const boss = new PgBoss({
    ...store.queueOptions,
    schema,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    schedule: false,
    useListenNotify: true,
  });
  boss.on("error", onError);
  await boss.start();
  for (const tenant of tenants)
    await boss.createQueue(toQueueName(tenant), {
      policy: "exclusive",
      notify: true,
      heartbeatSeconds: leaseSeconds,
      // A job is a wake-up. Attempts are counted in our own table, and the sweeper makes a new one of what is left over.
      retryLimit: 1_000_000,
      retryDelay: 1,
      expireInSeconds: 600,
      retentionSeconds: 31_536_000,
      deleteAfterSeconds: 3600,
    });
  if (store.kind === "embedded") {
    // The folder's lock proves that whoever had these is gone, so nobody waits for a lease to end; the sweeper wakes anew.
    await store.query(`delete from ${schema}.job where name like 'assign/%' and state < 'completed'`);
  }
  return {
    async wake(key, db, afterSeconds) {
      await boss.send(toQueueName(key.tenant), key, {
        singletonKey: formatKey(key),
        db,
        ...(afterSeconds === undefined || afterSeconds <= 0 ? {} : { startAfter: Math.ceil(afterSeconds) }),
      });
    },
    async touch({ tenant, id, retryCount }) {
      const answer = await boss.touch(toQueueName(tenant), { id, retryCount });
      return "affected" in answer && answer.affected === 1;
    },
    async complete({ tenant, id, retryCount }, db) {
      await boss.complete(toQueueName(tenant), { id, retryCount }, {}, { db });
    },
    async work(handler) {
      // New work wakes by NOTIFY; a poll finds what was put off. At most some fifty polls a second for all tenants.
      const pollSeconds = Math.max(1, Math.ceil((tenants.length * options.concurrency) / 50));
      const polling = {
        pollingIntervalSeconds: Math.max(0.5, pollSeconds / 2),
        notifyPollingIntervalSeconds: pollSeconds,
      };
      for (const tenant of tenants)
        for (let place = 0; place < options.concurrency; place += 1) {
          let own = "";
          own = await boss.work<Key>(toQueueName(tenant), polling, async ([job]) => {
            if (job === undefined) return;
            try {
              await handler(job.data, { tenant, id: job.id, retryCount: job.retryCount }, job.signal);
            } finally {
              // It would sleep for its polling interval after every job otherwise. An id means one place alone.
              boss.notifyWorker(own);
            }
          });
        }
    },
    async stop(graceMs) {
      await boss.stop({ graceful: true, timeout: graceMs, close: true });
    },
  };
}
