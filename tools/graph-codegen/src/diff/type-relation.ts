import type { TypeUse } from "../model/ir.ts";

/** How a type's values relate to those of the type before it. */
export type TypeRelation = "same" | "wider" | "narrower" | "other";

/** What each primitive's values are also values of. */
const wider: Readonly<Record<string, readonly string[]>> = {
  "Edm.Byte": ["Edm.Int16", "Edm.Int32", "Edm.Int64", "Edm.Single", "Edm.Double", "Edm.Decimal"],
  "Edm.SByte": ["Edm.Int16", "Edm.Int32", "Edm.Int64", "Edm.Single", "Edm.Double", "Edm.Decimal"],
  "Edm.Int16": ["Edm.Int32", "Edm.Int64", "Edm.Single", "Edm.Double", "Edm.Decimal"],
  "Edm.Int32": ["Edm.Int64", "Edm.Double", "Edm.Decimal"],
  "Edm.Int64": ["Edm.Decimal"],
  "Edm.Single": ["Edm.Double"],
  "Edm.Guid": ["Edm.String"],
  "Edm.Date": ["Edm.String"],
  "Edm.DateTimeOffset": ["Edm.String"],
  "Edm.TimeOfDay": ["Edm.String"],
  "Edm.Duration": ["Edm.String"],
  "Edm.Binary": ["Edm.String"],
};

/** Compares two uses of types; `isEnum` says which names are enums, whose values are texts. */
export function relateTypes(
  old: TypeUse,
  now: TypeUse,
  isEnum: (name: string) => boolean = () => false,
): TypeRelation {
  if (old.isCollection !== now.isCollection) return "other";
  if (old.name === now.name) return "same";
  if (isWider(now.name, old.name, isEnum)) return "wider";
  return isWider(old.name, now.name, isEnum) ? "narrower" : "other";
}

function isWider(name: string, than: string, isEnum: (name: string) => boolean): boolean {
  if (name === "Edm.Untyped") return true;
  return wider[than]?.includes(name) === true || (name === "Edm.String" && isEnum(than));
}
