import type { EntityOperationModel, PropertyModel } from "@intunectl/graph-core";
import type { Answer, ServiceContext } from "../context.ts";
import type { Exchange } from "../exchange.ts";
import { badRequest, Failure, noContent, wrongType } from "../failure.ts";
import { isObject, type JsonObject, ownMember } from "../json.ts";
import { noMethod } from "../router.ts";
import type { StoredEntity } from "../store/entity.ts";
import { toPath } from "../store/store.ts";
import { toServiceTime } from "../time.ts";
import { decodeChanges, type DecodeContext, decodeValue, isServiceTime } from "./decode-value.ts";
import { checkReadable, joinPath, type Resolved } from "./resolve.ts";
import { allProperties, enumMembers } from "./types.ts";

/** A change that is asked for. */
export interface WriteRequest {
  readonly context: ServiceContext;
  readonly exchange: Exchange;
  readonly resolved: Resolved;
  /** With the version: `http://127.0.0.1:8080/beta`. */
  readonly root: string;
}

/** The type of assignment filters, which cannot be deleted while they are in use. */
export const filterType = "microsoft.graph.deviceAndAppManagementAssignmentFilter";

/** How the values of a request are read, as the options say. */
export function toDecodeContext({ surface, behaviour }: ServiceContext): DecodeContext {
  const { strictTypes, bareTypes, undeclaredTargets } = behaviour;
  return { model: surface.model, strictTypes, bareTypes, undeclaredTypes: undeclaredTargets };
}

/** Adds an entity to a collection: 201 with the entity. */
export function createEntity(
  { context, resolved, root }: WriteRequest,
  { entity: entityType, isSilent }: EntityOperationModel,
  body: unknown,
): Answer {
  const { entity: parent, collection: above, below } = resolved;
  checkReadable(parent);
  const isAssignment = below.at(-1) === "assignments";
  // The pages document it, and the service has no route for it.
  if (isAssignment && context.behaviour.createAssignment === "reject")
    throw noMethod(context.behaviour.unroutedStatus);
  const collection = parent === undefined ? above : joinPath(above, parent, below);
  const template = parent === undefined ? resolved.template : [resolved.template, "{}", ...below].join("/");
  if (!isObject(body)) throw badRequest("Empty Payload. JSON content expected.");
  const decoding = { ...toDecodeContext(context), isNewEntity: true };
  const decoded = decodeValue(decoding, { type: entityType }, body, "");
  if (!isObject(decoded)) throw wrongType("the body", "must be an object");
  const id = context.newId();
  const own = ownMember(decoded, "@odata.type") ?? `#${entityType}`;
  const declared = `#${context.catalog.entityTypeOf(template) ?? entityType}`;
  const typed = own === declared ? decoded : { ...decoded, "@odata.type": own };
  const properties = withComputed(context, entityType, typed, id);
  if ("roleScopeTagIds" in properties && ownMember(body, "roleScopeTagIds") === undefined)
    properties["roleScopeTagIds"] = ["0"];
  context.store.transaction(() => context.store.put(collection, { id, isUnreadable: false, properties }));
  if (isSilent === true) return noContent;
  return {
    status: 201,
    headers: { location: `${root}/${collection}('${id}')` },
    body: { "@odata.context": `${root}/$metadata#${collection}/$entity`, ...properties },
  };
}

/** Changes an entity: 200 with the entity, or 204. */
export function updateEntity(
  request: WriteRequest,
  model: EntityOperationModel,
  body: unknown,
  isReplace: boolean,
): Answer {
  const { context, resolved, root } = request;
  const { entity, collection } = resolved;
  if (entity === undefined) throw badRequest("The request URI is not valid.");
  checkReadable(entity);
  const updated = mergeEntity(context, model.entity, entity, body, isReplace);
  context.store.transaction(() => context.store.put(collection, updated));
  if (model.isSilent === true) return noContent;
  const metadata = `${root}/$metadata#${collection}/$entity`;
  return { status: 200, body: { "@odata.context": metadata, ...updated.properties } };
}

