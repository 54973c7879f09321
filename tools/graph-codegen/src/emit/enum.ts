import type { EnumDef, Model, PropertyDef } from "../model/ir.ts";
import { typeNameOf } from "./exported-names.ts";
import type { Printer } from "./printer.ts";
import { lineWidth } from "./printer.ts";
import { tags } from "./tags.ts";

/** Prints an enum as a union of its members; answers its name. */
export function printEnum(printer: Printer, model: Model, type: EnumDef): string {
  const name = typeNameOf(model, type.name);
  const members = type.members.map(({ value }) => JSON.stringify(value));
  const isOpen = type.isOpen || type.isFlags;
  const notes = [
    type.isOpen ? "The service may send members that are not listed here." : "",
    type.isFlags ? "Several members travel joined by commas." : "",
    members.length === 0 ? "The metadata lists no members." : "",
  ];
  const described = [...(type.memberDescriptions ?? [])].map(
    ([member, { value }]) => `\`${member}\`: ${value}`,
  );
  printer.comment([type.description?.value ?? "", described, ...notes, ...tags(model, type)]);
  const listed = members.length === 0 ? ["string"] : [...members, ...(isOpen ? ["(string & {})"] : [])];
  printAlias(
    printer,
    name,
    listed,
    type.members.map(({ origin }) => origin),
  );
  return name;
}

/** Prints `export type X = A | B;`, with a line for each member where they do not fit on one. */
export function printAlias(
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
