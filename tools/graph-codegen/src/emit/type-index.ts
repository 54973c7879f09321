import { isUniversalBase } from "../model/hierarchy.ts";
import type { Model, StructuredDef } from "../model/ir.ts";
import { byText, kebabCase, pascalCase, shortName } from "../model/names.ts";
import { layOut } from "./layout.ts";

/** What the emitters ask of a model again and again, worked out once. */
export interface TypeIndex {
  /** Types that name a type as their base. */
  readonly derivedByBase: ReadonlyMap<string, readonly StructuredDef[]>;
  /** The types that a value of a type with derived ones can have, without the abstract ones, sorted. */
  readonly variantsByType: ReadonlyMap<string, readonly StructuredDef[]>;
  /** Types with a property, own or inherited, that a derived type declares again, perhaps with another type. */
  readonly redeclared: ReadonlySet<string>;
  readonly moduleByType: ReadonlyMap<string, string>;
  readonly typeModules: ReadonlySet<string>;
}

const indexes = new WeakMap<Model, TypeIndex>();

/** The index of a model; the same one for the same model. */
export function typeIndex(model: Model): TypeIndex {
  const known = indexes.get(model);
  if (known !== undefined) return known;
  const index = createTypeIndex(model);
  indexes.set(model, index);
  return index;
}

/** `GroupAssignmentTarget`; types outside `microsoft.graph` carry the rest of their namespace. */
export function typeName(qualified: string): string {
  const inner = qualified.startsWith("microsoft.graph.")
    ? qualified.slice("microsoft.graph.".length)
    : qualified;
  return inner.includes(".") ? inner.split(".").map(pascalCase).join("") : pascalCase(inner);
}

function createTypeIndex(model: Model): TypeIndex {
  const derivedByBase = new Map<string, StructuredDef[]>();
  for (const type of model.types.values()) {
    if (type.kind === "enum" || type.base === undefined) continue;
    const siblings = derivedByBase.get(type.base);
    if (siblings === undefined) derivedByBase.set(type.base, [type]);
    else siblings.push(type);
  }
  const variantsByType = new Map<string, readonly StructuredDef[]>();
  for (const name of derivedByBase.keys()) {
    const type = model.types.get(name);
    if (type === undefined || type.kind === "enum" || isUniversalBase(type)) continue;
    const variants = withDerived(type, derivedByBase).filter(({ isAbstract }) => !isAbstract);
    // Where nothing can be a value of it, there is nothing to tell apart.
    if (variants.length > 0)
      variantsByType.set(
        name,
        variants.toSorted((a, b) => byText(a.name, b.name)),
      );
  }
  const moduleByType = layOut(model, moduleName);
  const redeclared = findRedeclared(model);
  return {
    derivedByBase,
    variantsByType,
    redeclared,
    moduleByType,
    typeModules: new Set(moduleByType.values()),
  };
}

function findRedeclared(model: Model): ReadonlySet<string> {
  const found = new Set<string>();
  for (const type of model.types.values()) {
    if (type.kind === "enum" || type.base === undefined) continue;
    const own = new Set(type.properties.map(({ name }) => name));
    // What stands between the two would print the base's property, too.
    const between: string[] = [];
    for (let name: string | undefined = type.base; name !== undefined && !between.includes(name);) {
      between.push(name);
      const base = model.types.get(name);
      if (base === undefined || base.kind === "enum") break;
      if (base.properties.some((property) => own.has(property.name)))
        for (const each of between) found.add(each);
      name = base.base;
    }
  }
  return found;
}

function withDerived(
  type: StructuredDef,
  derivedByBase: ReadonlyMap<string, readonly StructuredDef[]>,
): readonly StructuredDef[] {
  const found = new Set<StructuredDef>();
  const waiting = [type];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...(derivedByBase.get(next.name) ?? []));
  }
  return [...found];
}

const ownModules: ReadonlySet<string> = new Set(["assignable-kinds", "index", "model", "operations"]);

/** `device-and-app-management-assignment-target`; a name that the generated library has itself gets a suffix. */
export function moduleName(qualified: string): string {
  const name = kebabCase(qualified === shortName(qualified) ? qualified : typeName(qualified));
  return ownModules.has(name) ? `${name}-type` : name;
}
