import type { Model, PropertyDef, StructuredDef, TypeDef } from "../model/ir.ts";
import { byText } from "../model/names.ts";
import { hashPrefix } from "../reconcile/rules/R002-hash-prefix.ts";
import { printAlias } from "./enum.ts";
import { partName, typeNameOf, valueTypeName } from "./exported-names.ts";
import type { Printer } from "./printer.ts";
import { printMember } from "./printer.ts";
import { tags } from "./tags.ts";
import { typeIndex } from "./type-index.ts";
import { concreteTypes, formatNote, isPolymorphic, isVariant } from "./type-names.ts";
import { printTypeUse } from "./type-use.ts";

/** So many properties are printed once; fewer are easier to read where they belong. */
const worthSharing = 4;

/**
 * Whether the types of a hierarchy share this type's properties by an interface that is not exported.
 *
 * They cannot extend the type itself: its `@odata.type` is not theirs.
 */
export function hasBase(model: Model, type: StructuredDef): boolean {
  if (!isPolymorphic(model, type)) return false;
  const isTop = type.kind === "complex" && (type.base === undefined || !model.types.has(type.base));
  return type.properties.length >= (isTop ? 1 : worthSharing) && !typeIndex(model).redeclared.has(type.name);
}

/** Prints what a type's hierarchy shares of it; exports nothing. */
export function printBase(printer: Printer, model: Model, type: StructuredDef): "" {
  const { properties, base } = inherited(model, type, bases(model, type).next().value);
  printer.comment([
    base === undefined && type.isAbstract
      ? "What every value of the hierarchy carries. No value has this type alone."
      : `What ${typeNameOf(model, type.name)} and all that derive from it carry.`,
  ]);
  printer.line(`interface ${partName(model, type.name, "base")}${extending(model, base)} {`, [type.origin]);
  printMembers(printer, model, type, properties);
  printer.line("}");
  return "";
}

/** Prints the type of a value; answers its name. */
export function printInterface(printer: Printer, model: Model, type: StructuredDef): string {
  const name = typeNameOf(model, type.name);
  const { properties, base } = hasBase(model, type)
    ? { properties: [], base: type }
    : inherited(model, type, bases(model, type).next().value);
  printer.comment([type.description?.value ?? "", ...tags(model, type)]);
  printer.line(`export interface ${name}${extending(model, base)} {`, [type.origin]);
  // The service says the type of an entity where it is not the declared one, and that of a complex value where it could be another.
  const isTold = type.kind === "complex" && isVariant(model, type);
  const tag = type.isAbstract ? "string" : JSON.stringify(hashPrefix.discriminator(type.name));
  printer.line(`  readonly "@odata.type"${isTold ? "" : "?"}: ${tag};`, [type.origin]);
  printMembers(printer, model, type, properties);
  printer.line("}");
  return name;
}

function extending(model: Model, base: StructuredDef | undefined): string {
  return base === undefined ? "" : ` extends ${partName(model, base.name, "base")}`;
}

function printMembers(
  printer: Printer,
  model: Model,
  type: StructuredDef,
  properties: readonly PropertyDef[],
): void {
  for (const property of properties) printProperty(printer, model, property);
  if (type.isOpen === true) {
    printer.comment(["Other properties: the type is open."], "  ");
    printer.line("  readonly [property: string]: unknown;", [type.origin]);
  }
}

/** The bases of a type, nearest first. A circle, which metadata must not have, ends the list. */
function* bases(model: Model, type: StructuredDef): Generator<StructuredDef, undefined> {
  const seen = new Set<TypeDef>([type]);
  for (let name = type.base; name !== undefined;) {
    const base = model.types.get(name);
    if (base === undefined || base.kind === "enum" || seen.has(base)) return;
    seen.add(base);
    yield base;
    name = base.base;
  }
}

interface Inherited {
  readonly properties: readonly PropertyDef[];
  /** The nearest base whose properties are shared; those are not among `properties`. */
  readonly base: StructuredDef | undefined;
}

/** A type's own properties and those of its bases, by name, up to the nearest base that is printed as one. */
function inherited(model: Model, type: StructuredDef, nearest: StructuredDef | undefined): Inherited {
  // Most types derive from nothing but the base of all entities: no copy, no sort of what is sorted.
  if (nearest === undefined) return { properties: type.properties, base: undefined };
  const found = new Map(type.properties.map((property) => [property.name, property]));
  let shared: StructuredDef | undefined;
  for (const base of bases(model, type)) {
    if (hasBase(model, base)) {
      shared = base;
      break;
    }
    for (const property of base.properties) if (!found.has(property.name)) found.set(property.name, property);
  }
  return { properties: [...found.values()].toSorted((a, b) => byText(a.name, b.name)), base: shared };
}

/** All properties of a value of the type, inherited ones too, by name. */
export function allProperties(model: Model, type: StructuredDef): readonly PropertyDef[] {
  const found = new Map(type.properties.map((property) => [property.name, property]));
  for (const base of bases(model, type))
    for (const property of base.properties) if (!found.has(property.name)) found.set(property.name, property);
  return [...found.values()].toSorted((a, b) => byText(a.name, b.name));
}

function printProperty(printer: Printer, model: Model, property: PropertyDef): void {
  const note = formatNote(property.type);
  const prose = property.description?.value ?? "";
  printer.comment(
    [
      prose === "" || note === "" ? prose + note : `${prose} ${note}`,
      property.isImmutable === true ? "Set when it is made, and not changed later." : "",
      property.deprecated === undefined ? "" : `@deprecated ${property.deprecated}`,
    ],
    "  ",
    property.description === undefined ? [] : [property.description.origin],
  );
  const type = printTypeUse(printer, model, property.type, property.isNullable);
  printMember(printer, property.name, property.isOptional, type, property.origins);
}

/** Prints the union of the types that a value can have; answers its name. */
export function printUnion(printer: Printer, model: Model, type: StructuredDef): string {
  const name = valueTypeName(model, type.name);
  printer.comment(
    [
      type.isAbstract
        ? (type.description?.value ?? "")
        : `A value of \`${typeNameOf(model, type.name)}\` or of a type derived from it.`,
      ...tags(model, type),
    ],
    "",
    [type.origin],
  );
  printAlias(
    printer,
    name,
    concreteTypes(model, type.name).map((variant) => typeNameOf(model, variant.name)),
    [],
  );
  return name;
}
