import { GraphResponseError } from "./errors.ts";
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

/** The items of a collection, asked for page by page as they are used; each loop over it begins anew. */
export interface Pages<Item> extends AsyncIterable<Item> {
  /** The pages themselves, each as the list of its items. */
  byPage(): AsyncIterable<readonly Item[]>;
  /**
   * All items as a list. Rejects when there are more than `maxItems`: a part must not pass for the whole.
   *
   * @example
   * ```ts
   * const groups = await graph.pages(listGroups, {}).collect(10_000);
   * ```
   */
  collect(maxItems: number): Promise<readonly Item[]>;
}

/** The three ways to use the pages of a collection. */
export function createPages<Item>(
  operation: AnyOperation,
  readAll: () => AsyncIterable<readonly Item[]>,
): Pages<Item> {
  return {
    async *[Symbol.asyncIterator]() {
      for await (const page of readAll()) yield* page;
    },
    byPage: readAll,
    async collect(maxItems) {
      const items: Item[] = [];
      for await (const page of readAll()) {
        for (const item of page) items.push(item);
        if (items.length > maxItems)
          throw refused(operation, `there are more than ${maxItems} items`, "tooManyItems");
      }
      return items;
    },
  };
}

/** The pages of a collection; the next one is asked for when the one before was used. */
export async function* readPages({
  operation,
  root,
  firstUrl,
  read,
}: PageSource): AsyncGenerator<readonly unknown[], void> {
  const seen = new Set<string>();
  let url: string | undefined = firstUrl;
  while (url !== undefined) {
    if (seen.has(url)) throw refused(operation, "a next link leads back to a page that was already read");
    seen.add(url);
    const page: Partial<Record<string, unknown>> = { ...(await read(url)) };
    const { value } = page;
    if (!Array.isArray(value)) throw refused(operation, "the response has no value list");
    yield value;
    const next: unknown = page["@odata.nextLink"];
    url = next === undefined || next === null ? undefined : checkNextLink(operation, next, root);
  }
}

function refused(operation: AnyOperation, problem: string, code = "invalidBody"): GraphResponseError {
  return new GraphResponseError(`${operation.name}: ${problem}`, { code, operation: operation.name });
}
