import type { Model, StructuredDef } from "../model/ir.ts";
import { hashPrefix } from "../reconcile/rules/R002-hash-prefix.ts";
import { printAlias } from "./enum.ts";
import { partName, typeNameOf, valueTypeName } from "./exported-names.ts";
import { article, shortWord } from "./input-type.ts";
import type { Printer } from "./printer.ts";
import { lineWidth, printKey } from "./printer.ts";
import { allProperties } from "./structured.ts";
import { concreteTypes, hasPolymorphicBase } from "./type-names.ts";

/**
 * Prints what a caller sets when making or changing an entity; answers its name.
 *
 * Nothing in it is required but the type's name where the service could not tell: no source says which properties have a
 * default in the service, and the metadata calls even what the service sets itself not nullable.
 */
export function printBody(printer: Printer, model: Model, type: StructuredDef): string {
  const name = typeNameOf(model, type.name);
  const own = partName(model, type.name, "Body");
  printer.comment([
    `What a caller sets of ${article(shortWord(type.name))} ${shortWord(type.name)}, any part of it.`,
  ]);
  printer.line(`export interface ${own} {`, [type.origin]);
  const isTold = hasPolymorphicBase(model, type);
  const tag = JSON.stringify(hashPrefix.discriminator(type.name));
  printer.line(`  readonly "@odata.type"${isTold ? "" : "?"}: ${tag};`, [type.origin]);
  for (const property of allProperties(model, type)) {
    if (property.isComputed) continue;
    const key = printKey(property.name);
    const start = `  readonly ${key}?: ${name}[`;
    const quoted = JSON.stringify(property.name);
    const single = `${start}${quoted}];`;
    printer.line(single.length <= lineWidth ? single : `${start}\n    ${quoted}\n  ];`, property.origins);
  }
  if (type.isOpen === true) printer.line("  readonly [property: string]: unknown;", [type.origin]);
  printer.line("}");
  return own;
}

/** Prints the union of the bodies where an entity can have several types; answers its name. */
export function printBodyUnion(printer: Printer, model: Model, type: StructuredDef): string {
  const name = valueTypeName(model, type.name, "Body");
  printer.comment([
    `What a caller sets of ${article(shortWord(type.name))} ${shortWord(type.name)} of any type.`,
  ]);
  printAlias(
    printer,
    name,
    concreteTypes(model, type.name).map((variant) => partName(model, variant.name, "Body")),
    [type.origin],
  );
  return name;
}
