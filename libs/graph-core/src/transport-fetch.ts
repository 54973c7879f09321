import { systemClock, watch } from "./clock.ts";
import type { GraphResponse } from "./request.ts";
import { fromSystemError } from "./system-error.ts";
import { type Transport, TransportError } from "./transport.ts";

/** The part of `fetch` that the transport uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * A transport over a `fetch`, with the error codes of Node's own.
 *
 * @example
 * ```ts
 * const transport = createFetchTransport((url, init) => fetch(url, { ...init, keepalive: true }));
 * const graph = createGraphClient({ credential, transport });
 * ```
 */
export function createFetchTransport(fetch: Fetch): Transport {
  return carry(fetch, fromSystemError);
}

/** The transport of browsers, workers, Deno and Bun, which say nothing but that it failed. */
export function createDefaultTransport(): Transport {
  // The global is looked up at each call, so that a test or a page can replace it.
  return carry(
    (url, init) => globalThis.fetch(url, init),
    (cause) => new TransportError("lost", cause),
  );
}

function carry(fetch: Fetch, toError: (cause: unknown) => TransportError): Transport {
  return async ({ url, method, headers, body = null, signal: outer, timeoutMs }) => {
    const controller = new AbortController();
    const { signal } = controller;
    const unwatch = watch(systemClock, timeoutMs, outer, (isAborted) =>
      controller.abort(isAborted ? outer?.reason : new TransportError("timeout")),
    );
    try {
      return await readAnswer(fetch(url, { method, headers, body, signal, redirect: "manual" }));
    } catch (error) {
      throw signal.aborted ? signal.reason : toError(error);
    } finally {
      unwatch();
    }
  };
}

/** An answer of `fetch`, read to its end. */
export async function readAnswer(asked: Promise<Response>): Promise<GraphResponse> {
  const answer = await asked;
  // A browser hides a manual redirect behind status 0.
  const status = answer.type === "opaqueredirect" ? 302 : answer.status;
  return { status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
}
