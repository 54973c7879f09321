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
  readonly status?: number;
  /** The service's id of the request, from the header before the body. */
  readonly requestId?: string;
  /** The id that this client sent as `client-request-id`. */
  readonly clientRequestId?: string;
  /** Name of the operation. */
  readonly operation: string;
  /** Intune's own trace id, when its message carried one. */
  readonly activityId?: string;
  /** How long the service asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** How often the request was sent; 0 when it never left. */
  readonly attempts?: number;
  /** Whether the service may have carried out what was asked; true when absent. */
  readonly mayHaveTakenEffect?: boolean;
  readonly cause?: unknown;
  /** The response's text, with tokens taken out. */
  readonly body?: string;
}

/** A call to Graph that failed; `message` is the service's human sentence when there is one. */
export class GraphError extends Error {
  override readonly name: string = "GraphError";
  readonly code: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly clientRequestId: string | undefined;
  readonly operation: string;
  readonly activityId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly attempts: number;
  /**
   * Whether the service may have carried out what was asked, in this attempt or an earlier one.
   *
   * False when nothing left, or every answer was a 4xx. Otherwise only a read can tell.
   */
  readonly mayHaveTakenEffect: boolean;
  readonly body: string | undefined;

  constructor(message: string, facts: GraphErrorFacts) {
    super(redactTokens(message), facts.cause === undefined ? {} : { cause: facts.cause });
    this.code = facts.code;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.clientRequestId = facts.clientRequestId;
    this.operation = facts.operation;
    this.activityId = facts.activityId;
    this.retryAfterMs = facts.retryAfterMs;
    this.attempts = facts.attempts ?? 1;
    this.mayHaveTakenEffect = facts.mayHaveTakenEffect ?? true;
    this.body = facts.body === undefined ? undefined : redactTokens(facts.body);
  }
}

/** The service, or this client's own queue, has no room now: 429, a closed gate, a full queue. */
export class GraphThrottledError extends GraphError {
  override readonly name: string = "GraphThrottledError";
}

/** No response came: whether the service did anything is not known. */
export class GraphNetworkError extends GraphError {
  override readonly name: string = "GraphNetworkError";
}

/** The deadline passed. */
export class GraphTimeoutError extends GraphError {
  override readonly name: string = "GraphTimeoutError";
}

/** There is no token, or the service does not take it: 401. */
export class GraphAuthenticationError extends GraphError {
  override readonly name: string = "GraphAuthenticationError";
}

/** The token does not allow the operation: 403, or the check before sending. */
export class GraphPermissionError extends GraphError {
  override readonly name: string = "GraphPermissionError";
}

/** A response that cannot be taken for a result: not JSON, empty, a redirect, a link elsewhere, a type nobody knows. */
export class GraphResponseError extends GraphError {
  override readonly name: string = "GraphResponseError";
}

/** An input that cannot be sent; nothing was. */
export class GraphInputError extends Error {
  /** The name in the operation's input: `groupId`. */
  readonly parameter: string;
  readonly operation: string;
  /** As on a `GraphError`: nothing left. */
  readonly mayHaveTakenEffect = false;

  constructor(message: string, facts: { readonly parameter: string; readonly operation: string }) {
    super(message);
    this.name = "GraphInputError";
    this.parameter = facts.parameter;
    this.operation = facts.operation;
  }
}
