import { GraphResponseError } from "./errors.ts";
import type { AnyOperation } from "./operation.ts";

/**
 * Checks the address of the next page: it is opaque and sent as it is, but it stays on the same origin and version.
 *
 * A link elsewhere would take the token there, so it is an error and nothing is sent.
 */
export function checkNextLink(operation: AnyOperation, link: unknown, root: string): string {
  if (typeof link !== "string" || !URL.canParse(link)) {
    throw refused(operation, "the next link is not an absolute URL");
  }
  const url = new URL(link);
  const home = new URL(`${root}/${operation.version}/`);
  if (url.origin !== home.origin || url.username !== "" || url.password !== "") {
    throw refused(operation, `the next link leaves ${home.origin} for ${url.origin}`);
  }
  if (!url.pathname.startsWith(home.pathname)) {
    throw refused(operation, `the next link leaves ${home.pathname} for ${url.pathname}`);
  }
  return link;
}

function refused(operation: AnyOperation, problem: string): GraphResponseError {
  return new GraphResponseError(`${operation.name}: ${problem}`, {
    code: "untrustedLink",
    operation: operation.name,
  });
}
