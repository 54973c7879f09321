import { GraphError } from "./errors.ts";
import { checkNextLink } from "./next-link.ts";
import type { AnyOperation } from "./operation.ts";

/** What paging needs: the first address, and a way to read one page. */
export interface PageSource {
  readonly operation: AnyOperation;
  /** Origin and prefix without the version: `https://graph.microsoft.com`. */
  readonly root: string;
  readonly firstUrl: string;
  readonly read: (url: string) => Promise<object>;
}

/** Every item of a collection, page by page; the next page is asked for when the last item of one was taken. */
export async function* readPages({ operation, root, firstUrl, read }: PageSource): AsyncGenerator {
  const seen = new Set<string>();
  let url: string | undefined = firstUrl;
  while (url !== undefined) {
    if (seen.has(url)) throw refused(operation, "a next link leads back to a page that was already read");
    seen.add(url);
    const page: Partial<Record<string, unknown>> = { ...(await read(url)) };
    const { value } = page;
    if (!Array.isArray(value)) throw refused(operation, "the response has no value list");
    yield* value;
    const next: unknown = page["@odata.nextLink"];
    url = next === undefined || next === null ? undefined : checkNextLink(operation, next, root);
  }
}

function refused(operation: AnyOperation, problem: string): GraphError {
  return new GraphError(`${operation.name}: ${problem}`, { code: "invalidBody", operation: operation.name });
}
