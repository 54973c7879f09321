import { leavesOpen } from "./call-facts.ts";
import { readErrorBody } from "./error-body.ts";
import {
  GraphAuthenticationError,
  GraphError,
  type GraphErrorFacts,
  GraphPermissionError,
  GraphResponseError,
  GraphThrottledError,
} from "./errors.ts";
import { redactTokens } from "./redact.ts";
import type { GraphRequest, GraphResponse } from "./request.ts";
import { readRetryAfter } from "./retry-after.ts";

/**
 * The JSON of a response, or the error that it is.
 *
 * Some actions that are documented to return a collection answer with an empty body, and others with 204: for a write
 * both are `{}`. An empty answer to a read is an error, because "not known" must not look like "nothing there".
 */
export function readResult(request: GraphRequest, response: GraphResponse, nowMs: number): object {
  const { status } = response;
  if (status >= 300 && status < 400) throw redirected(request, response);
  if (status < 200 || status >= 300) throw failed(request, response, nowMs);
  const value = response.value === undefined ? parseJson(request, response) : response.value;
  if (value === null) {
    if (request.method !== "GET") return {};
    throw new GraphResponseError(`${request.operation.name}: status ${status} with an empty body`, {
      ...toFacts(request, response),
      code: "emptyBody",
    });
  }
  if (typeof value === "object" && !Array.isArray(value)) return value;
  throw invalidBody(request, response);
}

type Facts = Omit<GraphErrorFacts, "code">;

function toFacts(request: GraphRequest, response: GraphResponse): Facts {
  const requestId = response.headers["request-id"];
  const clientRequestId = request.headers["client-request-id"];
  return {
    status: response.status,
    operation: request.operation.name,
    body: response.body,
    attempts: response.attempts ?? 1,
    mayHaveTakenEffect: response.mayHaveTakenEffect ?? leavesOpen(response.status),
    ...(requestId === undefined ? {} : { requestId }),
    ...(clientRequestId === undefined ? {} : { clientRequestId }),
  };
}

function parseJson(request: GraphRequest, response: GraphResponse): unknown {
  // Also takes off the byte order mark that some gateways write.
  const text = response.body.trim();
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    // Without the SyntaxError as cause: V8 quotes the text in it, which may hold a token.
    throw invalidBody(request, response);
  }
}

function invalidBody(request: GraphRequest, response: GraphResponse): GraphError {
  const what = `status ${response.status} with a body that is not a JSON object`;
  return new GraphResponseError(`${request.operation.name}: ${what}: ${toExcerpt(response.body)}`, {
    ...toFacts(request, response),
    code: "invalidBody",
  });
}

function redirected(request: GraphRequest, response: GraphResponse): GraphError {
  const { location } = response.headers;
  // Only the origin: a query can carry secrets.
  const target =
    location !== undefined && URL.canParse(location, request.url)
      ? new URL(location, request.url).origin
      : "elsewhere";
  const message = `${request.operation.name}: status ${response.status} redirects to ${target}; redirects are not followed`;
  return new GraphResponseError(message, { ...toFacts(request, response), code: "redirect" });
}

function failed(request: GraphRequest, response: GraphResponse, nowMs: number): GraphError {
  const { status, body, note } = response;
  const facts = toFacts(request, response);
  const error = readErrorBody(body);
  const retryAfterMs = readRetryAfter(response, nowMs);
  const requestId = facts.requestId ?? error.requestId;
  const text = body.trim() === "" ? "an empty body" : toExcerpt(body);
  const sentence = error.message ?? `${request.operation.name}: status ${status} with ${text}`;
  return createError(status, note === undefined ? sentence : `${sentence} (${note})`, {
    ...facts,
    code: error.code ?? `http${status}`,
    ...(requestId === undefined ? {} : { requestId }),
    ...(error.activityId === undefined ? {} : { activityId: error.activityId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function createError(status: number, message: string, facts: GraphErrorFacts): GraphError {
  if (status === 401) return new GraphAuthenticationError(message, facts);
  if (status === 403) return new GraphPermissionError(message, facts);
  if (status === 429) return new GraphThrottledError(message, facts);
  return new GraphError(message, facts);
}

/** Enough of a body to recognise a proxy's page, on one line; cut after tokens are out, or half of one could stay. */
function toExcerpt(body: string): string {
  const text = redactTokens(body.slice(0, 16_384)).replaceAll(/\s+/g, " ").trim();
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}
