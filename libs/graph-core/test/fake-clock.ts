import type { Clock } from "../src/index.ts";

/** A clock that a test moves; timers run in the order of their time. */
export interface FakeClock extends Clock {
  /** Runs everything that is due until then; lets promises settle after each timer. */
  advance(ms: number): Promise<void>;
  /** Runs timers until there is none. */
  drain(): Promise<void>;
  /** Runs timers until the promise has an outcome. */
  settle<Value>(promise: Promise<Value>): Promise<Value>;
}

export function createFakeClock(): FakeClock {
  let now = 0;
  let timers: { at: number; callback: () => void }[] = [];
  const runUntil = async (end: number): Promise<void> => {
    for (;;) {
      const next = timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) return;
      timers = timers.filter((timer) => timer !== next);
      now = Math.max(now, next.at);
      next.callback();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    now: () => now,
    date: () => now,
    random: () => 0.5,
    setTimer(callback, ms) {
      const timer = { at: now + ms, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    async advance(ms) {
      const end = now + ms;
      await runUntil(end);
      now = end;
    },
    drain: () => runUntil(Infinity),
    async settle(promise) {
      const outcome = { isThere: false };
      const end = (): void => void (outcome.isThere = true);
      promise.then(end, end);
      while (!outcome.isThere) {
        await new Promise((resolve) => setImmediate(resolve));
        await runUntil(Infinity);
      }
      return promise;
    },
  };
}
