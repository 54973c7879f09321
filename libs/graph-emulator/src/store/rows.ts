import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { decodeObject } from "../decode-object.ts";
import type { FilterNode } from "../odata/filter-node.ts";
import { createCounts } from "./counts.ts";
import { everything, type Page, type PageQuery, type PlacedEntity, type StoredEntity } from "./entity.ts";
import { toCursor } from "./page-array.ts";
import { defaultIndexing, type Indexing } from "./indexing.ts";
import { createPageSources } from "./page-source.ts";
import { type Sql, toAfter, toCondition, toOrder } from "./page-sql.ts";

/** Entities that are stored one by one, so that collections may be large. */
export interface Rows {
  get(collection: string, id: string): PlacedEntity | undefined;
  page(collection: string, query: PageQuery): Page;
  count(collection: string, filter: FilterNode | undefined): number;
  put(collection: string, entity: StoredEntity): void;
  remove(collection: string, id: string): void;
  /** Removes a collection, and nothing below its entities. */
  removeAll(collection: string): void;
  /** Says that rows were changed otherwise: what was counted counts no more, and an index may be gone. */
  forget(): void;
}

/** Stores entities in the table `entity`. */
export function createRows(database: DatabaseSync, indexing: Indexing = defaultIndexing): Rows {
  // First: it makes a folder from elsewhere fit for the statements below.
  const sources = createPageSources(database, indexing);
  const columns = "position, id, unreadable, body";
  const selectOne = database.prepare(`SELECT ${columns} FROM entity WHERE collection = ? AND id = ?`);
  const insert = database.prepare(
    "INSERT INTO entity (collection, id, unreadable, body) VALUES (?, ?, ?, ?)" +
      " ON CONFLICT (collection, id) DO UPDATE SET unreadable = excluded.unreadable, body = excluded.body",
  );
  const remove = database.prepare("DELETE FROM entity WHERE collection = ? AND id = ?");
  const removeAll = database.prepare("DELETE FROM entity WHERE collection = ?");
  // A count reads the whole of an index, and most pages of a walk ask for the same one.
  const counts = createCounts();

  const select = (what: string, source: Sql, conditions: Sql, rest = ""): Sql => ({
    text: `SELECT ${what} FROM ${source.text} WHERE ${conditions.text}${rest}`,
    values: [...source.values, ...conditions.values],
  });
  const pageFrom = (source: Sql, collection: string, query: PageQuery): readonly PlacedEntity[] => {
    const order = ` ORDER BY ${toOrder(query.orderBy)} LIMIT ? OFFSET ?`;
    const { text, values } = select(columns, source, toConditions(collection, query), order);
    // One more than asked for tells whether there are more.
    const limit = Math.min(query.limit, Number.MAX_SAFE_INTEGER - 1) + 1;
    return database
      .prepare(text)
      .all(...values, limit, query.skip)
      .map(decodeRow);
  };

  return {
    get(collection, id) {
      const row = selectOne.get(collection, id);
      return row === undefined ? undefined : decodeRow(row);
    },
    page(collection, query) {
      const { source, isNearFirst } = sources.plan(collection, query);
      const near = isNearFirst ? pageFrom(toWindow(collection, query), collection, query) : [];
      const rows = near.length > query.limit ? near : pageFrom(source(), collection, query);
      const entities = rows.slice(0, query.limit);
      const last = entities.at(-1);
      if (last === undefined || rows.length <= query.limit) return { entities };
      return { entities, next: toCursor(last, query.orderBy) };
    },
    count: (collection, filter) =>
      counts.get(collection, filter, () => {
        const query: PageQuery = { ...everything, ...(filter === undefined ? {} : { filter }) };
        const { text, values } = select(
          "count(*) AS count",
          sources.plan(collection, query).source(),
          toConditions(collection, query),
        );
        return Number(database.prepare(text).get(...values)?.["count"] ?? 0);
      }),
    put(collection, { id, isUnreadable, properties }) {
      counts.forget(collection);
      insert.run(collection, id, isUnreadable ? 1 : 0, JSON.stringify(properties));
    },
    remove(collection, id) {
      counts.forget(collection);
      remove.run(collection, id);
    },
    removeAll(collection) {
      counts.forget(collection);
      removeAll.run(collection);
    },
    forget() {
      counts.clear();
      sources.forget();
    },
  };
}

/** The entities that come next: where many match, a page of them is here. */
function toWindow(collection: string, { after, skip, limit }: PageQuery): Sql {
  const size = Math.min(4 * (skip + limit + 1), Number.MAX_SAFE_INTEGER);
  return {
    text: "(SELECT * FROM entity WHERE collection = ? AND position > ? ORDER BY position LIMIT ?)",
    values: [collection, after?.position ?? 0, size],
  };
}

function toConditions(collection: string, { filter, orderBy, after }: PageQuery): Sql {
  const parts: Sql[] = [{ text: "collection = ?", values: [collection] }];
  if (filter !== undefined) parts.push(toCondition(filter));
  if (after !== undefined) parts.push(toAfter(orderBy, after));
  return {
    text: parts.map(({ text }) => text).join(" AND "),
    values: parts.flatMap(({ values }): readonly SQLInputValue[] => values),
  };
}

function decodeRow(row: Readonly<Record<string, unknown>>): PlacedEntity {
  return {
    position: Number(row["position"]),
    id: String(row["id"]),
    isUnreadable: row["unreadable"] === 1,
    properties: decodeObject(String(row["body"]), `entity ${String(row["id"])} in the data folder`),
  };
}
