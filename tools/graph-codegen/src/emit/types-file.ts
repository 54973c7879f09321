import type { EnumDef, Model, PropertyDef, StructuredDef, TypeDef, TypeUse } from "../model/ir.ts";
import { byText, kebabCase, pascalCase, shortName } from "../model/names.ts";
import { hashPrefix } from "../reconcile/rules/R002-hash-prefix.ts";
import { printHead, sourceFiles } from "./head.ts";
import type { GeneratedFile, Printer } from "./printer.ts";
import { createPrinter, lineWidth, printKey, printMember } from "./printer.ts";
import { typeName } from "./type-index.ts";
import {
  concreteTypes,
  formatNote,
  isPolymorphic,
  moduleOf,
  primitiveType,
  valueTypeName,
  hasDerived,
} from "./type-names.ts";

/** One generated module of types and the names that it exports. */
export interface TypesModule {
  readonly name: string;
  readonly exports: readonly string[];
  readonly file: GeneratedFile;
}

/** How the rest of the library uses types. */
export interface TypeUsage {
  /** Types that a property, a parameter or a result has. */
  readonly held: ReadonlySet<string>;
  /** Entities that a caller writes. */
  readonly written: ReadonlySet<string>;
}

/** Prints the types that live in one module: enums first, then structured types, then the union of a hierarchy. */
export function printTypesModule(
  model: Model,
  name: string,
  types: readonly TypeDef[],
  use: TypeUsage,
): TypesModule {
  const printer = createPrinter(`./${name}.ts`);
  const exports: string[] = [];
  const blocks: (() => void)[] = [];
  for (const type of types) if (type.kind === "enum") blocks.push(() => printEnum(printer, type, exports));
  const structured = types.filter((type) => type.kind !== "enum");
  const root = structured.find(
    (type) =>
      isPolymorphic(model, type) &&
      (type.kind !== "complex" || type.base === undefined || !model.types.has(type.base)),
  );
  if (hasBase(root)) blocks.push(() => printBase(printer, model, root));
  for (const type of structured)
    if (!type.isAbstract || type.kind === "entity")
      blocks.push(() => printInterface(printer, model, type, root, exports));
  for (const type of structured)
    if (use.held.has(type.name) && isPolymorphic(model, type))
      blocks.push(() => printUnion(printer, model, type, exports));
  for (const type of structured)
    if (use.written.has(type.name)) blocks.push(() => printInput(printer, model, type, exports));
  for (const [index, print] of blocks.entries()) {
    if (index > 0) printer.line();
    print();
  }
  const provenances = types.map((type) => type.provenance);
  return {
    name,
    exports: exports.toSorted(byText),
    file: printer.finish(printHead(provenances), sourceFiles(provenances)),
  };
}

function printEnum(printer: Printer, type: EnumDef, exports: string[]): void {
  const name = typeName(type.name);
  exports.push(name);
  const members = type.members.map(({ value }) => JSON.stringify(value));
  const isOpen = type.isOpen || type.isFlags;
  const notes = [
    type.isOpen ? "The service may send members that are not listed here." : "",
    type.isFlags ? "Several members travel joined by commas." : "",
    members.length === 0 ? "The metadata lists no members." : "",
  ];
  printer.comment([type.description?.value ?? "", ...notes, ...tags(type)]);
  const listed = members.length === 0 ? ["string"] : [...members, ...(isOpen ? ["(string & {})"] : [])];
  printAlias(
    printer,
    name,
    listed,
    type.members.map(({ origin }) => origin),
  );
}

function printAlias(
  printer: Printer,
  name: string,
  members: readonly string[],
  origins: PropertyDef["origins"],
): void {
  const single = `export type ${name} = ${members.join(" | ")};`;
  if (single.length <= lineWidth) return printer.line(single, origins);
  const [only, ...others] = members;
  if (others.length === 0) return printer.line(`export type ${name} =\n  ${only ?? "never"};`, origins);
  printer.line(`export type ${name} =`);
  for (const [index, member] of members.entries())
    printer.line(`  | ${member}${index === members.length - 1 ? ";" : ""}`, origins.slice(index, index + 1));
}

/** A base without properties of its own would be an empty interface. */
function hasBase(root: StructuredDef | undefined): root is StructuredDef {
  return root !== undefined && root.properties.length > 0;
}

function baseName(root: StructuredDef): string {
  return `${typeName(root.name)}Base`;
}

function printBase(printer: Printer, model: Model, root: StructuredDef): void {
  printer.comment(["What every value of the hierarchy carries. No value has this type alone."]);
  printer.line(`interface ${baseName(root)} {`, [root.origin]);
  for (const property of root.properties) printProperty(printer, model, property);
  printer.line("}");
}

