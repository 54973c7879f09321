import { createDefaultTransport } from "#transport";
import { createAttempt } from "./attempt.ts";
import { createAttempts, type OnRetry } from "./attempts.ts";
import { parseBaseUrl } from "./base-url.ts";
import type { AttemptMiddleware, TokenSource } from "./call.ts";
import { type Clock, systemClock } from "./clock.ts";
import { decodeResult } from "./decode-result.ts";
import { type ReadError, readGraphError } from "./error-body.ts";
import type { AnyOperation, Operation } from "./operation.ts";
import { readResult } from "./read-result.ts";
import type { GraphRequest, Middleware } from "./request.ts";
import { type SendOptions, toRequest } from "./to-request.ts";
import type { Transport } from "./transport.ts";

/** How a sender is made. */
export interface GraphSenderOptions {
  /** A token for a call: one at hand, or `createTokenSource(credential)`. */
  readonly token: TokenSource;
  /** Instead of `https://graph.microsoft.com`: another cloud, an emulator, a gateway. https, or http on this machine. */
  readonly baseUrl?: string;
  /** Instead of the platform's transport: the caller's undici dispatcher, a `fetch`, or a test. */
  readonly transport?: Transport;
  /** Around every call; the first is the outermost. It sees a call once, however often that is sent. */
  readonly middleware?: readonly Middleware[];
  /** Around every attempt of a call; the first is the outermost. */
  readonly attempts?: readonly AttemptMiddleware[];
  /** Decides about a further attempt, before the wait for it: the wait in milliseconds, or the reason to make none. */
  readonly onRetry?: OnRetry;
  /** Milliseconds for all attempts of a call; 100,000 when absent. Standing in the client's own queue does not count. */
  readonly deadlineMs?: number;
  /** How often a call is sent at most; 4 when absent, 1 for never again. */
  readonly maxAttempts?: number;
  /** Reads what a refusal says; Graph's own envelope when absent, `readIntuneError` for Intune's nested one. */
  readonly readError?: ReadError;
  /** Checks each result; without one the JSON is handed on as it came. */
  readonly decode?: ResultCheck;
  /** Instead of the machine's own. */
  readonly clock?: Clock;
}

/** Throws a `GraphError` when a result is not what the operation promises. */
export type ResultCheck = (operation: AnyOperation, result: object) => void;

/** Sends generated operations. */
export interface OperationSender {
  /** Rejects with a `GraphError`, with a `GraphInputError` before anything is sent, or with the signal's reason. */
  send<Input, Result>(
    operation: Operation<Input, Result>,
    input: NoInfer<Input>,
    options?: SendOptions,
  ): Promise<Result>;
}

/** Sends generated operations, and nothing else: the part of a `GraphClient` for programs that must be small. */
export interface GraphSender extends OperationSender {
  /** What `pages` and `batch` are made from. */
  readonly line: Line;
}

/** The parts of a sender, for functions that send in other ways. */
export interface Line {
  /** Origin and prefix without the version: `https://graph.microsoft.com`. */
  readonly root: string;
  readonly transport: Transport;
  /** A way to send requests through everything that the sender has, over any transport, and to read their answers. */
  readonly over: (transport: Transport) => (request: GraphRequest) => Promise<object>;
}

/**
 * A sender for one cloud and one source of tokens.
 *
 * Each call has a deadline, the retries that are safe, and errors that say what happened. `createGraphClient` is this
 * with everything else.
 *
 * @example
 * ```ts
 * const graph = createGraphSender({ token: () => token });
 * await graph.send(assignGroupPolicyConfiguration, { groupPolicyConfigurationId, assignments });
 * ```
 */
export function createGraphSender({
  token,
  baseUrl = "https://graph.microsoft.com",
  transport = createDefaultTransport(),
  middleware = [],
  attempts = [],
  onRetry = (_, waitMs) => waitMs,
  deadlineMs = 100_000,
  maxAttempts = 4,
  readError = readGraphError,
  decode,
  clock = systemClock,
}: GraphSenderOptions): GraphSender {
  const root = parseBaseUrl(baseUrl);
  const origin = `${new URL(root).origin}/`;
  const over: Line["over"] = (transport) => {
    const attempt = compose(attempts, createAttempt({ transport, token, origin, clock }));
    const send = compose(
      middleware,
      createAttempts({ attempt, onRetry, deadlineMs, maxAttempts, readError, clock }),
    );
    return async (request) => {
      const result = readResult(request, await send(request), clock.date(), readError);
      decode?.(request.operation, result);
      return result;
    };
  };
  const exchange = over(transport);
  return {
    async send<Input, Result>(operation: Operation<Input, Result>, input: Input, options?: SendOptions) {
      return decodeResult(operation, await exchange(toRequest(root, operation, input, options)));
    },
    line: { root, transport, over },
  };
}

function compose<Sending>(around: readonly ((next: Sending) => Sending)[], innermost: Sending): Sending {
  return around.reduceRight((next, wrap) => wrap(next), innermost);
}
