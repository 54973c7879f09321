import { readErrorBody } from "./error-body.ts";
import type { GraphResponse } from "./request.ts";

/** Milliseconds to wait from a `Retry-After` value: seconds, fractions of seconds, or an HTTP date; `undefined` when it is neither. */
export function parseRetryAfter(value: string, nowMs: number): number | undefined {
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  // Date.parse reads almost anything; an HTTP date starts with the name of a day.
  if (!/^[A-Z][a-z]{2,8}, /.test(text)) return undefined;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

/** How long a response asks to wait, in milliseconds: by its header, or inside Intune's message. */
export function readRetryAfter({ headers, body }: GraphResponse, nowMs: number): number | undefined {
  const text = headers["retry-after"] ?? readErrorBody(body).retryAfter;
  if (text === undefined) return undefined;
  // By the server's own clock, when it tells: ours may be wrong.
  const dateMs = Date.parse(headers["date"] ?? "");
  return parseRetryAfter(text, Number.isNaN(dateMs) ? nowMs : dateMs);
}
