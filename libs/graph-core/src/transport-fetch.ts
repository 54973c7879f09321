import type { GraphResponse } from "./request.ts";
import { type Transport, TransportError, toFailure, watch } from "./transport.ts";

/** The part of `fetch` that the transport uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The transport of browsers, workers, Deno and Bun; the global `fetch` is looked up at each call. */
export function createFetchTransport(fetch?: Fetch): Transport {
  return async (request) => {
    request.signal?.throwIfAborted();
    const controller = new AbortController();
    const unwatch = watch(request, (reason) => controller.abort(reason));
    try {
      const response = await (fetch ?? globalThis.fetch)(request.url, {
        method: request.method,
        headers: request.headers,
        redirect: "manual",
        signal: controller.signal,
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      return await readResponse(response);
    } catch (error) {
      if (controller.signal.aborted) throw controller.signal.reason;
      throw new TransportError(toFailure(error), error);
    } finally {
      unwatch();
    }
  };
}

/** Where the platform has nothing better. */
export { createFetchTransport as createDefaultTransport };

async function readResponse(response: Response): Promise<GraphResponse> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    headers[name] = value;
  });
  // A browser hides a manual redirect behind status 0.
  const status = response.type === "opaqueredirect" ? 302 : response.status;
  return { status, headers, body: await response.text() };
}
