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

/**
 * No whole response came back.
 *
 * @example
 * ```ts
 * const offline: Transport = () => Promise.reject(new TransportError("notSent", new Error("the network is down")));
 * ```
 */
export class TransportError extends Error {
  override readonly name: string = "TransportError";
  readonly failure: TransportFailure;

  constructor(failure: TransportFailure, cause?: unknown) {
    super(failure === "timeout" ? "the time is over" : toReason(cause), { cause });
    this.failure = failure;
  }
}

/** `fetch` says only "fetch failed"; the reason is one level down. A failure of several addresses has only a code. */
function toReason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.cause instanceof Error) return toReason(cause.cause);
  return cause.message === "" && "code" in cause ? String(cause.code) : cause.message;
}
