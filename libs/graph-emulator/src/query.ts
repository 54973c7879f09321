import type { GraphModel } from "@intunectl/graph-core";
import { badRequest } from "./failure.ts";
import { parseFilter, type Predicate } from "./filter.ts";
import { allProperties, findType } from "./types.ts";

/** The OData query options of a read. */
export interface Query {
  readonly filter?: Predicate;
  readonly select?: readonly string[];
  readonly orderBy: readonly { readonly name: string; readonly isDescending: boolean }[];
  readonly top?: number;
  readonly skip: number;
  readonly hasCount: boolean;
  readonly expand: readonly string[];
  /** The options as they were sent, for the next link. */
  readonly raw: ReadonlyMap<string, string>;
}

const ofCollections = ["filter", "select", "orderby", "top", "skip", "count", "expand", "skiptoken"] as const;
const ofEntities = ["select", "expand"] as const;

/** Reads a query string; `$` before a name may be left out. What is not known is refused, never ignored. */
export function parseQuery(text: string, type: string, model: GraphModel, isCollection: boolean): Query {
  const raw = readOptions(text, isCollection ? ofCollections : ofEntities);
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
  const token = raw.get("skiptoken");
  const query: Query = {
    orderBy: splitList(raw.get("orderby")).map((part) => parseOrder(part, comparableTypeOf)),
    skip: token === undefined ? toCount("$skip", raw.get("skip") ?? "0") : readSkipToken(token),
    hasCount: toFlag("$count", raw.get("count")),
    expand: splitList(raw.get("expand")),
    raw,
    ...(filter === undefined ? {} : { filter: parseFilter(filter, comparableTypeOf) }),
    ...(select === undefined ? {} : { select: splitList(select) }),
    ...(top === undefined ? {} : { top: toCount("$top", top) }),
  };
  for (const name of query.select ?? []) typeOf(name);
  return query;
}

function readOptions(text: string, known: readonly string[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const [given, value] of new URLSearchParams(text)) {
    const name = given.startsWith("$") ? given.slice(1) : given;
    if (!known.includes(name)) throw badRequest(`The query option '${given}' is not supported here.`);
    if (options.has(name)) throw badRequest(`The query option '${given}' is given more than once.`);
    options.set(name, value);
  }
  return options;
}

function splitList(text: string | undefined): readonly string[] {
  const parts = (text ?? "").split(",").map((part) => part.trim());
  return parts.filter((part) => part !== "");
}

function parseOrder(part: string, typeOf: (name: string) => string): Query["orderBy"][number] {
  const [name = "", direction = "asc", ...rest] = part.split(/\s+/);
  if (rest.length > 0 || (direction !== "asc" && direction !== "desc"))
    throw badRequest(`Invalid $orderby clause: '${part}'.`);
  typeOf(name);
  return { name, isDescending: direction === "desc" };
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

/** The opaque token of a next link. */
export function toSkipToken(offset: number): string {
  return Buffer.from(`offset:${offset}`).toString("base64url");
}

function readSkipToken(token: string): number {
  const offset = /^offset:(\d{1,15})$/.exec(Buffer.from(token, "base64url").toString("utf8"))?.[1];
  if (offset === undefined) throw badRequest("The $skiptoken is not one that this service gave.");
  return Number(offset);
}
