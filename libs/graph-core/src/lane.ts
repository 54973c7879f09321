import type { Admission } from "./governor.ts";

/** One that waits for its turn. */
export interface Waiter {
  readonly isWrite: boolean;
  readonly isRetry: boolean;
  readonly patienceMs: number;
  /** Grows with each one that came; below all others for one that comes again. */
  readonly arrival: number;
  settle(admission: Admission): void;
}

/** Those who wait, in the order of their coming; those who come again are before the rest. */
export interface Lane {
  add(waiter: Waiter): void;
  first(): Waiter | undefined;
  remove(waiter: Waiter): void;
  size(): number;
  waiters(): readonly Waiter[];
}

/** An empty lane. */
export function createLane(): Lane {
  // A set keeps the order of insertion, and anybody can leave it from the middle.
  const again = new Set<Waiter>();
  const fresh = new Set<Waiter>();
  return {
    add: (waiter) => void (waiter.isRetry ? again : fresh).add(waiter),
    first() {
      for (const waiter of again) return waiter;
      for (const waiter of fresh) return waiter;
      return undefined;
    },
    remove: (waiter) => void (waiter.isRetry ? again : fresh).delete(waiter),
    size: () => again.size + fresh.size,
    waiters: () => [...again, ...fresh],
  };
}
