import { notSent, type Sent, toCallFacts } from "./call-facts.ts";
import { GraphAuthenticationError, GraphPermissionError, GraphResponseError } from "./errors.ts";
import { findMissingPermission, type PermissionMode } from "./permissions.ts";
import type { GraphRequest, GraphResponse } from "./request.ts";
import type { TokenCache } from "./token-cache.ts";
import type { Transport } from "./transport.ts";

/** How requests get their token. */
export interface AuthorizeOptions {
  readonly transport: Transport;
  readonly tokens: TokenCache;
  /** The one origin that gets the token. */
  readonly origin: string;
  readonly permissions: PermissionMode;
  readonly warn: (request: GraphRequest, message: string) => void;
}

/** Sends one request with a token. */
export interface Authorized {
  /** A token that may be sent to the request's address; `sent` says what an error has to tell of earlier attempts. */
  prepare(request: GraphRequest, sent?: Sent): string | Promise<string>;
  send(request: GraphRequest, token: string, timeoutMs: number): Promise<GraphResponse>;
  renew(request: GraphRequest, refused: string, claims: string, sent: Sent): Promise<string>;
}

/** The token goes to one origin, and what the token does not allow need not be sent. */
export function createAuthorized(options: AuthorizeOptions): Authorized {
  const { transport, tokens, origin, permissions, warn } = options;
  const check = (request: GraphRequest, token: string, sent: Sent): string => {
    if (permissions === "off") return token;
    const missing = findMissingPermission(token, request.operation);
    if (missing === undefined) return token;
    const message = `${request.operation.name}: ${missing}`;
    if (permissions === "warn") warn(request, message);
    else
      throw new GraphPermissionError(message, { ...toCallFacts(request, sent), code: "missingPermission" });
    return token;
  };
  return {
    prepare(request, sent = notSent) {
      // As text, so that no parser's opinion stands between the check and the connection.
      if (!request.url.startsWith(`${origin}/`)) throw untrusted(request, origin);
      const token = tokens.current();
      if (token !== undefined) return check(request, token, sent);
      return ask(request, sent, () => tokens.get(request.signal)).then((text) => check(request, text, sent));
    },
    send({ method, url, headers, body, signal }, token, timeoutMs) {
      return transport({
        method,
        url,
        headers: { ...headers, authorization: `Bearer ${token}` },
        timeoutMs,
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
      });
    },
    renew: (request, refused, claims, sent) =>
      ask(request, sent, () => tokens.renew(refused, claims, request.signal)),
  };
}

async function ask(request: GraphRequest, sent: Sent, get: () => Promise<string>): Promise<string> {
  request.signal?.throwIfAborted();
  try {
    return await get();
  } catch (cause) {
    if (request.signal?.aborted === true) throw request.signal.reason;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `${request.operation.name}: ${reason}`;
    throw new GraphAuthenticationError(message, { ...toCallFacts(request, sent), code: "noToken", cause });
  }
}

function untrusted(request: GraphRequest, origin: string): GraphResponseError {
  const { name } = request.operation;
  const other = URL.canParse(request.url) ? new URL(request.url).origin : "an address that is none";
  return new GraphResponseError(`${name}: the token belongs to ${origin}, not to ${other}`, {
    ...toCallFacts(request, notSent),
    code: "untrustedLink",
  });
}
