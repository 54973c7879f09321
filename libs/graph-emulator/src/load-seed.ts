import type { ServiceContext } from "./context.ts";
import { demoSeed } from "./demo-seed.ts";
import { planAssignmentSet } from "./intune/assignment-set.ts";
import type { JsonObject } from "./json.ts";
import { allProperties } from "./operations/types.ts";
import type { SeedEntity } from "./seed.ts";
import { toPath } from "./store/store.ts";
import { parseServiceTime } from "./time.ts";

/** Puts the seed's entities and assignments into an empty store. */
export function loadSeed(context: ServiceContext): void {
  for (const [collection, entities] of Object.entries(context.seed.collections)) {
    for (const entity of entities) {
      const { id } = entity.properties;
      context.store.put(collection, {
        id,
        isUnreadable: entity.isUnreadable === true,
        properties: toServiceTimes(context, collection, entity.properties),
      });
      if (entity.assignments !== undefined) loadAssignments(context, collection, entity);
    }
  }
}

/** Times are stored in one form, so that they can be compared. */
function toServiceTimes(
  { catalog, surface }: ServiceContext,
  collection: string,
  given: JsonObject,
): JsonObject {
  const declared = allProperties(surface.model, catalog.entityTypeOf(collection) ?? "");
  const members = Object.entries(given).map(([name, value]) => {
    const isTime = declared.get(name)?.type === "Edm.DateTimeOffset" && typeof value === "string";
    return [name, isTime ? (parseServiceTime(value) ?? value) : value] as const;
  });
  return Object.fromEntries(members);
}

function loadAssignments(
  context: ServiceContext,
  collection: string,
  { properties, assignments }: SeedEntity,
): void {
  const elementType = context.catalog.entityTypeOf(`${collection}/{}/assignments`);
  // The demo tenant was not made for every surface; a seed that was given was made for this one.
  if (elementType === undefined && context.seed === demoSeed) return;
  if (elementType === undefined)
    throw new Error(`seed: no operation lists the assignments below ${collection}`);
  const time =
    typeof properties["lastModifiedDateTime"] === "string"
      ? Date.parse(properties["lastModifiedDateTime"])
      : Number.NaN;
  const set = planAssignmentSet({
    // A seed may hold what the service would refuse: clients must be able to meet it.
    context: { model: context.surface.model, strictTypes: false, undeclaredTypes: "accept" },
    behaviour: { ...context.behaviour, maxAssignments: "none", configurationManagerTargets: "accept" },
    elementType,
    entityId: properties.id,
    items: assignments,
    path: `seed ${collection} ${properties.id} assignments`,
    nowMs: Number.isNaN(time) ? context.now() : time,
    newId: context.newId,
    hasFilter: () => true,
    hasGroup: () => true,
  });
  context.store.replace(`${toPath(collection, properties.id)}/assignments`, set);
}
