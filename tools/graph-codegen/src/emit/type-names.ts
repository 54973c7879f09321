import { jsonKind } from "../model/edm.ts";
import type { Model, StructuredDef, TypeDef, TypeUse } from "../model/ir.ts";
import { kebabCase } from "../model/names.ts";
import { moduleName, typeIndex } from "./type-index.ts";

/** The types that a value of `name` can have: itself and what is derived from it, without the abstract ones. */
export function concreteTypes(model: Model, name: string): readonly StructuredDef[] {
  return typeIndex(model).variantsByType.get(name) ?? [];
}

/** A type with derived ones, told apart by `@odata.type`. */
export function isPolymorphic(model: Model, type: TypeDef): boolean {
  return typeIndex(model).variantsByType.has(type.name);
}

/** Whether a value says by `@odata.type` which of a hierarchy's types it has: the service tells when it is not the declared one. */
export function isVariant(model: Model, type: StructuredDef): boolean {
  return isPolymorphic(model, type) || hasPolymorphicBase(model, type);
}

export function hasPolymorphicBase(model: Model, type: StructuredDef): boolean {
  return type.base !== undefined && typeIndex(model).variantsByType.has(type.base);
}

/** The module that declares a type: an enum that one type uses stands beside its user. */
export function moduleOf(model: Model, name: string): string {
  return typeIndex(model).moduleByType.get(name) ?? moduleName(name);
}

/** The module of an operation; where a type has that name already, it gets a suffix. */
export function operationModule(model: Model, operation: OperationPlace): string {
  const name =
    model.scope === "whole" ? `${familyOf(model, operation)}-operations` : kebabCase(operation.name);
  return typeIndex(model).typeModules.has(name) ? `${name}-operation` : name;
}

/** What says where an operation is printed. */
export interface OperationPlace {
  readonly name: string;
  readonly family?: string;
  readonly action: { readonly boundTo: string } | undefined;
  readonly result: { readonly kind: "none" } | { readonly kind: string; readonly type: TypeUse };
}

/** The module of what an operation is bound to; of what it answers, for one that is bound to nothing. */
function familyOf(model: Model, { action, result, family }: OperationPlace): string {
  if (family !== undefined) return `${kebabCase(family)}-path`;
  const owner = action?.boundTo ?? ("type" in result ? result.type.name : "");
  return model.types.has(owner) ? moduleOf(model, owner) : "service";
}

/** The TypeScript type of a primitive; all text formats travel as strings and stay strings. */
export function primitiveType(name: string): string | undefined {
  return name.startsWith("Edm.") ? (jsonKind(name) ?? "unknown") : undefined;
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
