import { type Clock, systemClock } from "./clock.ts";
import { createLane, type Waiter } from "./lane.ts";
import { createWindow } from "./window.ts";

/** What wants to be sent. */
export interface AdmissionRequest {
  /** Anything but a GET. */
  readonly isWrite: boolean;
  /** It was sent before, so it goes before those that were not. */
  readonly isRetry: boolean;
  /** The longest closing of the gate, in milliseconds, that is worth waiting for. */
  readonly patienceMs: number;
  readonly signal?: AbortSignal;
}

/** The answer to one that wants to be sent. */
export type Admission =
  /** `release` is called once, when the response was read or is known not to come. */
  | { readonly kind: "admitted"; release(): void }
  /** Nobody is admitted for longer than was worth waiting for. */
  | { readonly kind: "closed"; readonly retryAfterMs: number }
  /** Too many wait already. */
  | { readonly kind: "full" };

/**
 * Decides when requests leave, for everybody who shares it: one client, many clients of one app and tenant, or, over a
 * shared store, many processes.
 */
export interface Governor {
  /** An answer at once, or a promise of one; it throws or rejects with the signal's reason. */
  acquire(request: AdmissionRequest): Admission | Promise<Admission>;
  /** The service asks to wait: nobody is admitted for so many milliseconds. */
  close(ms: number): void;
}

/** How many requests a service takes in a window, from one app in one tenant. */
export interface RateLimits {
  readonly windowMs: number;
  /** Of any method. */
  readonly requests: number;
  /** POST, PUT, PATCH and DELETE. */
  readonly writes: number;
}

/**
 * The limits that are published for most of Intune; those of the devices resource are twice as high.
 *
 * @example
 * ```ts
 * const half = { ...intuneLimits, requests: intuneLimits.requests / 2, writes: intuneLimits.writes / 2 };
 * const governor = createGovernor({ limits: half });
 * ```
 * @see https://learn.microsoft.com/graph/throttling-limits
 */
export const intuneLimits: RateLimits = { windowMs: 20_000, requests: 1000, writes: 100 };

/** How a governor is made. */
export interface GovernorOptions {
  readonly limits?: RateLimits;
  /** How many may wait; 10,000 when absent. */
  readonly maxQueue?: number;
  readonly clock?: Clock;
}

/**
 * A governor in memory: first come, first served; reads pass writes only while no write may leave.
 *
 * @example
 * ```ts
 * const governor = createGovernor({ limits: { windowMs: 20_000, requests: 500, writes: 50 } });
 * const graph = createGraphClient({ credential, governor });
 * ```
 */
export function createGovernor({
  limits = intuneLimits,
  maxQueue = 10_000,
  clock = systemClock,
}: GovernorOptions = {}): Governor {
  const any = createWindow(limits.requests, limits.windowMs);
  const writes = createWindow(limits.writes, limits.windowMs);
  const reading = createLane();
  const writing = createLane();
  let arrivals = 0;
  let openAt = -Infinity;
  let cancelTimer: (() => void) | undefined;

  const admit = (isWrite: boolean): Admission => {
    any.take();
    if (isWrite) writes.take();
    return {
      kind: "admitted",
      release() {
        const now = clock.now();
        any.give(now);
        if (isWrite) writes.give(now);
        if (reading.size() + writing.size() > 0) schedule(now);
      },
    };
  };

  const first = (now: number): Waiter | undefined => {
    if (now < openAt || !any.isFree(now)) return undefined;
    const read = reading.first();
    const write = writes.isFree(now) ? writing.first() : undefined;
    if (read === undefined || write === undefined) return read ?? write;
    return read.arrival < write.arrival ? read : write;
  };

  const drain = (): void => {
    const now = clock.now();
    for (let waiter = first(now); waiter !== undefined; waiter = first(now)) {
      (waiter.isWrite ? writing : reading).remove(waiter);
      waiter.settle(admit(waiter.isWrite));
    }
    schedule(now);
  };

  /** One timer, for the next moment at which somebody may leave; without one, a release comes first. */
  const schedule = (now: number): void => {
    cancelTimer?.();
    cancelTimer = undefined;
    if (reading.size() + writing.size() === 0) return;
    let at = any.isFree(now) ? now : any.nextMs();
    if (at !== undefined && reading.size() === 0 && !writes.isFree(now)) {
      const next = writes.nextMs();
      at = next === undefined ? undefined : Math.max(at, next);
    }
    if (now < openAt) at = Math.max(at ?? openAt, openAt);
    if (at !== undefined) cancelTimer = clock.setTimer(drain, Math.max(0, Math.ceil(at - now)));
  };

  return {
    acquire({ isWrite, isRetry, patienceMs, signal }) {
      signal?.throwIfAborted();
      if (reading.size() + writing.size() > 0) drain();
      const now = clock.now();
      if (openAt - now > patienceMs) return { kind: "closed", retryAfterMs: Math.ceil(openAt - now) };
      // Whoever waits and may leave has left above, so nobody is overtaken.
      if (now >= openAt && any.isFree(now) && (!isWrite || writes.isFree(now))) return admit(isWrite);
      if (reading.size() + writing.size() >= maxQueue && !isRetry) return { kind: "full" };
      arrivals += 1;
      const lane = isWrite ? writing : reading;
      const { promise, resolve, reject } = Promise.withResolvers<Admission>();
      const stop = (): void => {
        lane.remove(waiter);
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        isWrite,
        isRetry,
        patienceMs,
        arrival: isRetry ? -1 : arrivals,
        settle(admission) {
          signal?.removeEventListener("abort", stop);
          resolve(admission);
        },
      };
      signal?.addEventListener("abort", stop);
      lane.add(waiter);
      schedule(now);
      return promise;
    },
    close(ms) {
      const now = clock.now();
      openAt = Math.max(openAt, now + ms);
      for (const lane of [reading, writing])
        for (const waiter of lane.waiters())
          if (waiter.patienceMs < openAt - now) {
            lane.remove(waiter);
            waiter.settle({ kind: "closed", retryAfterMs: Math.ceil(openAt - now) });
          }
      schedule(now);
    },
  };
}
