import type { GraphRequest, GraphResponse } from "./request.ts";

/** What a response that is no result says. */
export interface ErrorBody {
  readonly code?: string | undefined;
  /** The human sentence. */
  readonly message?: string | undefined;
  readonly requestId?: string | undefined;
  readonly activityId?: string | undefined;
  /** A `RetryAfter` in the body, as it was written. */
  readonly retryAfter?: string | undefined;
}

/** Reads a response that is no result as far as it goes; of anything else nothing is known. */
export type ReadError = (response: GraphResponse, request: GraphRequest) => ErrorBody;

/** Graph's own envelope, with its message as it is. */
export function readGraphError({ body }: GraphResponse): ErrorBody {
  const error = member(parse(body), "error");
  return { code: text(member(error, "code")), message: text(member(error, "message")) };
}

/** A member of whatever it is. */
export function member(value: unknown, name: string): unknown {
  const bag: Partial<Record<string, unknown>> = Object(value);
  return bag[name];
}

/** A text with something in it. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The value of a JSON text; `undefined` when it is none. */
export function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
