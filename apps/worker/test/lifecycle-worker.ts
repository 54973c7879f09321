import type { Assignment } from "@intunectl/assignments";
import { reconcileKey } from "../src/engine/engine.ts";
import type { AttemptPort, EngineEvent } from "../src/engine/ports.ts";
import type { Claim, Queue } from "../src/engine/queue.ts";
import { createRate } from "../src/engine/rate.ts";
import type { Key } from "../src/store/key.ts";
import type { Store } from "../src/store/store.ts";

/** How the service answers; `lost…`: no answer came, and the write was carried out or not. */
export type Outcome = "ok" | "transient" | "permanent" | "lostBefore" | "lostAfter";

/** What a worker does on the way, in the order in which it does it. */
export interface Watcher {
  /** An attempt begins; `write` is the id that its write would carry. */
  begun(write: string): void;
  read(): readonly Assignment[];
  written(write: string, assignments: readonly Assignment[]): void;
  ended(event: EngineEvent): void;
}

/** The engine's own loop for one key, which stands still before each request until it is told the answer. */
export interface SteppedWorker {
  /** The request that it is about to send; `undefined` once it is over. */
  readonly at: () => "read" | "write" | undefined;
  /** Answers, and resolves when it stands before the next request or is over. */
  answer(outcome: Outcome): Promise<void>;
}

const toFailure = (status: number): { code: string; message: string; status: number } => ({
  code: `http-${status}`,
  message: `answered ${status}`,
  status,
});

/** Starts a worker on a claim, and resolves when it stands before its first request or is over. */
export async function startStepped(
  store: Store,
  queue: Queue,
  key: Key,
  claim: Claim,
  watcher: Watcher,
): Promise<SteppedWorker> {
  let at: "read" | "write" | undefined;
  let next = Promise.withResolvers<Outcome>();
  let reached = Promise.withResolvers<void>();
  const ask = async (what: "read" | "write"): Promise<Outcome> => {
    at = what;
    next = Promise.withResolvers();
    reached.resolve();
    return await next.promise;
  };
  const toPort = (write: string): AttemptPort => ({
    lastRequestId: () => undefined,
    async read() {
      const outcome = await ask("read");
      if (outcome !== "transient" && outcome !== "permanent")
        return { kind: "known", assignments: watcher.read() };
      const failure = toFailure(outcome === "transient" ? 503 : 403);
      return { kind: "unknown", code: "unreadable", reason: failure.message, failure };
    },
    async write(_, assignments) {
      const outcome = await ask("write");
      if (outcome === "ok" || outcome === "lostAfter") watcher.written(write, assignments);
      if (outcome === "ok") return { kind: "accepted" };
      // A timeout: for as long as a request may take, nobody knows.
      if (outcome === "lostAfter" || outcome === "lostBefore")
        throw Object.assign(new Error("no answer"), { code: "timeout" });
      return { kind: "rejected", failure: toFailure(outcome === "transient" ? 503 : 400) };
    },
  });
  const never = new AbortController().signal;
  const aDay = 86_400_000;
  const run = async (): Promise<void> => {
    try {
      await reconcileKey(
        store,
        queue,
        key,
        claim,
        never,
        {
          openPort: (_tenant, _resource, write) => {
            watcher.begun(write);
            return toPort(write);
          },
          rate: createRate(store, { windowMs: 1000, writes: 1_000_000, requests: 1_000_000 }),
          stopping: never,
          sleep: () => Promise.resolve(),
          monotonic: () => 0,
          random: () => 0.5,
          onEvent: (event) => watcher.ended(event),
        },
        // Times that no machine is slow enough for: time passes only where a test moves it.
        {
          worker: claim.id,
          requestMs: aDay,
          settleMs: aDay,
          patienceMs: aDay,
          maxAttempts: 1000,
          verifyDelaysMs: [0],
        },
      );
      at = undefined;
      reached.resolve();
    } catch (error) {
      reached.reject(error);
    }
  };
  void run();
  await reached.promise;
  return {
    at: () => at,
    async answer(outcome) {
      reached = Promise.withResolvers();
      next.resolve(outcome);
      await reached.promise;
    },
  };
}

/** One key's place in the queue, as the policy `exclusive` keeps it: waiting, taken, or free. */
export function createOnePlace(): Queue & {
  isWaiting(): boolean;
  taken(): Claim | undefined;
  take(tenant: string): Claim;
  /** The lease ends: the claim is nobody's, and the next one can have it. */
  expire(): void;
} {
  let isWaiting = false;
  let claim: Claim | undefined;
  let count = 0;
  const isMine = (other: Claim): boolean => claim?.id === other.id;
  return {
    isWaiting: () => isWaiting,
    taken: () => claim,
    take(tenant) {
      isWaiting = false;
      count += 1;
      claim = { tenant, id: `worker-${count}`, retryCount: 0 };
      return claim;
    },
    expire() {
      claim = undefined;
      isWaiting = true;
    },
    wake() {
      if (claim === undefined) isWaiting = true;
      return Promise.resolve();
    },
    touch: (other) => Promise.resolve(isMine(other)),
    complete(other) {
      if (isMine(other)) claim = undefined;
      return Promise.resolve();
    },
    work: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}
