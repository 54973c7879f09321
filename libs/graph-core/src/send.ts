import { GraphError } from "./errors.ts";
import type { GraphRequest, GraphResponse, Middleware, Send } from "./request.ts";

/** Puts middleware around a `Send`; the first in the list is the outermost. */
export function composeSend(middleware: readonly Middleware[], transport: Send): Send {
  return middleware.reduceRight<Send>((next, wrap) => wrap(next), transport);
}

/** The part of `fetch` that the transport uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What the transport needs. */
export interface TransportOptions {
  /** Taken at call time when absent, so that nothing is loaded before the first call. */
  readonly fetch?: Fetch;
  /** The one origin that gets the token. */
  readonly origin: string;
  readonly token: (request: GraphRequest) => Promise<string>;
}

/** The innermost `Send`: adds the token, never follows a redirect, reads the response to its end. */
export function createTransport({ fetch, origin, token }: TransportOptions): Send {
  return async (request) => {
    if (new URL(request.url).origin !== origin) throw untrusted(request, origin);
    const headers = { ...request.headers, authorization: `Bearer ${await token(request)}` };
    const init: RequestInit = {
      method: request.method,
      headers,
      redirect: "manual",
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    };
    try {
      const response = await (fetch ?? globalThis.fetch)(request.url, init);
      return await readResponse(response);
    } catch (cause) {
      // The caller asked for it and recognises the reason.
      if (request.signal?.aborted === true) throw cause;
      throw networkError(request, cause);
    }
  };
}

async function readResponse(response: Response): Promise<GraphResponse> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    headers[name] = value;
  });
  // A browser hides a manual redirect behind status 0.
  const status = response.type === "opaqueredirect" ? 302 : response.status;
  return { status, headers, body: await response.text() };
}

function untrusted(request: GraphRequest, origin: string): GraphError {
  const { name } = request.operation;
  return new GraphError(`${name}: the token belongs to ${origin}, not to ${new URL(request.url).origin}`, {
    code: "untrustedLink",
    operation: name,
  });
}

function networkError(request: GraphRequest, cause: unknown): GraphError {
  const clientRequestId = request.headers["client-request-id"];
  return new GraphError(
    `${request.operation.name}: no response from ${new URL(request.url).host}: ${toReason(cause)}`,
    {
      code: "network",
      operation: request.operation.name,
      cause,
      ...(clientRequestId === undefined ? {} : { clientRequestId }),
    },
  );
}

/** `fetch` says only "fetch failed"; the reason is one level down. */
function toReason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause;
  return inner instanceof Error && inner.message !== "" ? inner.message : cause.message;
}
