import { type JsonObject, ownMember } from "../json.ts";
import { compareText } from "../odata/compare.ts";
import { matches } from "../odata/filter-predicate.ts";
import type { Cursor, OrderKey, Page, PageQuery, PlacedEntity } from "./entity.ts";

/** One page of entities that are in memory, by the same rules as `page-sql.ts`. */
export function pageOfArray(all: readonly PlacedEntity[], query: PageQuery): Page {
  const { filter, orderBy, after } = query;
  const found = filter === undefined ? all : all.filter(({ properties }) => matches(filter, properties));
  const ordered = orderBy.length === 0 ? found : sort(found, orderBy);
  const rest =
    after === undefined
      ? ordered
      : ordered.filter((entity) => comparePlaces(toCursor(entity, orderBy), after, orderBy) > 0);
  const entities = rest.slice(query.skip, query.skip + query.limit);
  const last = entities.at(-1);
  const isComplete = last === undefined || query.skip + query.limit >= rest.length;
  return isComplete ? { entities } : { entities, next: toCursor(last, orderBy) };
}

/** The place of an entity in an order. */
export function toCursor({ properties, position }: PlacedEntity, orderBy: readonly OrderKey[]): Cursor {
  return { keys: orderBy.map((key) => toKey(properties, key)), position };
}

function sort(entities: readonly PlacedEntity[], orderBy: readonly OrderKey[]): readonly PlacedEntity[] {
  return entities
    .map((entity) => ({ entity, place: toCursor(entity, orderBy) }))
    .toSorted((left, right) => comparePlaces(left.place, right.place, orderBy))
    .map(({ entity }) => entity);
}

/** Nothing stands before everything, with the empty text. */
function toKey(properties: JsonObject, { property, isNumeric }: OrderKey): string | number | null {
  const value = ownMember(properties, property);
  if (isNumeric) return typeof value === "number" ? value : typeof value === "boolean" ? Number(value) : null;
  return typeof value === "string" ? value : "";
}

function comparePlaces(left: Cursor, right: Cursor, orderBy: readonly OrderKey[]): number {
  for (const [index, { isDescending }] of orderBy.entries()) {
    const result = compareKeys(left.keys[index] ?? null, right.keys[index] ?? null);
    if (result !== 0) return isDescending ? -result : result;
  }
  const isLastDescending = orderBy.at(-1)?.isDescending === true;
  return isLastDescending ? right.position - left.position : left.position - right.position;
}

function compareKeys(left: string | number | null, right: string | number | null): number {
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  const [a, b] = [left, right].map((key) => (typeof key === "number" ? key : Number.NEGATIVE_INFINITY));
  return a === b ? 0 : (a ?? 0) < (b ?? 0) ? -1 : 1;
}
