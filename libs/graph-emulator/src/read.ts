import { badRequest } from "./failure.ts";
import { type JsonObject, ownMember } from "./json.ts";
import type { ServiceContext } from "./context.ts";
import { parseQuery, type Query, toSkipToken } from "./query.ts";
import { checkReadable, joinPath, type Resolved } from "./resolve.ts";
import type { StoredEntity } from "./store.ts";

/** What a read needs to know about its request. */
export interface ReadRequest {
  readonly context: ServiceContext;
  readonly resolved: Resolved;
  /** Qualified name of the entities' type. */
  readonly entityType: string;
  /** Path without the query, as it was sent. */
  readonly path: string;
  readonly query: string;
  /** With the version: `http://127.0.0.1:8080/beta`. */
  readonly root: string;
}

/** Largest page that a request may ask for. */
const maxPage = 1000;

/** One entity. */
export function readEntity(request: ReadRequest): JsonObject {
  const { context, resolved, entityType, root } = request;
  const query = parseQuery(request.query, entityType, context.surface.model, false);
  const { entity, collection } = resolved;
  if (entity === undefined) throw badRequest("The request URI is not valid.");
  const metadata = `${root}/$metadata#${toContextPath(request, collection)}${toSelection(query)}/$entity`;
  return { "@odata.context": metadata, ...project(request, query, collection, entity) };
}

/** One page of a collection, with the link to the next one. */
export function readCollection(request: ReadRequest): JsonObject {
  const { context, resolved, entityType, root } = request;
  checkReadable(resolved.entity);
  const { entity, below } = resolved;
  const path = entity === undefined ? resolved.collection : joinPath(resolved.collection, entity, below);
  const query = parseQuery(request.query, entityType, context.surface.model, true);
  const found = order(select(context.store.list(path), query), query);
  const size = Math.min(query.top ?? context.behaviour.pageSize, maxPage);
  const page = found.slice(query.skip, query.skip + size);
  const next = query.skip + size;
  return {
    "@odata.context": `${root}/$metadata#${toContextPath(request, path)}${toSelection(query)}`,
    ...(query.hasCount ? { "@odata.count": found.length } : {}),
    ...(size > 0 && next < found.length ? { "@odata.nextLink": toNextLink(request, query, next) } : {}),
    value: page.map((entity) => project(request, query, path, entity)),
  };
}

function select(entities: Iterable<StoredEntity>, { filter }: Query): StoredEntity[] {
  const all = [...entities];
  return filter === undefined ? all : all.filter((entity) => filter(entity.properties));
}

function order(entities: StoredEntity[], { orderBy }: Query): StoredEntity[] {
  if (orderBy.length === 0) return entities;
  return entities.toSorted((left, right) => {
    for (const { name, isDescending } of orderBy) {
      const result = compare(ownMember(left.properties, name), ownMember(right.properties, name));
      if (result !== 0) return isDescending ? -result : result;
    }
    return 0;
  });
}

/** Nothing comes before everything; texts compare by code unit, so that a result is the same on every machine. */
function compare(left: unknown, right: unknown): number {
  if (left === null || left === undefined) return right === null || right === undefined ? 0 : -1;
  if (right === null || right === undefined) return 1;
  if (typeof left === "number" && typeof right === "number") return left - right;
  const [a, b] = [toSortText(left), toSortText(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function toSortText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function project(request: ReadRequest, query: Query, collection: string, entity: StoredEntity): JsonObject {
  const { select: names } = query;
  const members = Object.entries(entity.properties).filter(([name]) => names?.includes(name) ?? true);
  for (const name of query.expand) {
    if (!canExpand(request, name)) throw badRequest(`Could not find a navigation property named '${name}'.`);
    checkReadable(entity);
    const child = `${collection}/${entity.id}/${name}`;
    members.push([`${name}@odata.context`, `${request.root}/$metadata#${toContextPath(request, child)}`]);
    members.push([name, [...request.context.store.list(child)].map(({ properties }) => properties)]);
  }
  return Object.fromEntries(members);
}

/** Whether an operation lists `name` below one entity of this collection. */
function canExpand({ context, resolved }: ReadRequest, name: string): boolean {
  const { operations, model } = context.surface;
  const parent =
    resolved.entity === undefined || resolved.below.length === 0 ? resolved.collection : undefined;
  return operations.some(
    ({ name: operation, path }) =>
      model.operations[operation]?.kind === "list" &&
      parent !== undefined &&
      path.startsWith(`/${parent}/{`) &&
      path.endsWith(`}/${name}`),
  );
}

/** A collection's path as contexts write it: ids in parentheses and quotes. */
function toContextPath({ resolved }: ReadRequest, collection: string): string {
  const prefix = `${resolved.collection}/`;
  if (!collection.startsWith(prefix)) return collection;
  const [id = "", ...below] = collection.slice(prefix.length).split("/");
  return `${resolved.collection}('${id}')/${below.join("/")}`;
}

function toSelection({ select: names }: Query): string {
  return names === undefined ? "" : `(${names.join(",")})`;
}

function toNextLink({ root, path }: ReadRequest, query: Query, offset: number): string {
  const options = [...query.raw].filter(([name]) => name !== "skip" && name !== "skiptoken");
  const pairs = [...options, ["skiptoken", toSkipToken(offset)]];
  const text = pairs.map(([name = "", value = ""]) => `$${name}=${encodeURIComponent(value)}`).join("&");
  return `${new URL(root).origin}${path}?${text}`;
}