function printInterface(
  printer: Printer,
  model: Model,
  type: StructuredDef,
  root: StructuredDef | undefined,
  exports: string[],
): void {
  const name = typeName(type.name);
  exports.push(name);
  const isVariant = root !== undefined;
  printer.comment([type.description?.value ?? "", ...tags(type)]);
  printer.line(`export interface ${name}${hasBase(root) ? ` extends ${baseName(root)}` : ""} {`, [
    type.origin,
  ]);
  const discriminator = JSON.stringify(hashPrefix.discriminator(type.name));
  // A value that is declared with an entity's type may be of a type derived from it.
  const isOpen = type.kind === "entity" && hasDerived(model, type);
  printer.line(`  readonly "@odata.type"${isVariant ? "" : "?"}: ${isOpen ? "string" : discriminator};`, [
    type.origin,
  ]);
  for (const property of allProperties(model, type, root)) printProperty(printer, model, property);
  printer.line("}");
}

/** A type's own and inherited properties, by name; those that the hierarchy's base prints are left out. */
function allProperties(
  model: Model,
  type: StructuredDef,
  root: StructuredDef | undefined,
): readonly PropertyDef[] {
  const found = new Map<string, PropertyDef>();
  for (
    let current: TypeDef | undefined = type;
    current !== undefined && current.kind !== "enum" && current.name !== root?.name;
  ) {
    for (const property of current.properties)
      if (!found.has(property.name)) found.set(property.name, property);
    current = current.base === undefined ? undefined : model.types.get(current.base);
  }
  return [...found.values()].toSorted((a, b) => byText(a.name, b.name));
}

function printProperty(printer: Printer, model: Model, property: PropertyDef): void {
  const note = formatNote(property.type);
  printer.comment(
    [
      [property.description?.value ?? "", note].filter((text) => text !== "").join(" "),
      property.deprecated === undefined ? "" : `@deprecated ${property.deprecated}`,
    ],
    "  ",
    property.description === undefined ? [] : [property.description.origin],
  );
  const type = printTypeUse(printer, model, property.type, property.isNullable);
  printMember(printer, property.name, property.isOptional, type, property.origins);
}

/** `readonly string[] | null`, with the imports that it needs. */
export function printTypeUse(
  printer: Printer,
  model: Model,
  type: TypeUse,
  isNullable: boolean,
  suffix = "",
): string {
  const name = primitiveType(type.name) ?? importType(printer, model, type.name, suffix);
  return `${type.isCollection ? `readonly ${name}[]` : name}${isNullable ? " | null" : ""}`;
}

function importType(printer: Printer, model: Model, name: string, suffix: string): string {
  const local = valueTypeName(model, name) + suffix;
  const from = `./${moduleOf(model, name)}.ts`;
  return printer.use({ name: local, from, isType: true });
}

function printUnion(printer: Printer, model: Model, type: StructuredDef, exports: string[]): void {
  const name = valueTypeName(model, type.name);
  exports.push(name);
  const variants = concreteTypes(model, type.name).map((variant) => typeName(variant.name));
  printer.comment(
    [
      type.isAbstract
        ? (type.description?.value ?? "")
        : `A value of \`${typeName(type.name)}\` or of a type derived from it.`,
      ...tags(type),
    ],
    "",
    [type.origin],
  );
  printAlias(printer, name, variants.length === 0 ? ["never"] : variants, []);
}

function printInput(printer: Printer, model: Model, type: StructuredDef, exports: string[]): void {
  const name = typeName(type.name);
  exports.push(`${name}Input`);
  const writable = allProperties(model, type, undefined).filter((property) => !property.isComputed);
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
  printer.comment([
    `The part of ${article(shortWord(type.name))} ${shortWord(type.name)} that a caller writes; the service sets the rest.`,
  ]);
  const single = `export type ${name}Input = ${parts.join(" & ") || "object"};`;
  if (single.length <= lineWidth) return printer.line(single, [type.origin]);
  printer.line(`export interface ${name}Input {`, [type.origin]);
  for (const property of writable)
    printer.line(
      `  readonly ${printKey(property.name)}${property.isNullable ? "?" : ""}: ${name}[${JSON.stringify(property.name)}];`,
      property.origins,
    );
  printer.line("}");
}

/** The last word of a type's name: `groupPolicyConfigurationAssignment` is an assignment. */
function shortWord(qualified: string): string {
  return kebabCase(shortName(qualified)).split("-").at(-1) ?? "";
}

function article(word: string): string {
  return /^[aeiou]/.test(word) ? "an" : "a";
}

/** `@deprecated` and `@see`, where there is something to say. */
function tags(type: TypeDef): readonly string[] {
  return [
    type.deprecated === undefined ? "" : `@deprecated ${type.deprecated}`,
    type.page === undefined
      ? ""
      : `@see https://learn.microsoft.com/graph/api/resources/${encodeURIComponent(type.page)}?view=graph-rest-beta`,
  ].filter((tag) => tag !== "");
}

/** The name of the input type of an operation. */
export function inputName(operation: string): string {
  return `${pascalCase(operation)}Input`;
}
