import type { AnyOperation } from "@intunectl/graph-core";
import { Failure } from "./failure.ts";
import type { RoutePart } from "./route.ts";
import type { Store, StoredEntity } from "./store.ts";

/** Where a path leads. */
export interface Resolved {
  /** Path of the collection with the stored ids: `deviceManagement/x/4f2c1a90/assignments`. */
  readonly collection: string;
  /** The entity that the last id names. */
  readonly entity?: StoredEntity;
  /** Names after the last id. */
  readonly below: readonly string[];
}

/**
 * Walks a path through the stored entities; throws 404 at the first that is not there.
 *
 * In a collection that no published operation reads nobody can know what is there, so any id stands for an entity:
 * an action that was added to the surface by itself can be called at once.
 */
export function resolvePath(
  store: Store,
  operations: readonly AnyOperation[],
  parts: readonly RoutePart[],
): Resolved {
  let collection = "";
  let entity: StoredEntity | undefined;
  let below: string[] = [];
  for (const part of parts) {
    if (part.kind === "name") {
      below.push(part.name);
      continue;
    }
    const isAtTop = entity === undefined;
    collection = joinPath(collection, entity, below);
    entity =
      store.get(collection, part.value) ??
      (isAtTop && isUnread(operations, collection)
        ? { id: part.value, properties: { id: part.value }, isUnreadable: false }
        : undefined);
    if (entity === undefined) throw notFound(below.at(-1) ?? "", part.value);
    below = [];
  }
  return entity === undefined ? { collection: below.join("/"), below: [] } : { collection, entity, below };
}

/** Whether no operation reads the entities of a collection. */
function isUnread(operations: readonly AnyOperation[], collection: string): boolean {
  return !operations.some(
    ({ method, path }) =>
      method === "GET" &&
      (path === `/${collection}` || (path.startsWith(`/${collection}/{`) && path.endsWith("}"))),
  );
}

/** The path of a collection below an entity. */
export function joinPath(
  collection: string,
  entity: StoredEntity | undefined,
  below: readonly string[],
): string {
  return entity === undefined ? below.join("/") : [collection, entity.id, ...below].join("/");
}

/** Throws 403 when nobody may see what is below an entity. */
export function checkReadable(entity: StoredEntity | undefined): void {
  if (entity?.isUnreadable !== true) return;
  throw new Failure(403, "Forbidden", "User is not authorized to perform this operation", "nested");
}

function notFound(collection: string, id: string): Failure {
  return new Failure(404, "ResourceNotFound", `Resource not found: ${collection} '${id}'`, "nested");
}
