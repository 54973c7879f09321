import { type Attempt, toCallFacts, type TokenSource } from "./call.ts";
import type { Clock } from "./clock.ts";
import { GraphResponseError } from "./errors.ts";
import { type Transport, TransportError } from "./transport.ts";

/** What one attempt needs. */
export interface AttemptOptions {
  readonly transport: Transport;
  readonly token: TokenSource;
  /** The one origin that gets the token, with a slash at its end. */
  readonly origin: string;
  readonly clock: Clock;
}

/** The innermost attempt: a token, and the transport within what is left of the time. */
export function createAttempt({ transport, token, origin, clock }: AttemptOptions): Attempt {
  return async (call) => {
    const { request, deadlineMs, mayHaveTakenEffect } = call;
    // As text, so that no parser's opinion stands between the check and the connection.
    if (!request.url.startsWith(origin))
      throw new GraphResponseError(`${request.operation.name}: the token is for ${origin} only`, {
        ...toCallFacts(call),
        code: "untrustedLink",
      });
    call.token = await token(call);
    const headers = { ...request.headers, authorization: `Bearer ${call.token}` };
    const now = clock.now();
    const timeoutMs = (call.startedAt ??= now) + deadlineMs - now;
    // The wait for a turn was longer than what was left.
    if (timeoutMs <= 0) throw new TransportError("timeout");
    call.attempts += 1;
    // Until something says otherwise: a 4xx refuses before anything happens, a 5xx can come at any point.
    call.mayHaveTakenEffect = true;
    let isRefused = false;
    try {
      const response = await transport({ ...request, headers, timeoutMs });
      isRefused = response.status >= 400 && response.status < 500;
      return response;
    } catch (error) {
      isRefused = error instanceof TransportError && error.failure === "notSent";
      throw error;
    } finally {
      if (isRefused) call.mayHaveTakenEffect = mayHaveTakenEffect;
    }
  };
}
