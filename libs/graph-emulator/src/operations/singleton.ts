import type { EntityOperationModel } from "@intunectl/graph-core";
import type { Answer } from "../context.ts";
import { Failure, noContent } from "../failure.ts";
import { parseQuery } from "../odata/query.ts";
import type { StoredEntity } from "../store/entity.ts";
import type { ReadRequest } from "./read.ts";
import { checkReadable } from "./resolve.ts";
import { mergeEntity, toSingletonPath, withComputed, type WriteRequest } from "./write.ts";

/** An entity that no key names: `/deviceManagement`, `/groups/{id}/manager`. */
export function readSingleton(request: ReadRequest): Answer {
  const { context, resolved, reader, entityType, exchange, root } = request;
  checkReadable(resolved.entity);
  const [collection, id] = toSingletonPath(resolved);
  const entity = reader.get(collection, id) ?? toNew(request, entityType);
  // Those at the top are always there; those below an entity are there when somebody has set them.
  if (entity === undefined) throw new Failure(404, "ResourceNotFound", `Resource not found: ${id}`, "nested");
  const { select } = parseQuery(exchange.query, entityType, context.surface.model, false);
  const members = Object.entries(entity.properties).filter(([name]) => select?.includes(name) ?? true);
  const selection = select === undefined ? "" : `(${select.join(",")})`;
  return {
    status: 200,
    body: {
      "@odata.context": `${root}/$metadata#${resolved.below.at(-1) ?? resolved.collection}${selection}`,
      ...Object.fromEntries(members),
    },
  };
}

/** Changes an entity that no key names. */
export function updateSingleton(request: WriteRequest, model: EntityOperationModel, body: unknown): Answer {
  const { context, resolved, root } = request;
  checkReadable(resolved.entity);
  const [collection, id] = toSingletonPath(resolved);
  const before = context.store.get(collection, id) ??
    toNew({ context, resolved }, model.entity) ?? {
      id,
      isUnreadable: false,
      properties: { id: context.newId() },
    };
  const updated = { ...mergeEntity(context, model.entity, before, body, false), id };
  context.store.transaction(() => context.store.put(collection, updated));
  if (model.isSilent === true) return noContent;
  const metadata = `${root}/$metadata#${resolved.below.at(-1) ?? resolved.collection}`;
  return { status: 200, body: { "@odata.context": metadata, ...updated.properties } };
}

function toNew(
  { context, resolved }: Pick<WriteRequest, "context" | "resolved">,
  type: string,
): StoredEntity | undefined {
  if (resolved.entity !== undefined) return undefined;
  const id = context.issuer.tenant.id;
  return { id, isUnreadable: false, properties: withComputed(context, type, {}, id) };
}
