import type { Model, TypeUse } from "../model/ir.ts";
import { valueTypeName } from "./exported-names.ts";
import type { Printer } from "./printer.ts";
import { moduleOf, primitiveType } from "./type-names.ts";

/** `readonly string[] | null`, with the imports that it needs. */
export function printTypeUse(
  printer: Printer,
  model: Model,
  type: TypeUse,
  isNullable: boolean,
  suffix: "" | "Input" | "Body" = "",
): string {
  const name = primitiveType(type.name) ?? importType(printer, model, type.name, suffix);
  return `${type.isCollection ? `readonly ${name}[]` : name}${isNullable ? " | null" : ""}`;
}

function importType(printer: Printer, model: Model, name: string, suffix: "" | "Input" | "Body"): string {
  return printer.use({
    name: valueTypeName(model, name, suffix),
    from: `./${moduleOf(model, name)}.ts`,
    isType: true,
  });
}
