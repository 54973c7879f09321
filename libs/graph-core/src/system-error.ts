import { TransportError } from "./transport.ts";

/** The failure that an error of Node's means: what happened before a connection was there did not leave. */
export function fromSystemError(cause: unknown): TransportError {
  return new TransportError(neverConnected.has(codeOf(cause)) ? "notSent" : "lost", cause);
}

/** The `code` of a system error, or of the one that caused it. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return "code" in error ? String(error.code) : codeOf(error.cause);
}

// ENOTFOUND is not here: a name that does not exist is not found later either.
const neverConnected: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "EAI_AGAIN",
  "ERR_PROXY_TUNNEL",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);
