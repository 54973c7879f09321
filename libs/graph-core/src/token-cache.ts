import type { Clock } from "./clock.ts";
import type { AccessToken, GetTokenOptions, TokenCredential } from "./credential.ts";

/** The token of one client. */
export interface TokenCache {
  /** The token at hand, when it lives long enough. */
  current(): string | undefined;
  /** A token; one request to the credential at a time, however many wait for it. */
  get(signal: AbortSignal | undefined): Promise<string>;
  /** A token instead of one that the service refused; with the claims that it asked for. */
  renew(refused: string, claims: string, signal: AbortSignal | undefined): Promise<string>;
}

/** What a token cache needs. */
export interface TokenCacheOptions {
  readonly credential: TokenCredential;
  readonly scope: string;
  readonly tenantId?: string;
  readonly clock: Clock;
}

/** A token is not used in the last two minutes of its life: the service's clock may be ahead, and requests take time. */
const skewMs = 120_000;

/** Keeps a token until shortly before its end; a credential's own cache costs more than a request. */
export function createTokenCache({ credential, scope, tenantId, clock }: TokenCacheOptions): TokenCache {
  let held: { readonly token: string; readonly endDate: number; readonly end: number } | undefined;
  let flight: Flight | undefined;

  const request = (claims: string | undefined): Flight => {
    const controller = new AbortController();
    const options: GetTokenOptions = {
      abortSignal: controller.signal,
      enableCae: true,
      ...(claims === undefined ? {} : { claims }),
      ...(tenantId === undefined ? {} : { tenantId }),
    };
    const token = Promise.resolve(credential.getToken([scope], options)).then((answer) => {
      const text = checkToken(answer, scope);
      const { expiresOnTimestamp, refreshAfterTimestamp = Infinity } = answer ?? { expiresOnTimestamp: 0 };
      const endDate = Math.min(expiresOnTimestamp - skewMs, refreshAfterTimestamp);
      // By both clocks: one of them jumps, the other may stand still while the machine sleeps.
      held = { token: text, endDate, end: clock.now() + endDate - clock.date() };
      return text;
    });
    const started: Flight = { token, claims, controller, waiting: 0 };
    flight = started;
    const land = (): void => {
      if (flight === started) flight = undefined;
    };
    token.then(land, land);
    return started;
  };

  const current = (): string | undefined =>
    held !== undefined && clock.date() < held.endDate && clock.now() < held.end ? held.token : undefined;

  return {
    current,
    get: (signal) => join(flight ?? request(undefined), signal),
    renew(refused, claims, signal) {
      // Somebody was refused with the same token before, and has a new one already.
      const token = current();
      if (token !== undefined && token !== refused) return Promise.resolve(token);
      held = undefined;
      return join(flight?.claims === claims ? flight : request(claims), signal);
    },
  };
}

interface Flight {
  readonly token: Promise<string>;
  readonly claims: string | undefined;
  readonly controller: AbortController;
  waiting: number;
}

/** Waits for a flight that others may wait for too: it is called off only when nobody waits any more. */
async function join(flight: Flight, signal: AbortSignal | undefined): Promise<string> {
  if (signal === undefined) {
    flight.waiting += 1;
    return flight.token;
  }
  signal.throwIfAborted();
  flight.waiting += 1;
  const { promise, reject } = Promise.withResolvers<never>();
  const leave = (): void => {
    flight.waiting -= 1;
    if (flight.waiting === 0) flight.controller.abort(signal.reason);
    reject(signal.reason);
  };
  signal.addEventListener("abort", leave, { once: true });
  try {
    return await Promise.race([flight.token, promise]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

function checkToken(answer: AccessToken | null, scope: string): string {
  if (answer === null || answer.token === "") throw new Error(`the credential gave no token for ${scope}`);
  // A header with a line break fails with a message that quotes it: the token would be in a log.
  if (!/^[\u0021-\u007E]+$/.test(answer.token))
    throw new Error("the token has characters that a header cannot carry");
  return answer.token;
}
