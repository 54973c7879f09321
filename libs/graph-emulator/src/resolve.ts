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

/** Walks a path through the stored entities; throws 404 at the first that is not there. */
export function resolvePath(store: Store, parts: readonly RoutePart[]): Resolved {
  let collection = "";
  let entity: StoredEntity | undefined;
  let below: string[] = [];
  for (const part of parts) {
    if (part.kind === "name") {
      below.push(part.name);
      continue;
    }
    collection = joinPath(collection, entity, below);
    entity = store.get(collection, part.value);
    if (entity === undefined) throw notFound(below.at(-1) ?? "", part.value);
    below = [];
  }
  return entity === undefined ? { collection: below.join("/"), below: [] } : { collection, entity, below };
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
