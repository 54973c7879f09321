import type { Answer, ServiceContext } from "../context.ts";
import type { Exchange } from "../exchange.ts";
import { badRequest } from "../failure.ts";
import type { JsonObject } from "../json.ts";
import type { FilterNode } from "../odata/filter-node.ts";
import { type Expansion, parseCountQuery, parseExpansion, parseQuery, type Query } from "../odata/query.ts";
import { readSkipToken, toSkipToken } from "../odata/skip-token.ts";
import type { Cursor, Page, Reader, StoredEntity } from "../store/entity.ts";
import { toPath } from "../store/store.ts";
import type { Catalog } from "./catalog.ts";
import { checkReadable, joinPath, type Resolved } from "./resolve.ts";
import { isKindOf } from "./types.ts";

/** What a read needs to know about its request. */
export interface ReadRequest {
  readonly context: ServiceContext;
  readonly catalog: Catalog;
  readonly exchange: Exchange;
  readonly reader: Reader;
  readonly resolved: Resolved;
  /** Qualified name of the entities' type. */
  readonly entityType: string;
  /** A derived type that the path asks for at its end. */
  readonly cast?: string;
  /** With the version: `http://127.0.0.1:8080/beta`. */
  readonly root: string;
}

/** Largest page that a request may ask for. */
const maxPage = 1000;

/** One entity. */
export function readEntity(request: ReadRequest): Answer {
  const { context, catalog, resolved, root, exchange } = request;
  const { entity, collection, template } = resolved;
  const query = parseQuery(exchange.query, toType(request), context.surface.model, false, (name) =>
    catalog.isRead(`${template}/{}/${name}`),
  );
  if (entity === undefined) throw badRequest("The request URI is not valid.");
  const metadata = `${root}/$metadata#${toContextPath(resolved, collection)}${toCastPath(request)}${toSelection(query)}/$entity`;
  return {
    status: 200,
    body: { "@odata.context": metadata, ...project(request, query, { collection, template }, entity) },
  };
}

/** One page of a collection, with the link to the next one. */
export function readCollection(request: ReadRequest): Answer {
  const { context, catalog, resolved, root, reader, exchange } = request;
  checkReadable(resolved.entity);
  const place = toPlace(resolved);
  const query = parseQuery(exchange.query, toType(request), context.surface.model, true, (name) =>
    catalog.isRead(`${place.template}/{}/${name}`),
  );
  const filter = withCast(request, query.filter);
  const { next, entities } = readPage(request, place, query, filter);
  const path = toContextPath(resolved, place.collection);
  const preferred = toPreferredSize(request);
  return {
    status: 200,
    ...(preferred === undefined
      ? {}
      : { headers: { "preference-applied": `odata.maxpagesize=${preferred}` } }),
    body: {
      "@odata.context": `${root}/$metadata#${path}${toCastPath(request)}${toSelection(query)}`,
      ...(query.hasCount ? { "@odata.count": reader.count(place.collection, filter) } : {}),
      ...(next === undefined ? {} : { "@odata.nextLink": toNextLink(request, query, next) }),
      value: entities.map((entity) => project(request, query, place, entity)),
    },
  };
}

/** The size of a page that a client would like, where it says no `$top`. */
function toPreferredSize({ exchange }: ReadRequest): number | undefined {
  const wanted = /\bodata\.maxpagesize=(\d{1,9})\b/i.exec(exchange.request.headers["prefer"] ?? "")?.[1];
  return wanted === undefined || Number(wanted) === 0 ? undefined : Math.min(Number(wanted), maxPage);
}

function readPage(
  request: ReadRequest,
  { collection }: CollectionPlace,
  query: Query,
  filter: FilterNode | undefined,
): Page {
  const { context, reader } = request;
  const { behaviour, issuer } = context;
  const usual = collection.endsWith("/assignments") ? behaviour.assignmentsPageSize : behaviour.pageSize;
  const limit = Math.min(query.top ?? toPreferredSize(request) ?? usual, maxPage);
  const after = query.skipToken === undefined ? undefined : readSkipToken(query.skipToken, issuer.tokenMark);
  if (limit === 0) return { entities: [] };
  return reader.page(collection, {
    orderBy: query.orderBy,
    skip: query.skip,
    limit,
    ...(filter === undefined ? {} : { filter }),
    ...(after === undefined ? {} : { after }),
  });
}

