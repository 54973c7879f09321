import { isToken, noToken } from "./call.ts";
import { decodeResult } from "./decode-result.ts";
import { readGraphError } from "./error-body.ts";
import { GraphAuthenticationError, GraphNetworkError, GraphTimeoutError } from "./errors.ts";
import type { Operation } from "./operation.ts";
import { readResult } from "./read-result.ts";
import { toRequest } from "./to-request.ts";
import { readAnswer } from "./transport-fetch.ts";

/** How an operation is sent once. */
export interface SendOnceOptions {
  /** For `https://graph.microsoft.com`, the one place that gets it. */
  readonly token: string;
  readonly signal?: AbortSignal;
  /** Milliseconds; 100,000 when absent. */
  readonly deadlineMs?: number;
}

/**
 * Sends an operation once, by the platform's `fetch`: for programs that must be very small.
 *
 * Results and errors are those of a `GraphSender`. What it has not: retries (an error says `retryAfterMs`, and whether
 * the call may have taken effect), other clouds, and everything that can be added to a sender.
 *
 * @example
 * ```ts
 * await sendOnce(assignGroupPolicyConfiguration, { groupPolicyConfigurationId, assignments }, { token });
 * ```
 */
export async function sendOnce<Input, Result>(
  operation: Operation<Input, Result>,
  input: NoInfer<Input>,
  { token, signal, deadlineMs = 100_000 }: SendOnceOptions,
): Promise<Result> {
  const request = toRequest("https://graph.microsoft.com", operation, input);
  const { url, method, headers, body = null } = request;
  const facts = { operation: operation.name, clientRequestId: headers["client-request-id"] };
  signal?.throwIfAborted();
  if (!isToken(token))
    throw new GraphAuthenticationError(`${operation.name}: ${noToken}`, {
      ...facts,
      code: "noToken",
      attempts: 0,
      mayHaveTakenEffect: false,
    });
  const late = AbortSignal.timeout(deadlineMs);
  const response = await readAnswer(
    fetch(url, {
      method,
      headers: { ...headers, authorization: `Bearer ${token}` },
      body,
      redirect: "manual",
      signal: AbortSignal.any(signal === undefined ? [late] : [late, signal]),
    }),
  ).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new (late.aborted ? GraphTimeoutError : GraphNetworkError)(
      `${operation.name}: no response: ${String(cause)}`,
      {
        ...facts,
        code: late.aborted ? "timeout" : "network",
        cause,
      },
    );
  });
  // A 4xx refuses before anything happens; after anything else only a read can tell.
  const mayHaveTakenEffect = response.status < 400 || response.status >= 500;
  return decodeResult(
    operation,
    readResult(request, { ...response, mayHaveTakenEffect }, Date.now(), readGraphError),
  );
}
