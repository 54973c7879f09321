import type { AnyOperation, OperationModel } from "@intunectl/graph-core";
import type { Answer, ServiceContext } from "../context.ts";
import type { Exchange } from "../exchange.ts";
import { badRequest, Failure, noContent } from "../failure.ts";
import { readGraphJson } from "../http/read-json.ts";
import { performAction } from "../intune/actions.ts";
import { noMethod, type Place } from "../router.ts";
import type { Reader } from "../store/entity.ts";
import type { Cast } from "./casts.ts";
import { readCollection, readCount, readEntity, type ReadRequest } from "./read.ts";
import { resolvePath } from "./resolve.ts";
import { readSingleton, updateSingleton } from "./singleton.ts";
import { createEntity, deleteEntity, updateEntity, type WriteRequest } from "./write.ts";

/** A request that is routed, allowed, and to be carried out. */
export interface Performance {
  readonly operation: AnyOperation;
  readonly place: Place;
  readonly casts: readonly Cast[];
  readonly isCount: boolean;
  /** What reads see; writes see what is. */
  readonly reader: Reader;
}

/** Carries out an operation as its metadata says. */
export function perform(context: ServiceContext, exchange: Exchange, performance: Performance): Answer {
  const { operation, place, casts, isCount } = performance;
  const { catalog, store, surface } = context;
  const model = catalog.modelOf(operation);
  if (model === undefined) throw notImplemented(operation.name);
  if (isCount && model.kind !== "list") throw badRequest("Resource not found for the segment '$count'.");
  const isRead = operation.method === "GET";
  if (!isRead && exchange.query !== "" && exchange.query !== "?")
    throw badRequest("Query options are not supported here.");
  exchange.page = toPage(model, operation);
  const reader = isRead ? performance.reader : store;
  const root = `${context.scheme}://${exchange.request.headers["host"] ?? ""}/${operation.version}`;
  const resolved = resolvePath({ reader, catalog, model: surface.model, casts }, place.parts);
  const write: WriteRequest = { context, exchange, resolved, root };
  const cast = casts.find(({ after }) => after === place.parts.length)?.type;
  const toRead = (entityType: string): ReadRequest => ({
    ...write,
    catalog,
    reader,
    entityType,
    ...(cast === undefined ? {} : { cast }),
  });
  const isSingleton = place.parts.at(-1)?.kind === "name";
  switch (model.kind) {
    case "list":
      return isCount ? readCount(toRead(model.entity)) : readCollection(toRead(model.entity));
    case "get":
      return isSingleton ? readSingleton(toRead(model.entity)) : readEntity(toRead(model.entity));
    case "create":
      return createEntity(write, { ...model, entity: cast ?? model.entity }, readBody(exchange));
    case "update":
      return isSingleton
        ? updateSingleton(write, model, readBody(exchange))
        : updateEntity(write, model, readBody(exchange), operation.method === "PUT");
    case "delete":
      if (isSingleton) throw noMethod(context.behaviour.unroutedStatus);
      deleteEntity(write, model.entity);
      return noContent;
    case "action":
      return performAction(write, model, operation, () => readBody(exchange));
    case "function":
      throw notImplemented(model.function);
    default:
      return model satisfies never;
  }
}

function readBody(exchange: Exchange): unknown {
  if (exchange.json === undefined) exchange.json = readGraphJson(exchange.request);
  return exchange.json;
}

/** The reference page of an operation. */
function toPage(model: OperationModel, { version }: AnyOperation): string | undefined {
  const page = "page" in model ? model.page : undefined;
  if (page === undefined) return undefined;
  return `https://learn.microsoft.com/graph/api/${page}?view=graph-rest-${version === "beta" ? "beta" : "1.0"}`;
}

function notImplemented(name: string): Failure {
  return new Failure(501, "NotImplemented", `The emulator does not implement ${name}.`);
}
