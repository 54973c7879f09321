import type { ActionModel, PropertyModel } from "@intunectl/graph-core";
import type { ServiceContext } from "../context.ts";
import { badForm, badRequest, Failure, wrongType } from "../failure.ts";
import { isObject, type JsonObject, ownMember } from "../json.ts";
import { type DecodeContext, decodeValue } from "../operations/decode-value.ts";
import { checkReadable, joinPath } from "../operations/resolve.ts";
import { allProperties } from "../operations/types.ts";
import { filterType, toDecodeContext, type WriteRequest } from "../operations/write.ts";
import { toServiceTime } from "../time.ts";
import { planAssignmentSet } from "./assignment-set.ts";

/**
 * Replaces all assignments of an entity, whatever its kind, and answers with the new set.
 *
 * The set is the parameter whose items have a `target`.
 */
export function assign({ context, resolved }: WriteRequest, action: ActionModel, body: unknown): JsonObject {
  const { store, behaviour } = context;
  const { entity } = resolved;
  if (entity === undefined) throw badRequest("The request URI is not valid.");
  checkReadable(entity);
  if (!isObject(body)) throw badRequest("Empty Payload. JSON content expected.");
  const parameter = findSetParameter(context, action);
  const decoding = toDecodeContext(context);
  checkOtherParameters(decoding, action, parameter.name, body);
  const given = ownMember(body, parameter.name);
  const isOmitted = given === undefined || given === null;
  if (isOmitted && behaviour.omittedAssignments === "reject")
    throw wrongType(parameter.name, `is missing: it must be a collection of ${parameter.type}`);
  const nowMs = context.now();
  const set = planAssignmentSet({
    context: decoding,
    behaviour,
    elementType: parameter.type,
    entityId: entity.id,
    items: isOmitted ? [] : given,
    path: parameter.name,
    nowMs,
    newId: context.newId,
    hasFilter: (id) => exists(context, filterType, id),
    hasGroup: (id) => exists(context, "microsoft.graph.group", id),
  });
  store.transaction(() => {
    store.replace(joinPath(resolved.collection, entity, ["assignments"]), set);
    if (behaviour.bumpLastModified) {
      const properties = { ...entity.properties, lastModifiedDateTime: toServiceTime(nowMs) };
      store.put(resolved.collection, { ...entity, properties });
    }
  });
  return { value: set.map(({ properties }) => ({ "@odata.type": `#${parameter.type}`, ...properties })) };
}

/** The parameter that carries the complete new set. */
function findSetParameter(
  { surface }: ServiceContext,
  action: ActionModel,
): PropertyModel & { readonly name: string } {
  for (const [name, parameter] of Object.entries(action.parameters)) {
    if (parameter.isCollection === true && allProperties(surface.model, parameter.type).has("target"))
      return { name, ...parameter };
  }
  throw new Failure(
    501,
    "NotImplemented",
    `The emulator does not know what ${action.action} on '${action.boundTo}' does.`,
  );
}

function checkOtherParameters(
  decoding: DecodeContext,
  action: ActionModel,
  set: string,
  body: JsonObject,
): void {
  for (const [name, value] of Object.entries(body)) {
    const parameter = Object.hasOwn(action.parameters, name) ? action.parameters[name] : undefined;
    if (name === set || name.startsWith("@odata.")) continue;
    if (parameter === undefined)
      throw badForm(
        name,
        `The parameter '${name}' in the request payload is not a valid parameter for the operation '${action.action}'.`,
      );
    if (value !== null) decodeValue(decoding, parameter, value, name);
    // Storing half of what was asked, in silence, is what this emulator is meant to find in others.
    if (Array.isArray(value) && value.length > 0)
      throw new Failure(
        501,
        "NotImplemented",
        `The emulator does not know what to do with the parameter '${name}'.`,
      );
  }
}

/** Whether an entity of a type is there; it is where no published operation reads such entities. */
function exists({ catalog, store }: ServiceContext, type: string, id: string): boolean {
  const collection = catalog.topCollectionOf(type);
  return collection === undefined || store.get(collection, id) !== undefined;
}
