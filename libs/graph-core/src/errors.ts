import { redactTokens } from "./redact.ts";

/** What is known about a failed call. */
export interface GraphErrorFacts {
  /**
   * Graph's code (`ResourceNotFound`) or ours: `network`, `timeout`, `redirect`, `invalidBody`, `emptyBody`,
   * `untrustedLink`, `unknownType`, `tooManyItems`, `noToken`, `missingPermission`, `throttled`, `queueFull`,
   * `dependencyFailed`; `http502` when the service gave none.
   */
  readonly code: string;
  /** HTTP status; absent when no response came. */
  readonly status?: number | undefined;
  /** The service's id of the request, from the header before the body. */
  readonly requestId?: string | undefined;
  /** The id that this client sent as `client-request-id`. */
  readonly clientRequestId?: string | undefined;
  /** Name of the operation. */
  readonly operation: string;
  /** Intune's own trace id, when its message carried one. */
  readonly activityId?: string | undefined;
  /** How long the service asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** How often the request was sent; 0 when it never left. */
  readonly attempts?: number;
  /** Whether the service may have carried out what was asked; true when absent. */
  readonly mayHaveTakenEffect?: boolean;
  readonly cause?: unknown;
  /** The response's text, with tokens taken out. */
  readonly body?: string;
}

/**
 * A call to Graph that failed; `message` is the service's human sentence when there is one.
 *
 * @example
 * ```ts
 * try {
 *   await graph.send(getGroup, { groupId });
 * } catch (error) {
 *   if (error instanceof GraphError) console.error(error.status, error.code, error.message, error.requestId);
 *   else throw error;
 * }
 * ```
 */
export class GraphError extends Error {
  override readonly name: string = "GraphError";
  declare readonly code: string;
  declare readonly status: number | undefined;
  declare readonly requestId: string | undefined;
  declare readonly clientRequestId: string | undefined;
  declare readonly operation: string;
  declare readonly activityId: string | undefined;
  declare readonly retryAfterMs: number | undefined;
  declare readonly attempts: number;
  /**
   * Whether the service may have carried out what was asked, in this attempt or an earlier one.
   *
   * False when nothing left, or every answer was a 4xx. Otherwise only a read can tell.
   */
  declare readonly mayHaveTakenEffect: boolean;
  declare readonly body: string | undefined;

  constructor(message: string, facts: GraphErrorFacts) {
    super(redactTokens(message), facts);
    const { cause: _, body, ...rest } = facts;
    const all = { attempts: 1, mayHaveTakenEffect: true, ...rest, body: body && redactTokens(body) };
    // What is not known is not there, so that a printed error shows facts only.
    for (const [name, fact] of Object.entries(all))
      if (fact !== undefined) Object.assign(this, { [name]: fact });
  }
}

/**
 * The service, or this client's own queue, has no room now: 429, a closed gate, a full queue.
 *
 * @example
 * ```ts
 * if (error instanceof GraphThrottledError) console.error(`again in ${error.retryAfterMs ?? 20_000} ms`);
 * ```
 */
export class GraphThrottledError extends GraphError {
  override readonly name: string = "GraphThrottledError";
}

/**
 * No response came: whether the service did anything is not known.
 *
 * @example
 * ```ts
 * if (error instanceof GraphNetworkError && error.mayHaveTakenEffect) console.error("read it again", error.cause);
 * ```
 */
export class GraphNetworkError extends GraphError {
  override readonly name: string = "GraphNetworkError";
}

/**
 * The deadline passed.
 *
 * @example
 * ```ts
 * if (error instanceof GraphTimeoutError) console.error(`gave up after ${error.attempts} attempts`);
 * ```
 */
export class GraphTimeoutError extends GraphError {
  override readonly name: string = "GraphTimeoutError";
}

/**
 * There is no token, or the service does not take it: 401.
 *
 * @example
 * ```ts
 * if (error instanceof GraphAuthenticationError) console.error("sign in again:", error.message);
 * ```
 */
export class GraphAuthenticationError extends GraphError {
  override readonly name: string = "GraphAuthenticationError";
}

/**
 * The token does not allow the operation: 403, or the check before sending.
 *
 * @example
 * ```ts
 * if (error instanceof GraphPermissionError) console.error("not allowed:", error.message, error.requestId);
 * ```
 */
export class GraphPermissionError extends GraphError {
  override readonly name: string = "GraphPermissionError";
}

/**
 * A response that cannot be taken for a result: not JSON, empty, a redirect, a link elsewhere, a type nobody knows.
 *
 * @example
 * ```ts
 * if (error instanceof GraphResponseError && error.code === "redirect") console.error("a proxy is in the way");
 * ```
 */
export class GraphResponseError extends GraphError {
  override readonly name: string = "GraphResponseError";
}

/**
 * An input that cannot be sent; nothing was.
 *
 * @example
 * ```ts
 * if (error instanceof GraphInputError) console.error(`${error.parameter} of ${error.operation} cannot be sent`);
 * ```
 */
export class GraphInputError extends Error {
  override readonly name: string = "GraphInputError";
  /** The name in the operation's input: `groupId`. */
  declare readonly parameter: string;
  declare readonly operation: string;
  /** As on a `GraphError`: nothing left. */
  readonly mayHaveTakenEffect = false;

  constructor(message: string, facts: { readonly parameter: string; readonly operation: string }) {
    super(message);
    Object.assign(this, facts);
  }
}
