import type { GraphEvents } from "./events.ts";
import type { GraphRequest } from "./request.ts";

/** The part of an OpenTelemetry `Tracer` that is used. */
export interface Tracer {
  startSpan(
    name: string,
    options?: { readonly kind?: number; attributes?: Record<string, string | number> },
  ): Span;
}

/** The part of an OpenTelemetry `Span` that is used. */
export interface Span {
  setAttribute(name: string, value: string | number): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  addEvent(name: string, attributes?: Record<string, string | number>): unknown;
  end(): void;
}

/**
 * A span for each attempt, by OpenTelemetry's conventions for HTTP clients; no token, query or body is in it.
 *
 * @example
 * ```ts
 * import { trace } from "@opentelemetry/api";
 *
 * const events = [createTracingEvents(trace.getTracer("intunectl"))];
 * const graph = createGraphClient({ credential, events });
 * ```
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function createTracingEvents(tracer: Tracer): GraphEvents {
  const spans = new WeakMap<GraphRequest, Span>();
  return {
    onRequest({ request, attempt }) {
      spans.set(
        request,
        tracer.startSpan(request.operation.name, { kind: client, attributes: describe(request, attempt) }),
      );
    },
    onResponse({ request, status, requestId, error }) {
      const span = spans.get(request);
      spans.delete(request);
      if (span === undefined) return;
      if (status !== undefined) span.setAttribute("http.response.status_code", status);
      if (requestId !== undefined) span.setAttribute("graph.request_id", requestId);
      if (status === undefined || status >= 400) {
        const type = error instanceof Error ? error.name : String(status);
        span.setAttribute("error.type", type);
        span.setStatus({ code: failed, ...(error instanceof Error ? { message: error.message } : {}) });
      }
      span.end();
    },
  };
}

// `SpanKind.CLIENT` and `SpanStatusCode.ERROR`.
const client = 2;
const failed = 2;

function describe(
  { method, url, operation, headers }: GraphRequest,
  attempt: number,
): Record<string, string | number> {
  const { hostname, port, protocol } = new URL(url);
  const id = headers["client-request-id"];
  return {
    "http.request.method": method,
    "server.address": hostname,
    "server.port": port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
    "url.template": `/${operation.version}${operation.path}`,
    ...(id === undefined ? {} : { "graph.client_request_id": id }),
    ...(attempt === 1 ? {} : { "http.request.resend_count": attempt - 1 }),
  };
}
