import type { GraphModel, PropertyModel, StructuredTypeModel } from "@intunectl/graph-core";

/** The structured type with this qualified name. */
export function findType(model: GraphModel, name: string): StructuredTypeModel | undefined {
  const type = Object.hasOwn(model.types, name) ? model.types[name] : undefined;
  return type?.kind === "enum" ? undefined : type;
}

type Properties = ReadonlyMap<string, PropertyModel>;

const known = new WeakMap<GraphModel, Map<string, Properties>>();

/** Every property of a type by name, inherited ones first. */
export function allProperties(model: GraphModel, name: string): Properties {
  const byName = known.get(model) ?? new Map<string, Properties>();
  known.set(model, byName);
  const cached = byName.get(name);
  if (cached !== undefined) return cached;
  const properties = collectProperties(model, name);
  byName.set(name, properties);
  return properties;
}

function collectProperties(model: GraphModel, name: string): Properties {
  const type = findType(model, name);
  if (type === undefined) return new Map();
  const inherited = type.base === undefined ? [] : allProperties(model, type.base);
  return new Map([...inherited, ...Object.entries(type.properties)]);
}

/** Whether a type is another one or inherits from it. */
export function isKindOf(model: GraphModel, name: string, ancestor: string): boolean {
  if (name === ancestor) return true;
  const base = findType(model, name)?.base;
  return base !== undefined && isKindOf(model, base, ancestor);
}

/** The members of an enumeration, or `undefined` when the name is of something else. */
export function enumMembers(model: GraphModel, name: string): readonly string[] | undefined {
  const type = Object.hasOwn(model.types, name) ? model.types[name] : undefined;
  return type?.kind === "enum" ? type.members : undefined;
}
