import { type Attempt, endCall, isToken, noToken, type TokenSource } from "./call.ts";
import type { Clock } from "./clock.ts";
import { GraphAuthenticationError, GraphResponseError } from "./errors.ts";
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
  let known: string | undefined;
  let bearer = "";
  return async (call) => {
    const { request, deadlineMs, mayHaveTakenEffect } = call;
    // As text, so that no parser's opinion stands between the check and the connection.
    if (!request.url.startsWith(origin))
      throw endCall(call, GraphResponseError, `the token is for ${origin} only`, { code: "untrustedLink" });
    call.token = await token(call);
    if (call.token !== known) {
      // Some transports fail with a message that quotes it: the token would be in a log.
      if (!isToken(call.token)) throw endCall(call, GraphAuthenticationError, noToken, { code: "noToken" });
      // One text for one token: it is long, and each request would put it together anew.
      bearer = `Bearer ${(known = call.token)}`;
    }
    const headers = { ...request.headers, authorization: bearer };
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
      if (request.signal?.aborted === true) throw error;
      // What is no failure that we know leaves everything open.
      const failure = error instanceof TransportError ? error : new TransportError("lost", error);
      isRefused = failure.failure === "notSent";
      throw failure;
    } finally {
      if (isRefused) call.mayHaveTakenEffect = mayHaveTakenEffect;
    }
  };
}
