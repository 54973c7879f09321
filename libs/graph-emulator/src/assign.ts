import type { ActionModel, PropertyModel } from "@intunectl/graph-core";
import { planAssignmentSet } from "./assignment-set.ts";
import { type DecodeContext, decodeValue } from "./decode-value.ts";
import type { ServiceContext } from "./context.ts";
import { badRequest, Failure, modelValidation } from "./failure.ts";
import { isObject, type JsonObject, ownMember } from "./json.ts";
import { checkReadable, joinPath, type Resolved } from "./resolve.ts";
import { toServiceTime } from "./time.ts";
import { allProperties } from "./types.ts";

const filterType = "microsoft.graph.deviceAndAppManagementAssignmentFilter";

/**
 * Replaces all assignments of an entity, whatever its kind; `undefined` stands for an answer without a body.
 *
 * The set is the parameter whose items have a `target`.
 */
export function assign(
  context: ServiceContext,
  action: ActionModel,
  resolved: Resolved,
  body: unknown,
): JsonObject | undefined {
  const { store, behaviour, surface } = context;
  const { entity } = resolved;
  if (entity === undefined) throw badRequest("The request URI is not valid.");
  checkReadable(entity);
  if (!isObject(body)) throw badRequest("Empty Payload. JSON content expected.");
  const parameter = findSetParameter(context, action);
  const decoding: DecodeContext = { model: surface.model, strictTypes: behaviour.strictTypes };
  checkOtherParameters(decoding, action, parameter.name, body);
  const given = ownMember(body, parameter.name);
  const isOmitted = given === undefined || given === null;
  if (isOmitted && behaviour.omittedAssignments === "reject")
    throw modelValidation(`${parameter.name} is missing`);
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
    hasFilter: (id) => hasFilter(context, id),
  });
  store.transaction(() => {
    store.replace(joinPath(resolved.collection, entity, ["assignments"]), set);
    if (behaviour.bumpLastModified) {
      const properties = { ...entity.properties, lastModifiedDateTime: toServiceTime(nowMs) };
      store.put(resolved.collection, { ...entity, properties });
    }
  });
  if (action.returns === undefined) return undefined;
  return { value: set.map(({ properties }) => ({ "@odata.type": `#${parameter.type}`, ...properties })) };
}

/** The parameter that carries the complete new set. */
function findSetParameter(
  { surface }: ServiceContext,
  action: ActionModel,
): PropertyModel & { readonly name: string } {
  for (const [name, parameter] of Object.entries(action.parameters)) {
    if (parameter.isCollection === true && allProperties(surface.model, parameter.type).has("target")) {
      return { name, ...parameter };
    }
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
    if (parameter === undefined) {
      throw badRequest(
        `The parameter '${name}' in the request payload is not a valid parameter for the operation '${action.action}'.`,
      );
    }
    if (value !== null) decodeValue(decoding, parameter, value, name);
    // Storing half of what was asked, in silence, is what this emulator is meant to find in others.
    if (Array.isArray(value) && value.length > 0) {
      throw new Failure(
        501,
        "NotImplemented",
        `The emulator does not know what to do with the parameter '${name}'.`,
      );
    }
  }
}

function hasFilter({ surface, store }: ServiceContext, id: string): boolean {
  const list = surface.operations.find(({ name }) => {
    const operation = surface.model.operations[name];
    return operation?.kind === "list" && operation.entity === filterType;
  });
  return list === undefined || store.get(list.path.slice(1), id) !== undefined;
}
