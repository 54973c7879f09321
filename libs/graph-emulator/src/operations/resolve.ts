import type { GraphModel } from "@intunectl/graph-core";
import { Failure } from "../failure.ts";
import { ownMember } from "../json.ts";
import type { RoutePart } from "../router.ts";
import type { Reader, StoredEntity } from "../store/entity.ts";
import { toPath } from "../store/store.ts";
import type { Cast } from "./casts.ts";
import type { Catalog } from "./catalog.ts";
import { isKindOf } from "./types.ts";

/** Where a path leads. */
export interface Resolved {
  /** Path of the last collection with the stored ids: `deviceManagement/x/4f2c1a90/assignments`. */
  readonly collection: string;
  /** The same path with `{}` for ids. */
  readonly template: string;
  /** The entity that the last id names. */
  readonly entity?: StoredEntity;
  /** Names after the last id. */
  readonly below: readonly string[];
}

/** What a path is resolved against. */
export interface ResolveContext {
  readonly reader: Reader;
  readonly catalog: Catalog;
  readonly model: GraphModel;
  readonly casts: readonly Cast[];
}

/**
 * Walks a path through the stored entities; throws 404 at the first that is not there.
 *
 * In a collection that no published operation reads nobody can know what is there, so any id stands for an entity:
 * an action that was added to the surface by itself can be called at once.
 */
export function resolvePath(context: ResolveContext, parts: readonly RoutePart[]): Resolved {
  const { reader, catalog } = context;
  let collection = "";
  let template = "";
  let entity: StoredEntity | undefined;
  let below: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind === "name") {
      below.push(part.name);
      continue;
    }
    const isAtTop = entity === undefined;
    collection = joinPath(collection, entity, below);
    template = [...(isAtTop ? [] : [template, "{}"]), ...below].join("/");
    entity =
      reader.get(collection, part.value) ??
      (isAtTop && !catalog.isRead(template)
        ? { id: part.value, properties: { id: part.value }, isUnreadable: false }
        : undefined);
    const cast = context.casts.find(({ after }) => after === index + 1);
    if (entity === undefined || !isOfType(context, entity, template, cast))
      throw notFound(template, below.at(-1) ?? "", part.value);
    below = [];
  }
  if (entity === undefined) return { collection: below.join("/"), template: below.join("/"), below: [] };
  return { collection, template, entity, below };
}

function isOfType(
  { catalog, model }: ResolveContext,
  { properties }: StoredEntity,
  template: string,
  cast: Cast | undefined,
): boolean {
  if (cast === undefined) return true;
  const own = ownMember(properties, "@odata.type");
  const type = typeof own === "string" ? own.replace(/^#/, "") : catalog.entityTypeOf(template);
  return type !== undefined && isKindOf(model, type, cast.type);
}

/** The path of a collection below an entity. */
export function joinPath(
  collection: string,
  entity: StoredEntity | undefined,
  below: readonly string[],
): string {
  return entity === undefined ? below.join("/") : [toPath(collection, entity.id), ...below].join("/");
}

/** Throws 403 when nobody may see what is below an entity. */
export function checkReadable(entity: StoredEntity | undefined): void {
  if (entity?.isUnreadable !== true) return;
  throw new Failure(403, "Forbidden", "User is not authorized to perform this operation", "nested");
}

/** Whether a path belongs to Intune, whose errors are nested; the directory's are not. */
export function isIntune(template: string): boolean {
  return /^device(?:App)?Management\b/.test(template);
}

function notFound(template: string, collection: string, id: string): Failure {
  if (isIntune(template))
    return new Failure(404, "ResourceNotFound", `Resource not found: ${collection} '${id}'`, "nested");
  return new Failure(
    404,
    "Request_ResourceNotFound",
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}
