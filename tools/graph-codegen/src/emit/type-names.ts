import type { Model, TypeDef, TypeUse } from "../model/ir.ts";
import { kebabCase, pascalCase, shortName } from "../model/names.ts";

/** `GroupAssignmentTarget`: the TypeScript name of a type. */
export function typeName(qualified: string): string {
  return pascalCase(shortName(qualified));
}

/** The types that a value of `name` can have: itself and what is derived from it, without the abstract ones. */
export function concreteTypes(model: Model, name: string): readonly TypeDef[] {
  const found: TypeDef[] = [];
  const visit = (current: string): void => {
    const type = model.types.get(current);
    if (type === undefined || found.includes(type)) return;
    if (type.kind === "enum" || !type.isAbstract) found.push(type);
    for (const other of model.types.values())
      if (other.kind !== "enum" && other.base === current) visit(other.name);
  };
  visit(name);
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** A complex type with derived types: its cluster is printed in one file, named for the topmost. */
export function isPolymorphic(model: Model, type: TypeDef): boolean {
  return (
    type.kind === "complex" &&
    [...model.types.values()].some((other) => other.kind === "complex" && other.base === type.name)
  );
}

/** The name of what a property of this type holds: the union where the type has derived ones. */
export function valueTypeName(model: Model, name: string): string {
  const type = model.types.get(name);
  if (type === undefined || type.kind === "enum" || type.isAbstract || !isPolymorphic(model, type))
    return typeName(name);
  return `Any${typeName(name)}`;
}

/** The module that declares a type: an enum that one type uses stands beside its user. */
export function moduleOf(model: Model, name: string): string {
  const type = model.types.get(name);
  if (type === undefined) return kebabCase(shortName(name));
  if (type.kind === "enum") {
    const users = new Set(
      [...model.types.values()]
        .filter((other) => usesType(other, name))
        .map((user) => moduleOf(model, user.name)),
    );
    const [only] = users;
    return users.size === 1 && only !== undefined ? only : kebabCase(shortName(name));
  }
  return kebabCase(shortName(rootOf(model, type)));
}

/** The topmost base of a complex type; an entity stands alone, because its base is all of Graph's. */
function rootOf(model: Model, type: TypeDef): string {
  if (type.kind !== "complex" || type.base === undefined) return type.name;
  const base = model.types.get(type.base);
  return base === undefined ? type.name : rootOf(model, base);
}

function usesType(type: TypeDef, name: string): boolean {
  return type.kind !== "enum" && type.properties.some((property) => property.type.name === name);
}

/** The TypeScript type of a primitive; all text formats travel as strings and stay strings. */
export function primitiveType(name: string): string | undefined {
  if (!name.startsWith("Edm.")) return undefined;
  if (name === "Edm.Boolean") return "boolean";
  if (/^Edm\.(S?Byte|Int16|Int32|Int64|Single|Double|Decimal)$/.test(name)) return "number";
  return name === "Edm.Untyped" ? "unknown" : "string";
}

/** What a reader of the property must know of the format, for its comment. */
export function formatNote(type: TypeUse): string {
  switch (type.name) {
    case "Edm.DateTimeOffset":
      return "ISO 8601 date and time.";
    case "Edm.Date":
      return "ISO 8601 date.";
    case "Edm.Duration":
      return "ISO 8601 duration.";
    case "Edm.TimeOfDay":
      return "ISO 8601 time of day.";
    case "Edm.Binary":
      return "Base64url.";
    case "Edm.Int64":
      return "64 bits in the service; beyond 2^53 a number loses digits.";
    default:
      return "";
  }
}
