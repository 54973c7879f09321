import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { decodeObject } from "../decode-object.ts";
import type { FilterNode, Literal } from "../odata/filter-node.ts";
import type { Page, PageQuery, PlacedEntity, StoredEntity } from "./entity.ts";
import { type Sql, toAfter, toColumn, toCondition, toOrder, toSortColumn } from "./page-sql.ts";
import { toCursor } from "./page-array.ts";

/** Entities that are stored one by one, so that collections may be large. */
export interface Rows {
  get(collection: string, id: string): PlacedEntity | undefined;
  page(collection: string, query: PageQuery): Page;
  count(collection: string, filter: FilterNode | undefined): number;
  put(collection: string, entity: StoredEntity): void;
  remove(collection: string, id: string): void;
  /** Removes a collection, and nothing below its entities. */
  removeAll(collection: string): void;
  /** Says that rows were changed otherwise: what was counted counts no more. */
  forgetCounts(): void;
}

/** Collections smaller than this are searched without an index. */
const indexFrom = 1000;

/** As many entities as this are fetched through an index and sorted; more are so common that a walk meets them soon. */
const fewMatches = 2000;

/** Stores entities in the table `entity`. */
export function createRows(database: DatabaseSync): Rows {
  const columns = "position, id, unreadable, body";
  const selectOne = database.prepare(`SELECT ${columns} FROM entity WHERE collection = ? AND id = ?`);
  const selectLast = database.prepare("SELECT max(position) AS position FROM entity");
  const insert = database.prepare(
    "INSERT INTO entity (collection, id, unreadable, body) VALUES (?, ?, ?, ?)" +
      " ON CONFLICT (collection, id) DO UPDATE SET unreadable = excluded.unreadable, body = excluded.body",
  );
  const remove = database.prepare("DELETE FROM entity WHERE collection = ? AND id = ?");
  const removeAll = database.prepare("DELETE FROM entity WHERE collection = ?");
  const indexes = new Set<string>();
  // A count reads the whole of an index, and most pages of a walk ask for the same one.
  const counts = new Map<string, number>();

  /** Makes an index at its first use; it stays in the data folder. */
  const ensureIndex = (name: string, expression: string): boolean => {
    if (indexes.has(name)) return true;
    if (Number(selectLast.get()?.["position"] ?? 0) < indexFrom) return false;
    database.exec(`CREATE INDEX IF NOT EXISTS "${name}" ON entity (collection, ${expression}, position)`);
    indexes.add(name);
    return true;
  };

  /** `INDEXED BY` for a condition that few entities meet, `NOT INDEXED`-like walks for the others. */
  const chooseSource = (collection: string, { filter, orderBy }: PageQuery): string => {
    const [key] = orderBy;
    for (const node of filter === undefined ? [] : filter.kind === "and" ? filter.parts : [filter]) {
      const property = toSearched(node);
      if (property === undefined || !ensureIndex(`by_${property}`, toColumn(property))) continue;
      const source = `entity INDEXED BY "by_${property}"`;
      const { text, values } = toCondition(node);
      const few = database
        .prepare(
          `SELECT count(*) AS count FROM (SELECT 1 FROM ${source} WHERE collection = ? AND ${text} LIMIT ${fewMatches + 1})`,
        )
        .get(collection, ...values);
      if (Number(few?.["count"]) <= fewMatches) return source;
    }
    if (key === undefined) return "entity INDEXED BY entity_order";
    const name = `order_${key.property}`;
    return ensureIndex(name, toSortColumn(key)) ? `entity INDEXED BY "${name}"` : "entity";
  };

  return {
    get(collection, id) {
      const row = selectOne.get(collection, id);
      return row === undefined ? undefined : decodeRow(row);
    },
    page(collection, query) {
      const conditions = toConditions(collection, query);
      const text = `SELECT ${columns} FROM ${chooseSource(collection, query)} WHERE ${conditions.text} ORDER BY ${toOrder(query.orderBy)} LIMIT ? OFFSET ?`;
      // One more than asked for tells whether there are more.
      const limit = Math.min(query.limit, Number.MAX_SAFE_INTEGER - 1) + 1;
      const rows = database.prepare(text).all(...conditions.values, limit, query.skip);
      const entities = rows.slice(0, query.limit).map(decodeRow);
      const last = entities.at(-1);
      if (last === undefined || rows.length <= query.limit) return { entities };
      return { entities, next: toCursor(last, query.orderBy) };
    },
    count(collection, filter) {
      const known = filter === undefined ? counts.get(collection) : undefined;
      if (known !== undefined) return known;
      const query: PageQuery = {
        orderBy: [],
        skip: 0,
        limit: 0,
        ...(filter === undefined ? {} : { filter }),
      };
      const { text, values } = toConditions(collection, query);
      const source =
        filter === undefined ? "entity INDEXED BY entity_order" : chooseSource(collection, query);
      const row = database.prepare(`SELECT count(*) AS count FROM ${source} WHERE ${text}`).get(...values);
      const count = Number(row?.["count"] ?? 0);
      if (filter === undefined) counts.set(collection, count);
      return count;
    },
    put(collection, { id, isUnreadable, properties }) {
      counts.delete(collection);
      insert.run(collection, id, isUnreadable ? 1 : 0, JSON.stringify(properties));
    },
    remove(collection, id) {
      counts.delete(collection);
      remove.run(collection, id);
    },
    removeAll(collection) {
      counts.delete(collection);
      removeAll.run(collection);
    },
    forgetCounts: () => counts.clear(),
  };
}

/** The property that an index finds the condition's entities by. */
function toSearched(node: FilterNode): string | undefined {
  const isText = (value: Literal): boolean => value !== null;
  if (node.kind === "compare")
    return node.operator !== "ne" && isText(node.value) ? node.property : undefined;
  if (node.kind === "in") return node.values.every(isText) ? node.property : undefined;
  if (node.kind === "text" && node.test === "startswith")
    return node.value === "" ? undefined : node.property;
  return undefined;
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
