import type { ErrorBody } from "./error-body.ts";
import type { GraphResponse } from "./request.ts";

/**
 * Milliseconds to wait from a `Retry-After` value: seconds, fractions of seconds, or an HTTP date; `undefined` when it
 * is neither.
 *
 * @example
 * ```ts
 * const waitMs = parseRetryAfter("2.128", Date.now()); // 2128
 * ```
 */
export function parseRetryAfter(value: string, nowMs: number): number | undefined {
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  // Date.parse reads almost anything; an HTTP date starts with the name of a day.
  const waitMs = Date.parse(/^[A-Z][a-z]{2,8}, /.test(text) ? text : "") - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}

/** How long a response asks to wait, in milliseconds: by its header, or inside its body. */
export function readRetryAfter(
  { headers }: GraphResponse,
  nowMs: number,
  said: ErrorBody,
): number | undefined {
  const text = headers["retry-after"] ?? said.retryAfter;
  // By the server's own clock, when it tells: ours may be wrong.
  return text === undefined ? undefined : parseRetryAfter(text, Date.parse(headers["date"] ?? "") || nowMs);
}
