import { planAssignmentSet } from "./assignment-set.ts";
import type { ServiceContext } from "./context.ts";
import type { Surface } from "./options.ts";
import type { SeedEntity } from "./seed.ts";

/** Puts the seed's entities and assignments into an empty store. */
export function loadSeed(context: ServiceContext): void {
  for (const [collection, entities] of Object.entries(context.seed.collections)) {
    for (const entity of entities) {
      const { id } = entity.properties;
      context.store.put(collection, {
        id,
        isUnreadable: entity.isUnreadable === true,
        properties: entity.properties,
      });
      if (entity.assignments !== undefined) loadAssignments(context, collection, entity);
    }
  }
}

function loadAssignments(
  context: ServiceContext,
  collection: string,
  { properties, assignments }: SeedEntity,
): void {
  const elementType = findElementType(context.surface, collection);
  const time =
    typeof properties["lastModifiedDateTime"] === "string"
      ? Date.parse(properties["lastModifiedDateTime"])
      : Number.NaN;
  const set = planAssignmentSet({
    context: { model: context.surface.model, strictTypes: false },
    behaviour: context.behaviour,
    elementType,
    entityId: properties.id,
    items: assignments,
    path: `seed ${collection} ${properties.id} assignments`,
    nowMs: Number.isNaN(time) ? context.now() : time,
    newId: context.newId,
    hasFilter: () => true,
  });
  context.store.replace(`${collection}/${properties.id}/assignments`, set);
}

/** The type of what stands in `{collection}/{id}/assignments`. */
function findElementType({ operations, model }: Surface, collection: string): string {
  for (const { name, path } of operations) {
    const operation = model.operations[name];
    if (operation?.kind !== "list") continue;
    if (path.startsWith(`/${collection}/{`) && path.endsWith("}/assignments")) return operation.entity;
  }
  throw new Error(`seed: no operation lists the assignments below ${collection}`);
}
