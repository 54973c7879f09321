import type { Middleware, Send } from "./request.ts";

/** Puts middleware around a `Send`; the first in the list is the outermost. */
export function composeSend(middleware: readonly Middleware[], innermost: Send): Send {
  return middleware.reduceRight<Send>((next, wrap) => wrap(next), innermost);
}
