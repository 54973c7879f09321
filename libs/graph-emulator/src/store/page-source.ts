import type { DatabaseSync } from "node:sqlite";
import type { FilterNode } from "../odata/filter-node.ts";
import { type Candidates, type Indexes, toCandidates } from "./candidates.ts";
import type { OrderKey, PageQuery } from "./entity.ts";
import type { Indexing } from "./indexing.ts";
import { type Sql, toColumn, toSortColumn } from "./page-sql.ts";
import { createTextIndexes } from "./text-index.ts";

/** How a page is read: what stands behind `FROM`, and the values for its question marks. */
export interface Plan {
  readonly source: () => Sql;
  /** So many may match that a page is worth looking for in the next few entities first. */
  readonly isNearFirst: boolean;
}

/** Where the pages of collections are read from. */
export interface PageSources {
  /** Entities among which are all that a query wants, in such a way that a page of them is found soon. */
  plan(collection: string, query: Pick<PageQuery, "filter" | "orderBy" | "after">): Plan;
  /** Says that what was made may have been rolled back. */
  forget(): void;
}

/** Chooses among the indexes of the table `entity`; one is made at its first use and stays in the data folder. */
export function createPageSources(
  database: DatabaseSync,
  { fromEntities, fewMatches }: Indexing,
): PageSources {
  const made = new Set<string>();
  const text = createTextIndexes(database);
  const selectNth = database.prepare("SELECT 1 FROM entity WHERE collection = ? LIMIT 1 OFFSET ?");
  const isLarge = (collection: string): boolean =>
    fromEntities <= 0 || selectNth.get(collection, fromEntities - 1) !== undefined;

  const ensureIndex = (name: string, expression: string): string => {
    if (!made.has(name))
      database.exec(`CREATE INDEX IF NOT EXISTS "${name}" ON entity (collection, ${expression}, position)`);
    made.add(name);
    return name;
  };
  const indexesOf = (collection: string): Indexes => ({
    collection,
    text,
    ensureIndex: (property) => ensureIndex(`by_${property}`, toColumn(property)),
  });
  const isFew = (candidates: Candidates): boolean => {
    const count = `SELECT count(*) AS count FROM (${candidates.text} LIMIT ${fewMatches + 1})`;
    return Number(database.prepare(count).get(...candidates.values)?.["count"]) <= fewMatches;
  };
  return {
    plan(collection, { filter, orderBy, after }) {
      const [key] = orderBy;
      const from = key === undefined ? (after?.position ?? 0) : 0;
      const isIndexed = isLarge(collection);
      const all = !isIndexed || filter === undefined ? [] : findAll(filter, from, indexesOf(collection));
      const ascending = key === undefined ? all.filter(({ order }) => order !== "sort") : [];
      const best = ascending.find(({ order }) => order === "seek") ?? ascending[0];
      const source = (): Sql => {
        if (all.length === 1 && best?.order === "seek") return toSource(best);
        const found = all.find(isFew) ?? best;
        return found === undefined
          ? { text: toWalk(key, isIndexed, ensureIndex), values: [] }
          : toSource(found);
      };
      return { source, isNearFirst: ascending.some(({ order }) => order === "scan") };
    },
    forget() {
      made.clear();
      text.forget();
    },
  };
}

/** The candidates of each condition that all must meet. */
function findAll(filter: FilterNode, after: number, indexes: Indexes): readonly Candidates[] {
  const nodes = filter.kind === "and" ? filter.parts : [filter];
  return nodes.flatMap((node) => toCandidates(node, after, indexes) ?? []);
}

/** Candidates first, each looked up in turn: what stops at the end of a page has read no more of them. */
function toSource({ text, values }: Sql): Sql {
  return { text: `(${text} ORDER BY 1) AS candidate CROSS JOIN entity USING (position)`, values };
}

/** Every entity of a collection, in an order. */
function toWalk(
  key: OrderKey | undefined,
  isIndexed: boolean,
  ensureIndex: (name: string, expression: string) => string,
): string {
  if (key === undefined) return "entity INDEXED BY entity_order";
  return isIndexed
    ? `entity INDEXED BY "${ensureIndex(`order_${key.property}`, toSortColumn(key))}"`
    : "entity";
}
