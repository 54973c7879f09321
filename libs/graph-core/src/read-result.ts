import { withNote } from "./attempts.ts";
import { parse, type ReadError } from "./error-body.ts";
import {
  GraphAuthenticationError,
  GraphError,
  GraphPermissionError,
  GraphResponseError,
  GraphThrottledError,
} from "./errors.ts";
import type { GraphRequest, GraphResponse } from "./request.ts";
import { readRetryAfter } from "./retry-after.ts";

/**
 * The JSON of a response, or the error that it is.
 *
 * Some actions that are documented to return a collection answer with an empty body, and others with 204: for a write
 * both are `{}`. An empty answer to a read is an error, because "not known" must not look like "nothing there".
 */
export function readResult(
  request: GraphRequest,
  response: GraphResponse,
  nowMs: number,
  readError: ReadError,
): object {
  const { status, headers, body, note, attempts = 1, mayHaveTakenEffect = true } = response;
  let code = `http${status}`;
  if (status >= 200 && status < 300) {
    // `trim` also takes off the byte order mark that some gateways write.
    const value = response.value === undefined ? parse(body.trim() || "null") : response.value;
    if (value === null && request.method !== "GET") return {};
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
    code = value === null ? "emptyBody" : "invalidBody";
  }
  const said = readError(response, request);
  const message = said.message ?? `${request.operation.name}: status ${status}, ${code}`;
  throw new (toClass(status))(withNote(message, note), {
    code: said.code ?? code,
    status,
    requestId: headers["request-id"] ?? said.requestId,
    clientRequestId: request.headers["client-request-id"],
    operation: request.operation.name,
    activityId: said.activityId,
    retryAfterMs: readRetryAfter(response, nowMs, said),
    attempts,
    mayHaveTakenEffect,
    body,
  });
}

function toClass(status: number): typeof GraphError {
  if (status < 400) return GraphResponseError;
  if (status === 401) return GraphAuthenticationError;
  if (status === 403) return GraphPermissionError;
  return status === 429 ? GraphThrottledError : GraphError;
}
