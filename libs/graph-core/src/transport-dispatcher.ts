import { systemClock, watch } from "./clock.ts";
import { toTexts } from "./header-texts.ts";
import type { GraphResponse } from "./request.ts";
import { fromSystemError } from "./system-error.ts";
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
      const { url, method, signal, timeoutMs, body = null } = request;
      signal?.throwIfAborted();
      const end = url.indexOf("/", 8);
      let controller: DispatchController | undefined;
      let isOver = false;
      let status = 0;
      let headers: GraphResponse["headers"] = {};
      const chunks: Uint8Array[] = [];
      const fail = (reason: unknown): void => {
        isOver = true;
        unwatch();
        reject(reason);
      };
      const unwatch = watch(systemClock, timeoutMs, signal, (isAborted) => {
        fail(isAborted ? signal?.reason : new TransportError("timeout"));
        controller?.abort(new Error("cancelled"));
      });
      const handler: DispatchHandler = {
        onRequestStart(started) {
          controller = started;
          // It was cancelled while it stood in the dispatcher's queue.
          if (isOver) started.abort(new Error("cancelled"));
        },
        onResponseStart(_, code, raw) {
          status = code;
          headers = toTexts(raw);
        },
        onResponseData: (_, chunk) => void chunks.push(chunk),
        onResponseEnd() {
          unwatch();
          resolve({ status, headers, body: toText(chunks) });
        },
        onResponseError(_, error) {
          // Nothing was written when the request had not begun.
          fail(controller === undefined ? new TransportError("notSent", error) : fromSystemError(error));
        },
      };
      const options = { origin: url.slice(0, end), path: url.slice(end), method, body };
      try {
        dispatcher.dispatch(
          { ...options, headers: { "user-agent": "intunectl", ...request.headers } },
          handler,
        );
      } catch (error) {
        fail(new TransportError("notSent", error));
      }
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
