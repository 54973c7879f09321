import type { HttpMethod } from "./operation.ts";
import type { GraphResponse } from "./request.ts";

/** One HTTP request with its token, for a transport. */
export interface TransportRequest {
  readonly method: HttpMethod;
  /** Absolute. */
  readonly url: string;
  /** Names are lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** Gives up after so many milliseconds; may be `Infinity`. */
  readonly timeoutMs: number;
}

/**
 * Carries one request over the network and reads the response to its end; it follows no redirect.
 *
 * Rejects with a `TransportError`, or with the signal's reason.
 */
export type Transport = (request: TransportRequest) => Promise<GraphResponse>;

/**
 * What is known about a request without a response: it never left, it met a kept connection that the server had closed,
 * it was lost at a point nobody knows, or the time was over.
 */
export type TransportFailure = "notSent" | "stale" | "lost" | "timeout";

/** No whole response came back. */
export class TransportError extends Error {
  readonly failure: TransportFailure;

  constructor(failure: TransportFailure, cause?: unknown) {
    super(failure === "timeout" ? "the time is over" : toReason(cause), cause === undefined ? {} : { cause });
    this.name = "TransportError";
    this.failure = failure;
  }
}

/** Calls back with a `TransportError` when the time is over, or with the signal's reason; the result ends the watch. */
export function watch(
  { signal, timeoutMs }: Pick<TransportRequest, "signal" | "timeoutMs">,
  cancel: (reason: unknown) => void,
): () => void {
  const timer =
    timeoutMs === Infinity
      ? undefined
      : setTimeout(() => cancel(new TransportError("timeout")), Math.min(timeoutMs, 0x7f_ff_ff_ff));
  const onAbort = (): void => cancel(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  };
}

/** The failures of an error that happened before a connection was there. */
export function toFailure(error: unknown): "notSent" | "lost" {
  return neverConnected.has(codeOf(error)) ? "notSent" : "lost";
}

/** The `code` of a system error, or of the one that caused it. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  return codeOf(error.cause);
}

// ENOTFOUND is not here: a name that does not exist is not found later either.
const neverConnected = new Set([
  "ECONNREFUSED",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** `fetch` says only "fetch failed"; the reason is one level down. */
function toReason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause;
  const text = inner instanceof Error && inner.message !== "" ? inner.message : cause.message;
  return text === "" ? codeOf(cause) : text;
}
