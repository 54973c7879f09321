import { systemClock, watch } from "./clock.ts";
import { codeOf, fromSystemError } from "./system-error.ts";
import { type Transport, TransportError } from "./transport.ts";

/** The part of an undici `Dispatcher` (7 or newer) that is used: `Agent`, `Pool`, `ProxyAgent`, `MockAgent`. */
export interface Dispatcher {
  dispatch(options: DispatchOptions, handler: DispatchHandler): boolean;
}

/** What a dispatcher is asked to send. */
export interface DispatchOptions {
  readonly origin: string;
  readonly path: string;
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly headers: Record<string, string>;
  readonly body: string | null;
}

/** What a dispatcher calls while it sends. */
export interface DispatchHandler {
  onRequestStart(controller: DispatchController): void;
  onResponseStart(
    controller: DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void;
  onResponseData(controller: DispatchController, chunk: Uint8Array): void;
  onResponseEnd(): void;
  onResponseError(controller: DispatchController | undefined, error: Error): void;
}

/** How a request is stopped. */
export interface DispatchController {
  abort(reason: Error): void;
}

/**
 * A transport over the caller's undici dispatcher, for its speed, its pools and its proxies.
 *
 * @example
 * ```ts
 * const graph = createGraphClient({ credential, transport: createDispatcherTransport(new Agent()) });
 * ```
 */
export function createDispatcherTransport(dispatcher: Dispatcher): Transport {
  return (request) =>
    new Promise((resolve, reject) => {
      const { signal, timeoutMs } = request;
      signal?.throwIfAborted();
      let controller: DispatchController | undefined;
      let status = 0;
      let headers: Record<string, string> = {};
      const chunks: Uint8Array[] = [];
      const end = request.url.indexOf("/", 8);
      let isOver = false;
      const unwatch = watch(systemClock, timeoutMs, signal, (isAborted) => {
        isOver = true;
        reject(isAborted ? signal?.reason : new TransportError("timeout"));
        controller?.abort(new Error("cancelled"));
      });
      dispatcher.dispatch(
        {
          origin: request.url.slice(0, end),
          path: request.url.slice(end),
          method: request.method,
          headers: { "user-agent": "intunectl", ...request.headers },
          body: request.body ?? null,
        },
        {
          onRequestStart(started) {
            controller = started;
            // It was cancelled while it stood in the dispatcher's queue.
            if (isOver) started.abort(new Error("cancelled"));
          },
          onResponseStart(_, code, raw) {
            status = code;
            headers = toHeaders(raw);
          },
          onResponseData: (_, chunk) => void chunks.push(chunk),
          onResponseEnd() {
            unwatch();
            resolve({ status, headers, body: toText(chunks) });
          },
          onResponseError(_, error) {
            unwatch();
            // Nothing was written when the request had not begun.
            const isUnsent = controller === undefined && codeOf(error) !== "ENOTFOUND";
            reject(isUnsent ? new TransportError("notSent", error) : fromSystemError(error));
          },
        },
      );
    });
}

function toText(chunks: readonly Uint8Array[]): string {
  const [first] = chunks;
  if (first === undefined) return "";
  if (chunks.length === 1) return decoder.decode(first);
  const text = new TextDecoder();
  return chunks.map((chunk) => text.decode(chunk, { stream: true })).join("") + text.decode();
}

const decoder = new TextDecoder();

function toHeaders(raw: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name in raw) {
    const value = raw[name];
    if (value !== undefined) texts[name] = typeof value === "string" ? value : value.join(", ");
  }
  return texts;
}
