import { Failure } from "../failure.ts";

/** A limit of requests in a time. */
export interface ThrottleLimit {
  /** Whose requests are counted together. */
  readonly scope: "app" | "tenant" | "appAndTenant";
  /** Any request, or all but GET. */
  readonly counts: "all" | "writes";
  readonly requests: number;
  readonly seconds: number;
}

/** How the wait is told: whole seconds, with a fraction, as a date, or not at all. */
export type RetryAfterForm = "seconds" | "fraction" | "date" | "none";

/** When requests are refused with 429. */
export interface ThrottleOptions {
  readonly limits: readonly ThrottleLimit[];
  /** Default `"seconds"`; Intune is reported to leave the header out. */
  readonly retryAfter?: RetryAfterForm;
}

/**
 * What is published for most of Intune, and for Graph as a whole. No page lists group policy configurations: that these
 * limits are theirs is not verified.
 *
 * @see https://learn.microsoft.com/graph/throttling-limits
 */
export const publishedLimits: readonly ThrottleLimit[] = [
  { scope: "appAndTenant", counts: "writes", requests: 100, seconds: 20 },
  { scope: "tenant", counts: "writes", requests: 200, seconds: 20 },
  { scope: "appAndTenant", counts: "all", requests: 1000, seconds: 20 },
  { scope: "tenant", counts: "all", requests: 2000, seconds: 20 },
  { scope: "app", counts: "all", requests: 130_000, seconds: 10 },
];

/** Who asks, and for what. */
export interface ThrottleSubject {
  readonly appId: string;
  readonly tenantId: string;
  readonly isWrite: boolean;
}

/** Counts requests in windows that begin with the first request after the last window's end. */
export interface Throttle {
  /** Throws 429 when a limit is passed; refused requests count, too. */
  check(subject: ThrottleSubject, nowMs: number): void;
  options(): ThrottleOptions | undefined;
  setOptions(options: ThrottleOptions | undefined): void;
  /** Starts all windows anew. */
  restart(): void;
}

interface Window {
  readonly startMs: number;
  count: number;
}

/** Without options nothing is refused. */
export function createThrottle(initial: ThrottleOptions | undefined): Throttle {
  let options = initial;
  const windows = new Map<string, Window>();
  return {
    check(subject, nowMs) {
      if (options === undefined) return;
      let waitMs = 0;
      for (const [index, limit] of options.limits.entries()) {
        if (limit.counts === "writes" && !subject.isWrite) continue;
        const key = `${index} ${toOwner(limit, subject)}`;
        const endAfterMs = limit.seconds * 1000;
        let window = windows.get(key);
        if (window === undefined || nowMs >= window.startMs + endAfterMs || nowMs < window.startMs) {
          window = { startMs: nowMs, count: 0 };
          windows.set(key, window);
        }
        window.count += 1;
        if (window.count > limit.requests) waitMs = Math.max(waitMs, window.startMs + endAfterMs - nowMs);
      }
      if (waitMs > 0) throw tooManyRequests(waitMs, nowMs, options.retryAfter ?? "seconds");
    },
    options: () => options,
    setOptions(given) {
      options = given;
      windows.clear();
    },
    restart: () => windows.clear(),
  };
}

function toOwner({ scope }: ThrottleLimit, { appId, tenantId }: ThrottleSubject): string {
  return scope === "app" ? appId : scope === "tenant" ? tenantId : `${appId} ${tenantId}`;
}

function tooManyRequests(waitMs: number, nowMs: number, form: RetryAfterForm): Failure {
  const header = toRetryAfter(waitMs, nowMs, form);
  const headers = header === undefined ? {} : { "retry-after": header };
  return new Failure(429, "TooManyRequests", "Too Many Requests", "nested", headers);
}

/** The header's value. */
export function toRetryAfter(waitMs: number, nowMs: number, form: RetryAfterForm): string | undefined {
  switch (form) {
    case "seconds":
      return String(Math.ceil(waitMs / 1000));
    case "fraction":
      return (waitMs / 1000).toFixed(3);
    case "date":
      return new Date(Math.ceil((nowMs + waitMs) / 1000) * 1000).toUTCString();
    case "none":
      return undefined;
    default:
      return form satisfies never;
  }
}
