import type { Model, PropertyDef, StructuredDef } from "../model/ir.ts";
import { kebabCase, shortName } from "../model/names.ts";
import { hashPrefix } from "../reconcile/rules/R002-hash-prefix.ts";
import { printAlias } from "./enum.ts";
import { partName, typeNameOf, valueTypeName } from "./exported-names.ts";
import type { Printer } from "./printer.ts";
import { lineWidth, printKey } from "./printer.ts";
import { allProperties } from "./structured.ts";
import { concreteTypes, hasPolymorphicBase, isPolymorphic } from "./type-names.ts";

/** Prints the part of an entity that a caller writes; answers its name. */
export function printInput(printer: Printer, model: Model, type: StructuredDef): string {
  const name = typeNameOf(model, type.name);
  const own = partName(model, type.name, "Input");
  const writable = allProperties(model, type).filter((property) => !property.isComputed);
  printer.comment([
    `The part of ${article(shortWord(type.name))} ${shortWord(type.name)} that a caller writes; the service sets the rest.`,
  ]);
  // The service takes a value without the type's name for one of the declared type.
  const isTold = hasPolymorphicBase(model, type);
  const single = `export type ${own} = ${printPicks(name, writable)};`;
  if (single.length <= lineWidth && type.isOpen !== true && !isTold && !isPolymorphic(model, type))
    printer.line(single, [type.origin]);
  else printWhole(printer, { own, name }, type, writable, isTold, isPolymorphic(model, type));
  return own;
}

function printPicks(name: string, writable: readonly PropertyDef[]): string {
  const keys = (nullable: boolean): string =>
    writable
      .filter((property) => property.isNullable === nullable)
      .map((property) => JSON.stringify(property.name))
      .join(" | ");
  const [required, optional] = [keys(false), keys(true)];
  const parts = [
    ...(required === "" ? [] : [`Pick<${name}, ${required}>`]),
    ...(optional === "" ? [] : [`Partial<Pick<${name}, ${optional}>>`]),
  ];
  return parts.join(" & ") || "object";
}

function printWhole(
  printer: Printer,
  { own, name }: { readonly own: string; readonly name: string },
  type: StructuredDef,
  writable: readonly PropertyDef[],
  isTold: boolean,
  mayBeTold: boolean,
): void {
  printer.line(`export interface ${own} {`, [type.origin]);
  const tag = JSON.stringify(hashPrefix.discriminator(type.name));
  if (isTold || mayBeTold)
    printer.line(`  readonly "@odata.type"${isTold ? "" : "?"}: ${tag};`, [type.origin]);
  for (const property of writable)
    printer.line(
      `  readonly ${printKey(property.name)}${property.isNullable ? "?" : ""}: ${name}[${JSON.stringify(property.name)}];`,
      property.origins,
    );
  if (type.isOpen === true) printer.line("  readonly [property: string]: unknown;", [type.origin]);
  printer.line("}");
}

/** Prints the union of what a caller writes where a value can have several types; answers its name. */
export function printInputUnion(printer: Printer, model: Model, type: StructuredDef): string {
  const name = valueTypeName(model, type.name, "Input");
  printer.comment([
    `What a caller writes where ${article(shortWord(type.name))} ${shortWord(type.name)} is wanted.`,
  ]);
  printAlias(
    printer,
    name,
    concreteTypes(model, type.name).map((variant) => partName(model, variant.name, "Input")),
    [type.origin],
  );
  return name;
}

/** The last word of a type's name: `groupPolicyConfigurationAssignment` is an assignment. */
export function shortWord(qualified: string): string {
  return kebabCase(shortName(qualified)).split("-").at(-1) ?? "";
}

/** `an` before a vowel. */
export function article(word: string): string {
  return /^[aeiou]/.test(word) ? "an" : "a";
}
