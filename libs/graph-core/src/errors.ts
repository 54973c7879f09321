import { redactTokens } from "./redact.ts";

/** What is known about a failed call. */
export interface GraphErrorFacts {
  /** Graph's code (`ResourceNotFound`) or ours (`network`, `redirect`, `invalidBody`, `emptyBody`, `untrustedLink`, `noToken`). */
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
  readonly cause?: unknown;
  /** The response's text, with tokens taken out. */
  readonly body?: string;
}

/** A call to Graph that failed; `message` is the service's human sentence when there is one. */
export class GraphError extends Error {
  readonly code: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly clientRequestId: string | undefined;
  readonly operation: string;
  readonly activityId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly body: string | undefined;

  constructor(message: string, facts: GraphErrorFacts) {
    super(redactTokens(message), facts.cause === undefined ? {} : { cause: facts.cause });
    this.name = "GraphError";
    this.code = facts.code;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.clientRequestId = facts.clientRequestId;
    this.operation = facts.operation;
    this.activityId = facts.activityId;
    this.retryAfterMs = facts.retryAfterMs;
    this.body = facts.body === undefined ? undefined : redactTokens(facts.body);
  }
}

/**
 * Whether a thrown value is a `GraphError`; also true for one of another copy of this library.
 *
 * @example
 * ```ts
 * if (isGraphError(error) && error.status === 404) return undefined;
 * ```
 */
export function isGraphError(value: unknown): value is GraphError {
  return value instanceof Error && value.name === "GraphError";
}

/** An input that cannot be sent; nothing was. */
export class GraphInputError extends Error {
  /** The name in the operation's input: `groupId`. */
  readonly parameter: string;
  readonly operation: string;

  constructor(message: string, facts: { readonly parameter: string; readonly operation: string }) {
    super(message);
    this.name = "GraphInputError";
    this.parameter = facts.parameter;
    this.operation = facts.operation;
  }
}

/** Whether a thrown value is a `GraphInputError`; also true for one of another copy of this library. */
export function isGraphInputError(value: unknown): value is GraphInputError {
  return value instanceof Error && value.name === "GraphInputError";
}
