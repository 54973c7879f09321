import type { AttemptMiddleware } from "./call.ts";
import type { Clock } from "./clock.ts";
import type { GraphRequest } from "./request.ts";

/** Something about one attempt of one call; the request is the same object for all attempts of a call. */
export interface AttemptEvent {
  /** Without the token. */
  readonly request: GraphRequest;
  /** 1 for the first. */
  readonly attempt: number;
}

/** An attempt ended. */
export interface ResponseEvent extends AttemptEvent {
  readonly durationMs: number;
  /** Absent when no response came. */
  readonly status?: number;
  /** The service's id of the request. */
  readonly requestId?: string;
  /** Why no response came. */
  readonly error?: unknown;
}

/** An attempt failed and another one follows. */
export interface RetryEvent extends AttemptEvent {
  readonly waitMs: number;
  /** The status, or what became of the connection: `503`, `lost`. */
  readonly reason: string;
}

/** A call waits for its turn, because the window is used up or the gate is closed, or for its next attempt. */
export interface WaitEvent extends AttemptEvent {
  readonly reason: "turn" | "retry";
  /** Not known for a turn. */
  readonly waitMs?: number;
}

/** The token seems not to allow what is sent. */
export interface WarningEvent extends AttemptEvent {
  readonly message: string;
}

/**
 * Hears what a client does. What a listener throws is dropped: a call that succeeded must not fail because of it.
 *
 * @example
 * ```ts
 * const events: GraphEvents = { onRetry: ({ request, waitMs }) => console.error(request.operation.name, waitMs) };
 * ```
 */
export interface GraphEvents {
  /** A request leaves. */
  readonly onRequest?: (event: AttemptEvent) => void;
  /** A response was read, or is known not to come. */
  readonly onResponse?: (event: ResponseEvent) => void;
  readonly onRetry?: (event: RetryEvent) => void;
  readonly onWait?: (event: WaitEvent) => void;
  readonly onWarning?: (event: WarningEvent) => void;
}

/** Tells every listener. */
export interface Emit {
  readonly onRetry: (event: RetryEvent) => void;
  readonly onWait: (event: WaitEvent) => void;
  readonly onWarning: (event: WarningEvent) => void;
  /** Tells of each attempt as it leaves and as it ends. */
  readonly around: AttemptMiddleware;
}

/** `undefined` without listeners, so that nobody pays for events that nobody hears. */
export function createEmit(listeners: readonly GraphEvents[], clock: Clock): Emit | undefined {
  if (listeners.length === 0) return undefined;
  const tell = (hear: (listener: GraphEvents) => void): void => {
    for (const listener of listeners) {
      try {
        hear(listener);
      } catch {
        // Promised above.
      }
    }
  };
  return {
    onRetry: (event) => tell((listener) => listener.onRetry?.(event)),
    onWait: (event) => tell((listener) => listener.onWait?.(event)),
    onWarning: (event) => tell((listener) => listener.onWarning?.(event)),
    around: (next) => async (call) => {
      const start = clock.now();
      const event = { request: call.request, attempt: call.attempts + 1 };
      const end = (more: Pick<ResponseEvent, "status" | "requestId" | "error">): void => {
        const durationMs = clock.now() - start;
        tell((listener) => listener.onResponse?.({ ...event, durationMs, ...more }));
      };
      tell((listener) => listener.onRequest?.(event));
      try {
        const response = await next(call);
        const { status, headers } = response;
        const requestId = headers["request-id"];
        end({ status, ...(requestId === undefined ? {} : { requestId }) });
        return response;
      } catch (error) {
        end({ error });
        throw error;
      }
    },
  };
}
