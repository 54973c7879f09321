import type { FilterNode, Literal } from "../odata/filter-node.ts";
import { type Sql, toColumn, toCondition } from "./page-sql.ts";
import type { TextIndexes } from "./text-index.ts";

/** Positions of the entities that may meet a filter: more than do, never fewer. */
export interface Candidates extends Sql {
  /**
   * How they are found after some position: `seek` at once and ascending, `scan` ascending past those before it,
   * `sort` in another order.
   */
  readonly order: "seek" | "scan" | "sort";
}

/** The indexes of a collection. */
export interface Indexes {
  readonly collection: string;
  /** The name of the index of a property, made when it is not there. */
  ensureIndex(property: string): string;
  readonly text: TextIndexes;
}

/** The candidates of a filter after a position; `undefined` when no index can name them. */
export function toCandidates(node: FilterNode, after: number, indexes: Indexes): Candidates | undefined {
  switch (node.kind) {
    case "or": {
      const parts = node.parts.map((part) => toCandidates(part, after, indexes));
      const known = parts.filter((part) => part !== undefined);
      return known.length === parts.length ? unite(known) : undefined;
    }
    case "and": {
      const known = node.parts.flatMap((part) => toCandidates(part, after, indexes) ?? []);
      return known.find(({ order }) => order === "seek") ?? known[0];
    }
    case "not":
      return undefined;
    case "in":
      return unite(toDistinct(node.values).map((value) => equal(node.property, value, after, indexes)));
    case "type": {
      const values = [...node.names, ...(node.includesDeclared ? [null] : [])];
      return unite(toDistinct(values).map((value) => equal("@odata.type", value, after, indexes)));
    }
    case "compare":
      if (node.operator === "eq") return equal(node.property, node.value, after, indexes);
      return node.operator === "ne" || node.value === null ? undefined : range(node.property, node, indexes);
    case "text":
      if (node.value === "") return undefined;
      return node.test === "startswith"
        ? range(node.property, node, indexes)
        : searchText(node.property, node.test, node.value, after, indexes);
    default:
      return node satisfies never;
  }
}

/** One value: the index holds its entities by position. */
function equal(property: string, value: Literal, after: number, indexes: Indexes): Candidates {
  const node: FilterNode = { kind: "compare", property, operator: "eq", value };
  return { ...searchIndex(property, node, after, indexes), order: "seek" };
}

/** Many values: their entities stand by value. Those before the position are not worth telling apart. */
function range(property: string, node: FilterNode, indexes: Indexes): Candidates {
  return { ...searchIndex(property, node, 0, indexes), order: "sort" };
}

function searchIndex(property: string, node: FilterNode, after: number, indexes: Indexes): Sql {
  const source = `entity INDEXED BY "${indexes.ensureIndex(property)}"`;
  const { text, values } = toCondition(node);
  return {
    text: `SELECT position FROM ${source} WHERE collection = ? AND ${text} AND position > ?`,
    values: [indexes.collection, ...values, after],
  };
}

function searchText(
  property: string,
  test: "endswith" | "contains",
  value: string,
  after: number,
  { collection, text }: Indexes,
): Candidates | undefined {
  const column = (body: string): string => toColumn(property, body);
  const found = text.search({ collection, property, column }, test, value, after);
  return found === undefined ? undefined : { ...found, order: "scan" };
}

/** The candidates of all parts, each once; SQLite merges parts that ascend as it reads them. */
function unite(parts: readonly Candidates[]): Candidates | undefined {
  const [only] = parts;
  if (parts.length <= 1) return only;
  const order = (["sort", "scan"] as const).find((slow) => parts.some((part) => part.order === slow));
  return {
    text: parts.map(({ text }) => text).join(" UNION "),
    values: parts.flatMap(({ values }) => values),
    order: order ?? "seek",
  };
}

function toDistinct(values: readonly Literal[]): readonly Literal[] {
  return [...new Set(values)];
}
