import { decodeItems } from "./decode-result.ts";
import { GraphResponseError } from "./errors.ts";
import { checkNextLink } from "./next-link.ts";
import type { AnyOperation, Operation } from "./operation.ts";
import type { Line } from "./sender.ts";
import { type SendOptions, toRequest } from "./to-request.ts";

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

/**
 * Every item of a collection, following `@odata.nextLink`: `pages` of a `GraphClient`, for a `GraphSender`.
 *
 * @example
 * ```ts
 * const graph = createGraphSender({ token: () => token });
 * for await (const group of pages(graph, listGroups, { $top: 50 })) console.log(group.displayName);
 * ```
 */
export function pages<Input, Item>(
  { line }: { readonly line: Line },
  operation: Operation<Input, { readonly value: readonly Item[] }>,
  input: NoInfer<Input>,
  options?: SendOptions,
): Pages<Item> {
  const { root, transport, over } = line;
  const exchange = over(transport);
  async function* byPage(): AsyncGenerator<readonly Item[], void> {
    const seen = new Set<string>();
    let link: string | undefined;
    do {
      // Each page is a call of its own, with an id of its own.
      const request = toRequest(root, operation, input, options);
      const url = link ?? request.url;
      if (seen.has(url)) throw refused(operation, "a next link leads back to a page that was already read");
      seen.add(url);
      const page: Partial<Record<string, unknown>> = { ...(await exchange({ ...request, url })) };
      const { value, "@odata.nextLink": next } = page;
      if (!Array.isArray(value)) throw refused(operation, "the response has no value list");
      yield decodeItems(operation, value);
      link = next === undefined || next === null ? undefined : checkNextLink(operation, next, root);
    } while (link !== undefined);
  }
  return {
    async *[Symbol.asyncIterator]() {
      for await (const page of byPage()) yield* page;
    },
    byPage,
    async collect(maxItems) {
      const items: Item[] = [];
      for await (const page of byPage()) {
        for (const item of page) items.push(item);
        if (items.length > maxItems)
          throw refused(operation, `there are more than ${maxItems} items`, "tooManyItems");
      }
      return items;
    },
  };
}

function refused({ name }: AnyOperation, problem: string, code = "invalidBody"): GraphResponseError {
  return new GraphResponseError(`${name}: ${problem}`, { code, operation: name });
}
