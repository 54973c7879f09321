import type { TransportFailure } from "./transport.ts";

/** What the decision needs to know. */
export interface RetryFacts {
  /** The status of the answer, or why there was none. */
  readonly outcome: number | TransportFailure;
  /** How long the service asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  readonly attempts: number;
  readonly maxAttempts: number;
  /** Sending it twice leaves what sending it once leaves. */
  readonly isIdempotent: boolean;
  /** Milliseconds since the first attempt. */
  readonly elapsedMs: number;
  /** How many there may be. */
  readonly deadlineMs: number;
  /** At least 0, below 1. */
  readonly random: number;
}

/** What follows an attempt. */
export interface RetryPlan {
  /** Milliseconds until the next attempt; absent when there is none. */
  readonly waitMs?: number;
  /** Why there is none although another one would have been right. */
  readonly why?: string;
}

/**
 * Decides whether to send again, and how long to wait before.
 *
 * 429 and 503 say that nothing was done. 504 and a lost connection leave that open, so only what may be done twice is
 * sent again; so does a kept connection that was reset, because nobody can tell a server that had closed it from one that
 * did its work and then fell. 500, 501 and 502 are never retried.
 */
export function planRetry(facts: RetryFacts): RetryPlan {
  const { outcome, retryAfterMs, attempts, deadlineMs, elapsedMs } = facts;
  if (!undone.has(outcome) && !(facts.isIdempotent && unknown.has(outcome))) return {};
  if (attempts >= facts.maxAttempts) return attempts > 1 ? { why: `after ${attempts} attempts` } : {};
  const leftMs = deadlineMs - elapsedMs;
  // Half of what is left, so that there is time for the attempt.
  const waitMs = retryAfterMs ?? Math.min(toBackoff(facts), leftMs / 2);
  if (waitMs < leftMs) return { waitMs };
  return {
    why: `the service asks to wait ${toSeconds(waitMs)} s, and the deadline is in ${toSeconds(leftMs)} s`,
  };
}

const undone: ReadonlySet<number | string> = new Set([429, 503, "notSent"]);
const unknown: ReadonlySet<number | string> = new Set([504, "lost", "stale"]);

/**
 * Full jitter below a doubling bound: clients that failed together do not come back together.
 *
 * Intune leaves out `Retry-After` although its window is 20 s, so the last attempt after a 429 does not come before that.
 */
function toBackoff({ outcome, attempts, maxAttempts, elapsedMs, random }: RetryFacts): number {
  // What the server closed, most likely long ago, says nothing about now.
  if (outcome === "stale") return 0;
  const baseMs = outcome === 429 ? 2500 : 250;
  const waitMs = random * Math.min(windowMs, baseMs * 2 ** attempts);
  const isLast = outcome === 429 && attempts + 1 === maxAttempts;
  return isLast ? Math.max(waitMs, windowMs - elapsedMs + random * baseMs) : waitMs;
}

const windowMs = 20_000;

function toSeconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
