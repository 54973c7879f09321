import type { ActionModel } from "@intunectl/graph-core";
import { badRequest, badValue, wrongType } from "../failure.ts";
import { isObject, type JsonObject, ownMember } from "../json.ts";
import { decodeValue } from "../operations/decode-value.ts";
import { checkReadable, joinPath } from "../operations/resolve.ts";
import { mergeEntity, toDecodeContext, withComputed, type WriteRequest } from "../operations/write.ts";

/** An action that changes what stands below an entity: `updateDefinitionValues`. */
export interface ChildrenAction {
  /** Where they stand: `definitionValues`. */
  readonly name: string;
  /** Qualified name of their type. */
  readonly type: string;
}

/** Reads an action that is described as `update…(added, updated, deletedIds)`; `undefined` for any other. */
export function readChildrenAction({ action, parameters, returns }: ActionModel): ChildrenAction | undefined {
  const [, first, rest] = /^update([A-Z])(\w+)$/.exec(action) ?? [];
  const { added, updated, deletedIds, ...others } = parameters;
  const isOne =
    first !== undefined &&
    added?.isCollection === true &&
    updated?.type === added.type &&
    deletedIds?.type === "Edm.String" &&
    returns === undefined &&
    Object.keys(others).length === 0;
  return isOne ? { name: `${first.toLowerCase()}${rest ?? ""}`, type: added.type } : undefined;
}

/** Adds, changes and removes in one step, or refuses all of it. */
export function updateChildren(
  { context, resolved }: WriteRequest,
  { name, type }: ChildrenAction,
  body: unknown,
): void {
  const { store } = context;
  const { entity, collection } = resolved;
  if (entity === undefined) throw badRequest("The request URI is not valid.");
  checkReadable(entity);
  if (!isObject(body)) throw badRequest("Empty Payload. JSON content expected.");
  const known = ["added", "updated", "deletedIds"];
  const unknown = Object.keys(body).find((member) => !known.includes(member));
  if (unknown !== undefined) throw badValue(unknown, `'${unknown}' is not one of ${known.join(", ")}`);
  const path = joinPath(collection, entity, [name]);
  const decoding = { ...toDecodeContext(context), isNewEntity: true };
  store.transaction(() => {
    for (const [index, item] of readList(body, "added").entries()) {
      const decoded = decodeValue(decoding, { type }, item, `added[${index}]`);
      const id = context.newId();
      const properties = withComputed(context, type, isObject(decoded) ? decoded : {}, id);
      store.put(path, { id, isUnreadable: false, properties });
    }
    for (const [index, item] of readList(body, "updated").entries()) {
      const id = isObject(item) ? ownMember(item, "id") : undefined;
      const before = typeof id === "string" ? store.get(path, id) : undefined;
      if (before === undefined)
        throw badValue(`updated[${index}].id`, `updated[${index}].id ${JSON.stringify(id)} is not there`);
      store.put(path, mergeEntity(context, type, before, item, false));
    }
    for (const [index, id] of readList(body, "deletedIds").entries()) {
      if (typeof id !== "string") throw wrongType(`deletedIds[${index}]`, "must be Edm.String");
      store.remove(path, id);
    }
  });
}

function readList(body: JsonObject, name: string): readonly unknown[] {
  const value = ownMember(body, name);
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw wrongType(name, "must be a collection");
}
