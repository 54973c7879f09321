import { unwrapMessage } from "./unwrap-message.ts";

/** What the body of an error response says, with Intune's wrapping taken off. */
export interface ErrorBody {
  readonly code?: string;
  /** The human sentence. */
  readonly message?: string;
  readonly requestId?: string;
  readonly activityId?: string;
  /** The nested `RetryAfter`, as it was written. */
  readonly retryAfter?: string;
}

/** Reads an error body as far as it goes; of anything else nothing is known. */
export function readErrorBody(body: string): ErrorBody {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return {};
  }
  const error = member(value, "error");
  const innerError = member(error, "innerError") ?? member(error, "innererror");
  const text = member(error, "message");
  const inner = unwrapMessage(typeof text === "string" ? text : "");
  const code = chooseCode(member(error, "code"), inner.code);
  const requestId = member(innerError, "request-id") ?? member(innerError, "requestId");
  return {
    ...(code === undefined ? {} : { code }),
    ...(inner.message === "" ? {} : { message: inner.message }),
    ...(typeof requestId === "string" ? { requestId } : {}),
    ...(inner.activityId === undefined ? {} : { activityId: inner.activityId }),
    ...(inner.retryAfter === undefined ? {} : { retryAfter: inner.retryAfter }),
  };
}

function chooseCode(outer: unknown, inner: string | undefined): string | undefined {
  const code = typeof outer === "string" && outer !== "" ? outer : undefined;
  return code === undefined || code === "UnknownError" ? (inner ?? code) : code;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
}
