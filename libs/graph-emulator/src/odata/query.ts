import type { GraphModel } from "@intunectl/graph-core";
import { badRequest } from "../failure.ts";
import { allProperties, findType } from "../operations/types.ts";
import type { OrderKey } from "../store/entity.ts";
import { parseFilter } from "./filter.ts";
import type { FilterNode } from "./filter-node.ts";
import { isNumeric } from "./literal.ts";
import { type QueryOptions, readNestedOptions, readQueryOptions, splitOutside } from "./query-options.ts";

/** A navigation property that is wanted in the answer, with options of its own. */
export interface Expansion {
  readonly name: string;
  /** Read once the type of what it leads to is known. */
  readonly options: string;
}

/** The OData query options of a read. */
export interface Query {
  readonly filter?: FilterNode;
  readonly select?: readonly string[];
  readonly orderBy: readonly OrderKey[];
  readonly top?: number;
  readonly skip: number;
  readonly hasCount: boolean;
  readonly expand: readonly Expansion[];
  readonly skipToken?: string;
  /** The options as they were sent, for the next link. */
  readonly raw: QueryOptions;
}

const ofCollections = ["filter", "select", "orderby", "top", "skip", "count", "expand", "skiptoken"] as const;
const ofEntities = ["select", "expand"] as const;
const ofExpansions = ["filter", "select", "orderby", "top", "skip"] as const;

/**
 * Reads a query string for one entity or a collection of a type.
 *
 * `isNavigation`: whether a name is that of a navigation property, which may be selected together with its expansion.
 */
export function parseQuery(
  query: string,
  type: string,
  model: GraphModel,
  isCollection: boolean,
  isNavigation: (name: string) => boolean = () => false,
): Query {
  return toQuery(
    readQueryOptions(query, isCollection ? ofCollections : ofEntities),
    type,
    model,
    isNavigation,
  );
}

/** Reads the options of an expansion. */
export function parseExpansion(options: string, type: string, model: GraphModel): Query {
  return toQuery(readNestedOptions(options, ofExpansions), type, model);
}

/** The `$filter` of a path that ends in `/$count`. */
export function parseCountQuery(query: string, type: string, model: GraphModel): Query {
  return toQuery(readQueryOptions(query, ["filter"]), type, model);
}

function toQuery(
  raw: QueryOptions,
  type: string,
  model: GraphModel,
  isNavigation: (name: string) => boolean = () => false,
): Query {
  const properties = allProperties(model, type);
  const typeOf = (name: string): string => {
    const property = properties.get(name);
    if (property === undefined)
      throw badRequest(`Could not find a property named '${name}' on type '${type}'.`);
    return property.type;
  };
  const comparableTypeOf = (name: string): string => {
    const property = properties.get(name);
    const isValue = property?.isCollection !== true && findType(model, property?.type ?? "") === undefined;
    if (property !== undefined && !isValue)
      throw badRequest(`The property '${name}' on type '${type}' cannot be compared.`);
    return typeOf(name);
  };
  const filter = raw.get("filter");
  const select = raw.get("select");
  const top = raw.get("top");
  const skipToken = raw.get("skiptoken");
  const query: Query = {
    orderBy: splitList(raw.get("orderby")).map((part) => parseOrder(part, comparableTypeOf)),
    skip: skipToken === undefined ? toCount("$skip", raw.get("skip") ?? "0") : 0,
    hasCount: toFlag("$count", raw.get("count")),
    expand: splitOutside(raw.get("expand") ?? "", ",")
      .filter((part) => part.trim() !== "")
      .map(parseExpand),
    raw,
    ...(filter === undefined ? {} : { filter: parseFilter(filter, comparableTypeOf) }),
    ...(select === undefined ? {} : { select: splitList(select).filter((name) => name !== "*") }),
    ...(top === undefined ? {} : { top: toCount("$top", top) }),
    ...(skipToken === undefined ? {} : { skipToken }),
  };
  for (const name of query.select ?? []) if (!isNavigation(name)) typeOf(name);
  refuseRepeats(
    "$orderby",
    query.orderBy.map(({ property }) => property),
  );
  refuseRepeats(
    "$expand",
    query.expand.map(({ name }) => name),
  );
  return splitList(select).includes("*") ? { ...query, select: [...properties.keys()] } : query;
}

function refuseRepeats(option: string, names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined)
    throw badRequest(`Invalid ${option} clause: '${repeated}' is given more than once.`);
}

function parseExpand(part: string): Expansion {
  const [, name, options = ""] = /^\s*(\w+)\s*(?:\(([^]*)\))?\s*$/.exec(part) ?? [];
  if (name === undefined) throw badRequest(`Invalid $expand clause: '${part}'.`);
  return { name, options };
}

function splitList(text: string | undefined): readonly string[] {
  const parts = (text ?? "").split(",").map((part) => part.trim());
  return parts.filter((part) => part !== "");
}

function parseOrder(part: string, typeOf: (name: string) => string): OrderKey {
  const [property = "", direction = "asc", ...rest] = part.split(/\s+/);
  if (rest.length > 0 || (direction !== "asc" && direction !== "desc"))
    throw badRequest(`Invalid $orderby clause: '${part}'.`);
  return { property, isDescending: direction === "desc", isNumeric: isNumeric(typeOf(property)) };
}

function toCount(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw badRequest(`Invalid value '${text}' for ${name}: a whole number is expected.`);
  return Number(text);
}

function toFlag(name: string, text: string | undefined): boolean {
  if (text === undefined || text === "false") return false;
  if (text === "true") return true;
  throw badRequest(`Invalid value '${text}' for ${name}: true or false is expected.`);
}
