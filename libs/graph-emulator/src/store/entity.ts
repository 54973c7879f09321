import type { FilterNode } from "../odata/filter-node.ts";
import type { JsonObject } from "../json.ts";

/** One entity of a collection. */
export interface StoredEntity {
  readonly id: string;
  /** As a read shows them, in the order in which a read shows them. */
  readonly properties: JsonObject;
  /** Nobody may see or change what is below it. */
  readonly isUnreadable: boolean;
}

/** An entity with its place in the collection. */
export interface PlacedEntity extends StoredEntity {
  /** Grows with each entity that is added; never used twice in a collection of entities. */
  readonly position: number;
}

/** One key of an order. */
export interface OrderKey {
  readonly property: string;
  readonly isDescending: boolean;
  /** Numbers and booleans; everything else is compared as text, by code point. */
  readonly isNumeric: boolean;
}

/** Where a page ended: the values of the order's keys, and the place. */
export interface Cursor {
  readonly keys: readonly (string | number | null)[];
  readonly position: number;
}

/** Which entities of a collection are wanted. */
export interface PageQuery {
  readonly filter?: FilterNode;
  readonly orderBy: readonly OrderKey[];
  /** Only what comes after it. */
  readonly after?: Cursor;
  readonly skip: number;
  readonly limit: number;
}

/** Some entities in order, and where they end when there are more. */
export interface Page {
  readonly entities: readonly PlacedEntity[];
  readonly next?: Cursor;
}

/** Everything in the order in which it was put. */
export const everything: PageQuery = { orderBy: [], skip: 0, limit: Number.MAX_SAFE_INTEGER };

/** Reads collections of entities by path: `deviceManagement/assignmentFilters`, `groups`. */
export interface Reader {
  get(collection: string, id: string): StoredEntity | undefined;
  page(collection: string, query: PageQuery): Page;
  count(collection: string, filter: FilterNode | undefined): number;
}
