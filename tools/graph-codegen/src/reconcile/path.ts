import type { CsdlFacts, CsdlNavigation } from "../read/csdl-facts.ts";
import type { TypeUse } from "../model/ir.ts";
import type { TypeTable } from "./type-table.ts";

/** Where a path leads in the metadata, or the first segment that no fragment declares. */
export type PathTarget =
  | { readonly kind: "type"; readonly type: TypeUse }
  /** `after` is the type that has no such segment; undefined where not even the first one is known. */
  | { readonly kind: "unknown"; readonly segment: string; readonly after: string | undefined };

/** Walks `/deviceManagement/groupPolicyConfigurations/{id}` from a root of the container through its navigation. */
export function walkPath(path: string, table: TypeTable, csdl: readonly CsdlFacts[]): PathTarget {
  const [first = "", ...segments] = path.split("/").filter((segment) => segment !== "");
  const root = csdl.flatMap((facts) => facts.roots).find(({ name }) => name.value === first);
  if (root === undefined) return { kind: "unknown", segment: first, after: undefined };
  let type = root.type;
  for (const segment of segments) {
    const next = step(type, segment, table);
    if (next === undefined) return { kind: "unknown", segment, after: type.name };
    type = next;
  }
  return { kind: "type", type };
}

function step(type: TypeUse, segment: string, table: TypeTable): TypeUse | undefined {
  if (segment.startsWith("{"))
    return type.isCollection ? { name: type.name, isCollection: false } : undefined;
  const isCast = segment.startsWith("microsoft.graph.") && table.get(segment) !== undefined;
  if (isCast) return { name: segment, isCollection: type.isCollection };
  return type.isCollection ? undefined : findNavigation(type.name, segment, table)?.type.value;
}

function findNavigation(typeName: string, segment: string, table: TypeTable): CsdlNavigation | undefined {
  for (const name of withBases(typeName, table)) {
    const declared = table.get(name)?.csdl;
    if (declared === undefined || declared.kind === "enum") continue;
    const found = declared.navigation.find((navigation) => navigation.name.value === segment);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A type and its bases, nearest first. A circle, which metadata must not have, ends the list. */
export function withBases(typeName: string, table: TypeTable): readonly string[] {
  const names: string[] = [];
  let name: string | undefined = typeName;
  while (name !== undefined && !names.includes(name)) {
    names.push(name);
    name = baseOf(name, table);
  }
  return names;
}

function baseOf(typeName: string, table: TypeTable): string | undefined {
  const declared = table.get(typeName)?.csdl;
  return declared === undefined || declared.kind === "enum" ? undefined : declared.base?.value;
}

/** A path without query, with alternatives in braces made one variable, and without a function's arguments. */
export function cleanPath(path: string): string {
  return path
    .replace(/\?.*$/, "")
    .replace(/\{[^}]*\}/g, (variable) => variable.replace(/[^\w{}-]/g, ""))
    .replace(/\([^)]*\)$/, "");
}

/** A path without the names of its variables: what two sources that name them differently have in common. */
export function anonymous(path: string): string {
  return path.replace(/\{[^}]*\}/g, "{}");
}
