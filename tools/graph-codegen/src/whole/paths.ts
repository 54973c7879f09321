import type { CsdlFacts } from "../read/csdl-facts.ts";
import { withBases } from "../reconcile/path.ts";
import type { TypeTable } from "../reconcile/type-table.ts";

/** Where values of each entity type can be reached: one entity, and a collection of them. Shortest first, by segments. */
export interface CanonicalPaths {
  readonly single: ReadonlyMap<string, string>;
  readonly collection: ReadonlyMap<string, string>;
}

/**
 * Walks from the roots of the container through the navigation properties, breadth first, and keeps the first path
 * that leads to each type: the shortest, and of equal ones the first in the metadata's order.
 */
export function findPaths(csdl: readonly CsdlFacts[], table: TypeTable): CanonicalPaths {
  const single = new Map<string, string>();
  const collection = new Map<string, string>();
  const waiting: { readonly path: string; readonly type: string; readonly isCollection: boolean }[] = csdl
    .flatMap((facts) => facts.roots)
    .map(({ name, type }) => ({ path: `/${name.value}`, type: type.name, isCollection: type.isCollection }));
  // An index, because taking from the front of a long list costs its length.
  for (let index = 0; index < waiting.length; index += 1) {
    const { path, type, isCollection } = waiting[index] ?? { path: "", type: "", isCollection: false };
    if (isCollection) {
      if (collection.has(type)) continue;
      collection.set(type, path);
      waiting.push({ path: `${path}/{${keyName(path, type)}}`, type, isCollection: false });
      continue;
    }
    if (single.has(type)) continue;
    single.set(type, path);
    for (const step of navigationOf(type, table)) waiting.push({ ...step, path: `${path}/${step.path}` });
  }
  return { single, collection };
}

function navigationOf(
  typeName: string,
  table: TypeTable,
): readonly { readonly path: string; readonly type: string; readonly isCollection: boolean }[] {
  const steps: { readonly path: string; readonly type: string; readonly isCollection: boolean }[] = [];
  for (const name of withBases(typeName, table)) {
    const declared = table.get(name)?.csdl;
    if (declared === undefined || declared.kind === "enum") break;
    for (const { name: path, type } of declared.navigation)
      steps.push({ path: path.value, type: type.value.name, isCollection: type.value.isCollection });
  }
  return steps;
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
