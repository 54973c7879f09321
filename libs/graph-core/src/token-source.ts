import { type Call, endCall, isToken, noToken, type TokenSource } from "./call.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { TokenCredential } from "./credential.ts";
import { member } from "./error-body.ts";
import { GraphAuthenticationError } from "./errors.ts";

/** What a token is asked for, beside the credential. */
export interface TokenSourceOptions {
  /** `https://graph.microsoft.com/.default` when absent; `clouds` has the others. */
  readonly scope?: string;
  /** Handed to the credential, for one that knows several tenants. */
  readonly tenantId?: string | undefined;
  readonly clock?: Clock;
}

/** A token is not used in the last two minutes of its life: the service's clock may be ahead, and requests take time. */
const skewMs = 120_000;

/**
 * The tokens of a credential, kept until shortly before their end; a credential's own cache costs more than a request.
 *
 * One request to the credential at a time, however many calls wait for it; a failure is a `GraphAuthenticationError`.
 *
 * @example
 * ```ts
 * const graph = createGraphSender({ token: createTokenSource(credential) });
 * ```
 */
export function createTokenSource(
  credential: TokenCredential,
  { scope = "https://graph.microsoft.com/.default", tenantId, clock = systemClock }: TokenSourceOptions = {},
): TokenSource {
  // From JavaScript a token at hand is a likely mistake, and the first call would be late to say so.
  if (typeof member(credential, "getToken") !== "function")
    throw new TypeError("the credential has no getToken: staticToken(token) makes one of a token at hand");
  let held: { readonly token: string; readonly date: number; readonly end: number } | undefined;
  let flight: Flight | undefined;

  const ask = async (abortSignal: AbortSignal, claims: string | undefined): Promise<string> => {
    const answer = await credential.getToken([scope], {
      abortSignal,
      enableCae: true,
      ...(claims === undefined ? {} : { claims }),
      ...(tenantId === undefined ? {} : { tenantId }),
    });
    if (answer === null || answer.token === "") throw new Error(`the credential gave no token for ${scope}`);
    const { token, expiresOnTimestamp, refreshAfterTimestamp = Infinity } = answer;
    if (!isToken(token)) throw new Error(noToken);
    const date = Math.min(expiresOnTimestamp - skewMs, refreshAfterTimestamp);
    // By both clocks: one of them jumps, the other may stand still while the machine sleeps.
    held = { token, date, end: clock.now() + date - clock.date() };
    return token;
  };

  const start = (claims: string | undefined): Flight => {
    const controller = new AbortController();
    const token = ask(controller.signal, claims).finally(() => {
      if (flight === started) flight = undefined;
    });
    const started: Flight = { token, claims, controller, waiting: 0 };
    flight = started;
    return started;
  };

  return (call) => {
    const { refused } = call;
    // Somebody who was refused with the same token before may have brought a new one already.
    const isFresh = held !== undefined && clock.date() < held.date && clock.now() < held.end;
    if (held !== undefined && isFresh && held.token !== refused?.token) return held.token;
    const claims = refused?.claims;
    const isOnItsWay = flight !== undefined && (claims === undefined || flight.claims === claims);
    return join(isOnItsWay && flight !== undefined ? flight : start(claims), call);
  };
}

interface Flight {
  readonly token: Promise<string>;
  readonly claims: string | undefined;
  readonly controller: AbortController;
  waiting: number;
}

/** Waits for a flight that others may wait for too: it is called off only when nobody waits any more. */
async function join(flight: Flight, call: Call): Promise<string> {
  const { signal } = call.request;
  const { promise: left, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(signal?.reason);
  signal?.throwIfAborted();
  flight.waiting += 1;
  signal?.addEventListener("abort", leave);
  try {
    return await Promise.race([flight.token, left]);
  } catch (cause) {
    if (signal?.aborted === true) throw signal.reason;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw endCall(call, GraphAuthenticationError, reason, { code: "noToken", cause });
  } finally {
    signal?.removeEventListener("abort", leave);
    flight.waiting -= 1;
    if (flight.waiting === 0 && signal?.aborted === true) flight.controller.abort(signal.reason);
  }
}
