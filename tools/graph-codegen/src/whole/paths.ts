import type { CsdlFacts } from "../read/csdl-facts.ts";
import { withBases } from "../reconcile/path.ts";
import type { TypeTable } from "../reconcile/type-table.ts";

/** Where values of each entity type can be reached: one entity, and a collection of them. */
export interface CanonicalPaths {
  readonly single: ReadonlyMap<string, string>;
  readonly collection: ReadonlyMap<string, string>;
}

interface Place {
  readonly path: string;
  readonly type: string;
  readonly isCollection: boolean;
}

/** What a step adds to a path's length: where a thing is contained it lives; a reference leads to it from elsewhere. */
const costs = { contained: 1, cast: 2, referenced: 10 } as const;

/**
 * Walks from the roots of the container through the navigation properties and keeps the nearest path that leads to each
 * type; of equal ones the first in the metadata's order.
 */
export function findPaths(csdl: readonly CsdlFacts[], table: TypeTable): CanonicalPaths {
  const single = new Map<string, string>();
  const collection = new Map<string, string>();
  // Places by cost: costs are small whole numbers, so a list for each is all that the nearest-first order needs.
  const byCost: Place[][] = [];
  const add = (cost: number, place: Place): void => {
    (byCost[cost] ??= []).push(place);
  };
  for (const { name, type } of csdl.flatMap((facts) => facts.roots))
    add(0, { path: `/${name.value}`, type: type.name, isCollection: type.isCollection });
  for (let cost = 0; cost < byCost.length; cost += 1) {
    const places = byCost[cost] ?? [];
    // The list grows while it is read: a key costs nothing.
    for (let index = 0; index < places.length; index += 1) {
      const place = places[index];
      const found = place?.isCollection === true ? collection : single;
      if (place === undefined || found.has(place.type)) continue;
      found.set(place.type, place.path);
      if (place.isCollection)
        add(cost, {
          ...place,
          path: `${place.path}/{${keyName(place.path, place.type)}}`,
          isCollection: false,
        });
      else for (const [more, next] of stepsFrom(place, table)) add(cost + more, next);
    }
  }
  return { single, collection };
}

function stepsFrom(
  { path, type }: Place,
  table: TypeTable,
): readonly (readonly [cost: number, place: Place])[] {
  const steps: (readonly [number, Place])[] = [];
  for (const name of withBases(type, table)) {
    const declared = table.get(name)?.csdl;
    if (declared === undefined || declared.kind === "enum") break;
    for (const { name: segment, type: use, isContained } of declared.navigation)
      steps.push([
        isContained ? costs.contained : costs.referenced,
        { path: `${path}/${segment.value}`, type: use.value.name, isCollection: use.value.isCollection },
      ]);
  }
  for (const derived of table.derived(type))
    steps.push([costs.cast, { path: castPath(path, derived, table), type: derived, isCollection: false }]);
  return steps;
}

/** A cast replaces the one that stands there already. */
function castPath(path: string, type: string, table: TypeTable): string {
  const last = path.slice(path.lastIndexOf("/") + 1);
  const isCast = last.includes(".") && table.get(last) !== undefined;
  return `${isCast ? path.slice(0, path.lastIndexOf("/")) : path}/${type}`;
}

/** `{userId}`; a second one on the way gets a number. */
function keyName(path: string, type: string): string {
  const short = type.slice(type.lastIndexOf(".") + 1);
  const name = `${short.slice(0, 1).toLowerCase()}${short.slice(1)}Id`;
  const twins = path
    .split("/")
    .filter((segment) => segment === `{${name}}` || segment.startsWith(`{${name}_`)).length;
  return twins === 0 ? name : `${name}_${twins + 1}`;
}

/** The path to a value of a type, by way of a base type and a cast where nothing leads to the type itself. */
export function pathTo(
  type: string,
  isCollection: boolean,
  paths: CanonicalPaths,
  bases: readonly string[],
): string | undefined {
  const known = isCollection ? paths.collection : paths.single;
  const direct = known.get(type);
  if (direct !== undefined) return direct;
  for (const base of bases) {
    const path = known.get(base);
    if (path !== undefined) return `${path}/${type}`;
  }
  return undefined;
}
