import type { Model, TypeDef, TypeUse } from "../model/ir.ts";
import { byText, kebabCase } from "../model/names.ts";
import { moduleName, typeIndex, typeName } from "./type-index.ts";

/** The types that a value of `name` can have: itself and what is derived from it, without the abstract ones. */
export function concreteTypes(model: Model, name: string): readonly TypeDef[] {
  const { derivedByBase } = typeIndex(model);
  const found = new Set<TypeDef>();
  const waiting = [model.types.get(name)];
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (found.has(type)) continue;
    found.add(type);
    waiting.push(...(derivedByBase.get(type.name) ?? []));
  }
  return [...found]
    .filter((type) => type.kind === "enum" || !type.isAbstract)
    .toSorted((a, b) => byText(a.name, b.name));
}

/** A complex type with derived types: its cluster is printed in one file, named for the topmost. */
export function isPolymorphic(model: Model, type: TypeDef): boolean {
  return type.kind === "complex" && hasDerived(model, type);
}

export function hasDerived(model: Model, type: TypeDef): boolean {
  return typeIndex(model).derivedByBase.has(type.name);
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
  return typeIndex(model).moduleByType.get(name) ?? moduleName(name);
}

/** The module of an operation; where a type has that name already, it gets a suffix. */
export function operationModule(model: Model, name: string): string {
  const module = kebabCase(name);
  return typeIndex(model).typeModules.has(module) ? `${module}-operation` : module;
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
