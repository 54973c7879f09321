import type { TransportFailure } from "./transport.ts";

/** How one attempt ended without success. */
export type Outcome =
  | { readonly kind: "status"; readonly status: number; readonly retryAfterMs: number | undefined }
  | { readonly kind: "failure"; readonly failure: TransportFailure };

/** What the decision needs to know. */
export interface RetryFacts {
  readonly outcome: Outcome;
  /** The attempt that just ended: 1 for the first. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Sending it twice leaves what sending it once leaves. */
  readonly isIdempotent: boolean;
  /** Milliseconds until the deadline. */
  readonly remainingMs: number;
  /** At least 0, below 1. */
  readonly random: number;
}

/** Whether an attempt is followed by another one. */
export type RetryPlan =
  | { readonly kind: "retry"; readonly waitMs: number }
  /** `why` is there when another attempt would have been right. */
  | { readonly kind: "stop"; readonly why?: string };

/**
 * Decides whether to send again, and how long to wait before.
 *
 * 429 and 503 say that nothing was done. 504 and a lost connection leave that open, so only what may be done twice is
 * sent again. 500, 501 and 502 are never retried.
 */
export function planRetry(facts: RetryFacts): RetryPlan {
  if (!isTransient(facts)) return { kind: "stop" };
  const { outcome, attempt, maxAttempts, remainingMs } = facts;
  if (attempt >= maxAttempts) return { kind: "stop", why: `after ${attempt} attempts` };
  const asked = outcome.kind === "status" ? outcome.retryAfterMs : undefined;
  // What the server closed long ago says nothing about now.
  const isStale = outcome.kind === "failure" && outcome.failure === "stale";
  const waitMs = isStale ? 0 : (asked ?? toBackoff(attempt, facts.random));
  if (waitMs < remainingMs) return { kind: "retry", waitMs };
  const wait = `${asked === undefined ? "the next attempt is" : "the service asks to wait"} ${toSeconds(waitMs)}`;
  return { kind: "stop", why: `${wait}, and the deadline is in ${toSeconds(remainingMs)}` };
}

function isTransient({ outcome, isIdempotent }: RetryFacts): boolean {
  if (outcome.kind === "status")
    return outcome.status === 429 || outcome.status === 503 || (outcome.status === 504 && isIdempotent);
  switch (outcome.failure) {
    case "notSent":
    case "stale":
      return true;
    case "lost":
      return isIdempotent;
    case "timeout":
      return false;
    default:
      return outcome.failure satisfies never;
  }
}

/** Full jitter: clients that failed together do not come back together. */
function toBackoff(attempt: number, random: number): number {
  return Math.ceil(random * Math.min(30_000, 250 * 2 ** attempt));
}

function toSeconds(ms: number): string {
  return `${Number((Math.max(0, ms) / 1000).toFixed(1))} s`;
}
