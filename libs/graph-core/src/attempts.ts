import { type Attempt, type Call, endCall } from "./call.ts";
import { type Clock, sleep } from "./clock.ts";
import type { ReadError } from "./error-body.ts";
import { GraphNetworkError, GraphTimeoutError } from "./errors.ts";
import type { Send } from "./request.ts";
import { readRetryAfter } from "./retry-after.ts";
import { planRetry } from "./retry-plan.ts";
import { TransportError, type TransportFailure } from "./transport.ts";

/** What the attempts of a call need. */
export interface AttemptsOptions {
  readonly attempt: Attempt;
  readonly maxAttempts: number;
  readonly deadlineMs: number;
  readonly clock: Clock;
  readonly readError: ReadError;
  readonly onRetry: OnRetry;
}

/** Decides about a further attempt, before the wait for it: the wait in milliseconds, or the reason to make none. */
export type OnRetry = (call: Call, waitMs: number, outcome: number | TransportFailure) => number | string;

/** Sends a request until it has an answer that will not get better. */
export function createAttempts(options: AttemptsOptions): Send {
  const { attempt, maxAttempts, clock, readError, onRetry } = options;
  return async (request) => {
    const { url, signal, operation, method, deadlineMs = options.deadlineMs } = request;
    const call: Call = { request, deadlineMs, attempts: 0, mayHaveTakenEffect: false };
    for (;;) {
      signal?.throwIfAborted();
      const ended = await attempt(call).catch((error: unknown) => {
        // The caller asked for it and recognises the reason.
        if (signal?.aborted === true || !(error instanceof TransportError)) throw error;
        return error;
      });
      const isLost = ended instanceof TransportError;
      if (!isLost && ended.status < 400 && call.attempts === 1) return ended;
      const outcome = isLost ? ended.failure : ended.status;
      const { attempts, mayHaveTakenEffect } = call;
      const elapsedMs = clock.now() - (call.startedAt ?? 0);
      const { waitMs, why } = planRetry({
        outcome,
        retryAfterMs: isLost ? undefined : readRetryAfter(ended, clock.date(), readError(ended, request)),
        attempts,
        maxAttempts,
        isIdempotent: method === "GET" || operation.idempotent === true,
        elapsedMs,
        deadlineMs,
        random: clock.random(),
      });
      const next = waitMs === undefined ? why : onRetry(call, waitMs, outcome);
      if (typeof next === "number") {
        await sleep(clock, next, signal);
        continue;
      }
      if (!isLost) return { ...ended, attempts, mayHaveTakenEffect, note: next };
      const isLate = outcome === "timeout";
      const text = `no response from ${new URL(url).host}: ${ended.message}`;
      throw endCall(call, isLate ? GraphTimeoutError : GraphNetworkError, withNote(text, next), {
        code: isLate ? "timeout" : "network",
        cause: ended,
      });
    }
  };
}

/** A message, and why it was not sent again. */
export function withNote(text: string, note: string | undefined): string {
  return note === undefined ? text : `${text} (${note})`;
}
