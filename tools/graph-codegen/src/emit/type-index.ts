import type { Model, TypeDef } from "../model/ir.ts";
import { kebabCase, pascalCase, shortName } from "../model/names.ts";

/** What the emitters ask of a model again and again, worked out once. */
export interface TypeIndex {
  /** Types that name a type as their base. */
  readonly derivedByBase: ReadonlyMap<string, readonly TypeDef[]>;
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
  const inner = qualified.replace(/^microsoft\.graph\./, "");
  return inner.split(".").map(pascalCase).join("");
}

function createTypeIndex(model: Model): TypeIndex {
  const derivedByBase = new Map<string, TypeDef[]>();
  const usersByEnum = new Map<string, Set<string>>();
  for (const type of model.types.values()) {
    if (type.kind === "enum") continue;
    if (type.base !== undefined)
      derivedByBase.set(type.base, [...(derivedByBase.get(type.base) ?? []), type]);
    for (const property of type.properties) {
      const users = usersByEnum.get(property.type.name) ?? new Set<string>();
      usersByEnum.set(property.type.name, users.add(rootModule(model, type)));
    }
  }
  const moduleByType = new Map<string, string>();
  for (const type of model.types.values()) {
    const [only, ...others] = type.kind === "enum" ? (usersByEnum.get(type.name) ?? []) : [];
    const isInline = only !== undefined && others.length === 0;
    moduleByType.set(type.name, isInline ? only : rootModule(model, type));
  }
  return { derivedByBase, moduleByType, typeModules: new Set(moduleByType.values()) };
}

/** The module of a type's topmost complex base; an entity stands alone, because its base is all of Graph's. */
function rootModule(model: Model, type: TypeDef): string {
  let root = type;
  const seen = new Set<TypeDef>();
  while (root.kind === "complex" && root.base !== undefined && !seen.has(root)) {
    seen.add(root);
    const base = model.types.get(root.base);
    if (base === undefined) break;
    root = base;
  }
  return moduleName(root.name);
}

const ownModules: ReadonlySet<string> = new Set(["assignable-kinds", "index", "model", "operations"]);

/** `device-and-app-management-assignment-target`; a name that the generated library has itself gets a suffix. */
export function moduleName(qualified: string): string {
  const name = kebabCase(qualified === shortName(qualified) ? qualified : typeName(qualified));
  return ownModules.has(name) ? `${name}-type` : name;
}
