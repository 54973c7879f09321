import type { FilterNode } from "../odata/filter-node.ts";

/** Remembers how many entities of a collection meet a filter. */
export interface Counts {
  get(collection: string, filter: FilterNode | undefined, count: () => number): number;
  forget(collection: string): void;
  clear(): void;
}

/** Filters of a collection whose counts are kept; walks over more at once count again. */
const keptFilters = 16;

export function createCounts(): Counts {
  const byCollection = new Map<string, Map<string, number>>();
  return {
    get(collection, filter, count) {
      const known = byCollection.get(collection) ?? new Map<string, number>();
      byCollection.set(collection, known);
      const key = filter === undefined ? "" : JSON.stringify(filter);
      const before = known.get(key);
      if (before !== undefined) return before;
      if (known.size >= keptFilters) known.clear();
      const result = count();
      known.set(key, result);
      return result;
    },
    forget: (collection) => void byCollection.delete(collection),
    clear: () => byCollection.clear(),
  };
}
