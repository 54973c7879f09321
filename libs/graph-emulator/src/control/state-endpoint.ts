import type { ServiceContext } from "../context.ts";
import { Failure } from "../failure.ts";
import { readQueryOptions } from "../odata/query-options.ts";
import { everything } from "../store/entity.ts";

/** More than this is asked for by collection, and page by page over Graph's own addresses. */
const maxEntities = 200_000;

/** Everything that is stored, or one collection of it: `?collection=groups`. */
export function readState({ store, issuer }: ServiceContext, target: string): object {
  const query = target.includes("?") ? target.slice(target.indexOf("?")) : "";
  const wanted = readQueryOptions(query, ["collection"]).get("collection");
  let count = 0;
  const collections = (wanted === undefined ? store.collections() : [wanted]).map((path) => {
    count += store.count(path, undefined);
    if (count > maxEntities)
      throw new Failure(
        413,
        "TooLarge",
        `There are more than ${maxEntities} entities; ask for ?collection=<path>, or read them by pages.`,
      );
    const entities = store
      .page(path, everything)
      .entities.map(({ properties, isUnreadable }) =>
        isUnreadable ? { ...properties, isUnreadable } : properties,
      );
    return [path, entities] as const;
  });
  return { tenant: issuer.tenant, collections: Object.fromEntries(collections) };
}
