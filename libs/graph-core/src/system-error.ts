import { member } from "./error-body.ts";
import { TransportError } from "./transport.ts";

/** The failure that an error of Node's means: what happened before a connection was there did not leave. */
export function fromSystemError(cause: unknown): TransportError {
  return new TransportError(neverConnected.test(codeOf(cause)) ? "notSent" : "lost", cause);
}

/** The `code` of a system error and its `syscall`, of the innermost one: `ECONNREFUSED connect`. */
export function codeOf(error: unknown): string {
  // Several addresses were tried, or `fetch` failed: the reason is one level down.
  const inner = member(member(error, "errors"), "0") ?? member(error, "cause");
  return inner === undefined ? [member(error, "code"), member(error, "syscall")].join(" ") : codeOf(inner);
}

/**
 * A connection that never came about, a proxy that let nothing through, a certificate that was not taken, and a kept
 * connection that was known to be closed when the request should have been written.
 */
const neverConnected =
  / (connect|getaddrinfo)$|^(ERR_PROXY_TUNNEL|UND_ERR_CONNECT_TIMEOUT|EPIPE) |CERT|_LEAF_/;
