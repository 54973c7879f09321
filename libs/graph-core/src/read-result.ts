import { GraphError, type GraphErrorFacts } from "./errors.ts";
import { redactTokens } from "./redact.ts";
import type { GraphRequest, GraphResponse } from "./request.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { unwrapMessage } from "./unwrap-message.ts";

/**
 * The JSON of a response, or the error that it is.
 *
 * Some actions that are documented to return a collection answer with an empty body, and others with 204: for a write
 * both are `{}`. An empty answer to a read is an error, because "not known" must not look like "nothing there".
 */
export function readResult(request: GraphRequest, response: GraphResponse, nowMs: number): object {
  const { status, body } = response;
  const facts = toFacts(request, response);
  if (status >= 300 && status < 400) throw redirected(request, response, facts);
  if (status < 200 || status >= 300) throw failed(request, response, facts, nowMs);
  const isRead = request.method === "GET";
  const value = body.trim() === "" ? null : parseJson(request, response, facts);
  if (value === null && !isRead) return {};
  if (value === null) {
    throw new GraphError(`${request.operation.name}: status ${status} with an empty body`, {
      ...facts,
      code: "emptyBody",
    });
  }
  if (typeof value === "object" && !Array.isArray(value)) return value;
  throw invalidBody(request, response, facts);
}

type Facts = Omit<GraphErrorFacts, "code">;

function toFacts(request: GraphRequest, response: GraphResponse): Facts {
  const requestId = response.headers["request-id"];
  const clientRequestId = request.headers["client-request-id"];
  return {
    status: response.status,
    operation: request.operation.name,
    body: response.body,
    ...(requestId === undefined ? {} : { requestId }),
    ...(clientRequestId === undefined ? {} : { clientRequestId }),
  };
}

function parseJson(request: GraphRequest, response: GraphResponse, facts: Facts): unknown {
  try {
    return JSON.parse(response.body);
  } catch {
    // Without the SyntaxError as cause: V8 quotes the text in it, which may hold a token.
    throw invalidBody(request, response, facts);
  }
}

function invalidBody(request: GraphRequest, response: GraphResponse, facts: Facts): GraphError {
  const what = `status ${response.status} with a body that is not a JSON object`;
  return new GraphError(`${request.operation.name}: ${what}: ${toExcerpt(response.body)}`, {
    ...facts,
    code: "invalidBody",
  });
}

function redirected(request: GraphRequest, response: GraphResponse, facts: Facts): GraphError {
  const { location } = response.headers;
  // Only the origin: a query can carry secrets.
  const target =
    location !== undefined && URL.canParse(location, request.url)
      ? new URL(location, request.url).origin
      : "elsewhere";
  const message = `${request.operation.name}: status ${response.status} redirects to ${target}; redirects are not followed`;
  return new GraphError(message, { ...facts, code: "redirect" });
}

function failed(request: GraphRequest, response: GraphResponse, facts: Facts, nowMs: number): GraphError {
  const error = decodeError(response.body);
  const inner = unwrapMessage(error.message ?? "");
  const dateMs = Date.parse(response.headers["date"] ?? "");
  const retryAfter = response.headers["retry-after"] ?? inner.retryAfter;
  const retryAfterMs =
    retryAfter === undefined ? undefined : parseRetryAfter(retryAfter, Number.isNaN(dateMs) ? nowMs : dateMs);
  const requestId = facts.requestId ?? error.requestId;
  const sentence = inner.message === "" ? undefined : inner.message;
  const text = response.body.trim() === "" ? "an empty body" : toExcerpt(response.body);
  return new GraphError(sentence ?? `${request.operation.name}: status ${response.status} with ${text}`, {
    ...facts,
    code: chooseCode(error.code, inner.code) ?? `http${response.status}`,
    ...(requestId === undefined ? {} : { requestId }),
    ...(inner.activityId === undefined ? {} : { activityId: inner.activityId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function chooseCode(outer: string | undefined, inner: string | undefined): string | undefined {
  return outer === undefined || outer === "UnknownError" ? (inner ?? outer) : outer;
}

interface ErrorBody {
  readonly code?: string;
  readonly message?: string;
  readonly requestId?: string;
}

function decodeError(body: string): ErrorBody {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return {};
  }
  const error = member(value, "error");
  const innerError = member(error, "innerError") ?? member(error, "innererror");
  const code = member(error, "code");
  const message = member(error, "message");
  const requestId = member(innerError, "request-id") ?? member(innerError, "requestId");
  return {
    ...(typeof code === "string" && code !== "" ? { code } : {}),
    ...(typeof message === "string" ? { message } : {}),
    ...(typeof requestId === "string" ? { requestId } : {}),
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
}

/** Enough of a body to recognise a proxy's page, on one line; cut after tokens are out, or half of one could stay. */
function toExcerpt(body: string): string {
  const text = redactTokens(body.slice(0, 16_384)).replaceAll(/\s+/g, " ").trim();
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}
