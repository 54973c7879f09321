import { type ErrorBody, member, parse, readGraphError, text } from "./error-body.ts";
import { redactTokens } from "./redact.ts";
import type { GraphRequest, GraphResponse } from "./request.ts";
import { unwrapMessage } from "./unwrap-message.ts";

/**
 * Reads a response that is no result: Intune's nested messages become the human sentence, with its code, its activity id
 * and its `RetryAfter`; of what is no error of Graph's, a proxy's page or a redirect, an excerpt is told.
 *
 * @example
 * ```ts
 * const graph = createGraphSender({ token: () => token, readError: readIntuneError });
 * ```
 */
export function readIntuneError(response: GraphResponse, request: GraphRequest): ErrorBody {
  const { status, body } = response;
  if (status < 400) return describe(request, response);
  const outer = readGraphError(response);
  const inner = unwrapMessage(outer.message ?? "");
  const error = member(parse(body), "error");
  const innerError = member(error, "innerError") ?? member(error, "innererror");
  const isVague = outer.code === undefined || outer.code === "UnknownError";
  return {
    code: isVague ? (inner.code ?? outer.code) : outer.code,
    message: text(inner.message) ?? describe(request, response).message,
    requestId: text(member(innerError, "request-id")) ?? text(member(innerError, "requestId")),
    activityId: inner.activityId,
    retryAfter: inner.retryAfter,
  };
}

/** A code and a sentence for an answer that does not speak for itself. */
function describe({ url, operation }: GraphRequest, { status, headers, body }: GraphResponse): ErrorBody {
  const start = `${operation.name}: status ${status}`;
  if (status >= 300 && status < 400) {
    const target = headers["location"] ?? "";
    // Only the origin: a query can carry secrets.
    const place = URL.canParse(target, url) ? new URL(target, url).origin : "elsewhere";
    return { code: "redirect", message: `${start} redirects to ${place}; redirects are not followed` };
  }
  if (body.trim() === "") return { message: `${start} with an empty body` };
  const what = status < 300 ? "a body that is not a JSON object: " : "";
  return { message: `${start} with ${what}${toExcerpt(body)}` };
}

/** Enough of a body to recognise a proxy's page, on one line; cut after tokens are out, or half of one could stay. */
function toExcerpt(body: string): string {
  const line = redactTokens(body.slice(0, 16_384)).replaceAll(/\s+/g, " ").trim();
  return JSON.stringify(line.length > 120 ? `${line.slice(0, 120)}…` : line);
}