/** An entity with the changes that a body asks for. */
export function mergeEntity(
  context: ServiceContext,
  entityType: string,
  entity: StoredEntity,
  body: unknown,
  isReplace: boolean,
): StoredEntity {
  const own = ownMember(entity.properties, "@odata.type");
  const type = typeof own === "string" ? own.replace(/^#/, "") : entityType;
  const decoding = { ...toDecodeContext(context), isNewEntity: true };
  const sent = isObject(body) ? ownMember(body, "@odata.type") : undefined;
  // Without a type the body is one of the entity's own, which may be derived and have more properties.
  const { type: asked, properties } = decodeChanges(decoding, sent === undefined ? type : entityType, body);
  if (asked !== type) throw wrongType("the body", `has the type '${asked}', and the entity is a '${type}'`);
  const kept = isReplace ? toKept(context, type, entity) : entity.properties;
  const whole = isReplace ? decodeValue(decoding, { type }, body, "") : {};
  const now = allProperties(context.surface.model, type).has("lastModifiedDateTime")
    ? { lastModifiedDateTime: toServiceTime(context.now()) }
    : {};
  return { ...entity, properties: { ...kept, ...(isObject(whole) ? whole : {}), ...properties, ...now } };
}

/** What a replacement cannot change. */
function toKept({ surface }: ServiceContext, type: string, { properties }: StoredEntity): JsonObject {
  const computed = [...allProperties(surface.model, type)].filter(
    ([name, { isComputed }]) => isComputed === true || isServiceTime(name),
  );
  const names = ["@odata.type", ...computed.map(([name]) => name)];
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
}

/** Removes an entity and everything below it. */
export function deleteEntity({ context, resolved }: WriteRequest, entityType: string): void {
  const { entity, collection } = resolved;
  if (entity === undefined) throw badRequest("The request URI is not valid.");
  checkReadable(entity);
  if (entityType === filterType && context.store.mentions(entity.id))
    throw new Failure(
      400,
      "BadRequest",
      `The assignment filter ${entity.id} is in use; remove it from all assignments first`,
      "nested",
    );
  context.store.transaction(() => context.store.remove(collection, entity.id));
}

/** The properties of a new entity, with those that the service sets. */
export function withComputed(
  { surface, now }: Pick<ServiceContext, "surface" | "now">,
  type: string,
  decoded: JsonObject,
  id: string,
): Record<string, unknown> {
  const own = ownMember(decoded, "@odata.type");
  const actual = typeof own === "string" ? own.slice(1) : type;
  const time = toServiceTime(now());
  const members = [...allProperties(surface.model, actual)].flatMap(
    ([name, property]): readonly (readonly [string, unknown])[] => {
      if (name === "id") return [[name, id]];
      const isComputed = property.isComputed === true || isServiceTime(name);
      const value = isComputed ? toComputed(name, property, time) : ownMember(decoded, name);
      if (isComputed && value === undefined) {
        const [first] = enumMembers(surface.model, property.type) ?? [];
        return first === undefined ? [] : [[name, first]];
      }
      return value === undefined ? [] : [[name, value]];
    },
  );
  return Object.fromEntries(own === undefined ? members : [["@odata.type", own], ...members]);
}

function toComputed(name: string, property: PropertyModel, time: string): unknown {
  if (isServiceTime(name)) return time;
  if (property.isNullable === true) return null;
  if (property.isCollection === true) return [];
  if (property.type === "Edm.Boolean") return false;
  return /^Edm\.(S?Byte|Int\d\d|Double|Single|Decimal)$/.test(property.type) ? 0 : undefined;
}

/** The path of a single entity's collection and its id there, for entities that no key names. */
export function toSingletonPath({ collection, entity, below }: Resolved): readonly [string, string] {
  const path = entity === undefined ? collection : `${toPath(collection, entity.id)}/${below.join("/")}`;
  return ["$singletons", path];
}