/** How many entities a collection has, as text. */
export function readCount(request: ReadRequest): Answer {
  const { context, resolved, reader, exchange } = request;
  checkReadable(resolved.entity);
  const { filter } = parseCountQuery(exchange.query, toType(request), context.surface.model);
  const count = reader.count(toPlace(resolved).collection, withCast(request, filter));
  return { status: 200, text: { type: "text/plain", value: String(count) } };
}

interface CollectionPlace {
  readonly collection: string;
  readonly template: string;
}

function toPlace({ entity, collection, template, below }: Resolved): CollectionPlace {
  if (entity === undefined) return { collection, template };
  return { collection: joinPath(collection, entity, below), template: [template, "{}", ...below].join("/") };
}

function toType({ cast, entityType }: ReadRequest): string {
  return cast ?? entityType;
}

/** Only entities of the type that the path asks for. */
function withCast(request: ReadRequest, filter: FilterNode | undefined): FilterNode | undefined {
  const { cast, entityType, context } = request;
  if (cast === undefined) return filter;
  const { model } = context.surface;
  const names = Object.keys(model.types).filter((name) => isKindOf(model, name, cast));
  const includesDeclared = isKindOf(model, entityType, cast);
  const isOfType: FilterNode = { kind: "type", names: names.map((name) => `#${name}`), includesDeclared };
  return filter === undefined ? isOfType : { kind: "and", parts: [isOfType, filter] };
}

function project(
  request: ReadRequest,
  query: Query,
  place: CollectionPlace,
  entity: StoredEntity,
): JsonObject {
  const { select: names } = query;
  if (names === undefined && query.expand.length === 0) return entity.properties;
  const members = Object.entries(entity.properties).filter(
    ([name]) => names === undefined || names.includes(name) || name.startsWith("@odata."),
  );
  for (const expansion of query.expand) members.push(...expand(request, expansion, place, entity));
  return Object.fromEntries(members);
}

function expand(
  request: ReadRequest,
  { name, options }: Expansion,
  { collection, template }: CollectionPlace,
  entity: StoredEntity,
): readonly [string, unknown][] {
  const { context, catalog, root, resolved } = request;
  const child: CollectionPlace = {
    collection: `${toPath(collection, entity.id)}/${name}`,
    template: `${template}/{}/${name}`,
  };
  const type = catalog.isRead(child.template) ? catalog.entityTypeOf(child.template) : undefined;
  if (type === undefined) throw badRequest(`Could not find a navigation property named '${name}'.`);
  checkReadable(entity);
  const query = parseExpansion(options, type, context.surface.model);
  const { entities } = readPage(request, child, { ...query, top: query.top ?? maxPage }, query.filter);
  const path = `${toContextPath(resolved, collection)}('${entity.id}')/${name}`;
  return [
    [`${name}@odata.context`, `${root}/$metadata#${path}${toSelection(query)}`],
    [name, entities.map((item) => project(request, query, child, item))],
  ];
}

/** A collection's path as contexts write it: ids in parentheses and quotes. */
function toContextPath(resolved: Resolved, collection: string): string {
  const template = [...resolved.template.split("/"), "{}", ...resolved.below];
  const parts: string[] = [];
  for (const [index, name] of collection.split("/").entries()) {
    if (template[index] === "{}") parts.push(`${parts.pop() ?? ""}('${name}')`);
    else parts.push(name);
  }
  return parts.join("/");
}

function toCastPath({ cast }: ReadRequest): string {
  return cast === undefined ? "" : `/${cast}`;
}

function toSelection({ select: names = [], expand: expansions }: Query): string {
  const parts = [...names, ...expansions.map(({ name }) => `${name}()`)];
  return parts.length === 0 ? "" : `(${parts.join(",")})`;
}

function toNextLink({ root, context, exchange }: ReadRequest, query: Query, next: Cursor): string {
  const options = [...query.raw].filter(([name]) => name !== "skip" && name !== "skiptoken");
  const pairs = [...options, ["skiptoken", toSkipToken(next, context.issuer.tokenMark)]];
  const text = pairs.map(([name = "", value = ""]) => `$${name}=${encodeURIComponent(value)}`).join("&");
  return `${new URL(root).origin}${exchange.path}?${text}`;
}
