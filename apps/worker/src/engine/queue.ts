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

/** One attempt of one job. */
export type Claim = Pick<Job, "id" | "retryCount">;

/** How the queue is made. */
export interface QueueOptions {
  readonly store: Store;
  /** Keys that this process works on at once. */
  readonly concurrency: number;
  /** Seconds without a sign of life after which a claim is somebody else's; at least 10. */
  readonly leaseSeconds: number;
  readonly onError: (error: unknown) => void;
}

const queueName = "assign";
const schema = "intune_worker_queue";

/** Starts the queue in the store's database. */
export async function startQueue(options: QueueOptions): Promise<Queue> {
  const { store, leaseSeconds, onError } = options;
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
  await boss.createQueue(queueName, {
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
    await store.query(`delete from ${schema}.job where name = $1 and state < 'completed'`, [queueName]);
  }
  return {
    async wake(key, db, afterSeconds) {
      await boss.send(queueName, key, {
        singletonKey: formatKey(key),
        group: { id: key.tenant },
        db,
        ...(afterSeconds === undefined || afterSeconds <= 0 ? {} : { startAfter: Math.ceil(afterSeconds) }),
      });
    },
    async touch(claim) {
      const answer = await boss.touch(queueName, claim);
      return "affected" in answer && answer.affected === 1;
    },
    async complete(claim, db) {
      await boss.complete(queueName, claim, {}, { db });
    },
    async work(handler) {
      const workers: string[] = [];
      await boss
        .work<Key>(
          queueName,
          {
            localConcurrency: options.concurrency,
            // No tenant takes every place of a process: a throttled one must not hold up the others.
            localGroupConcurrency: Math.max(1, Math.ceil(options.concurrency / 2)),
            pollingIntervalSeconds: 0.5,
            notifyPollingIntervalSeconds: 1,
          },
          async ([job]) => {
            if (job === undefined) return;
            try {
              await handler(job.data, { id: job.id, retryCount: job.retryCount }, job.signal);
            } finally {
              // It would sleep for its polling interval after every job otherwise.
              for (const id of workers) boss.notifyWorker(id);
            }
          },
        )
        .then((id) => workers.push(id));
    },
    async stop(graceMs) {
      await boss.stop({ graceful: true, timeout: graceMs, close: true });
    },
  };
}
