import type { AnyOperation, HttpMethod } from "./operation.ts";

/** One HTTP request, before the transport adds the token. */
export interface GraphRequest {
  readonly method: HttpMethod;
  /** Absolute. */
  readonly url: string;
  /** Names are lower case. The token is not here: only the transport sees it. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** Milliseconds for all attempts and the waits between them, from the first admission on; the client's own when absent. */
  readonly deadlineMs?: number;
  /** What is being done, for middleware that decides by it. */
  readonly operation: AnyOperation;
}

/** One HTTP response, read to its end; every status arrives here, also 404 and 503. */
export interface GraphResponse {
  readonly status: number;
  /** Names are lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body where it was parsed already, as in an answer of `$batch`. */
  readonly value?: unknown;
  /** How often the request was sent; absent for once. */
  readonly attempts?: number;
  /** An earlier attempt may have been carried out, whatever this answer says; absent when this is the only one. */
  readonly mayHaveTakenEffect?: boolean;
  /** Why it was not sent again, for the error's message. */
  readonly note?: string | undefined;
}

/** Sends one request; rejects only when no whole response came back. */
export type Send = (request: GraphRequest) => Promise<GraphResponse>;

/**
 * Wraps a `Send`: retries, limits, logs.
 *
 * @example
 * ```ts
 * const log: Middleware = (next) => async (request) => {
 *   const response = await next(request);
 *   console.error(request.operation.name, response.status);
 *   return response;
 * };
 * ```
 */
export type Middleware = (next: Send) => Send;
