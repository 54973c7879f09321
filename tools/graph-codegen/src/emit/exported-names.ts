import type { Model } from "../model/ir.ts";
import { pascalCase } from "../model/names.ts";
import { typeIndex, typeName } from "./type-index.ts";

/** What is made of a type, each with a name of its own. */
type Part = "base" | "navigation" | "Input" | "Body";

interface NameTable {
  readonly byKey: Map<string, string>;
  readonly taken: Set<string>;
}

const tables = new WeakMap<Model, NameTable>();

/** Names of TypeScript that the generated files use: a type of the same name would hide them. */
const reserved: readonly string[] = ["Partial", "Pick"];

/** Types have their names before anything that is made of them has: what a type could be confused with gets a number. */
function tableOf(model: Model): NameTable {
  const known = tables.get(model);
  if (known !== undefined) return known;
  const table: NameTable = { byKey: new Map(), taken: new Set(reserved) };
  tables.set(model, table);
  for (const name of model.types.keys()) claim(table, `type ${name}`, typeName(name));
  return table;
}

function claim(table: NameTable, key: string, wanted: string): string {
  const known = table.byKey.get(key);
  if (known !== undefined) return known;
  let name = wanted;
  for (let number = 2; table.taken.has(name); number += 1) name = `${wanted}${number}`;
  table.taken.add(name);
  table.byKey.set(key, name);
  return name;
}

/** The exported name of a type. */
export function typeNameOf(model: Model, type: string): string {
  return claim(tableOf(model), `type ${type}`, typeName(type));
}

/** The name of what a property of this type holds: the union where the type has derived ones. */
export function valueTypeName(model: Model, type: string, suffix: "" | "Input" | "Body" = ""): string {
  const declared = model.types.get(type);
  const isUnionBesideType =
    declared !== undefined &&
    declared.kind !== "enum" &&
    !declared.isAbstract &&
    typeIndex(model).variantsByType.has(type);
  if (!isUnionBesideType) return suffix === "" ? typeNameOf(model, type) : partName(model, type, suffix);
  const wanted = `Any${typeNameOf(model, type)}${suffix}`;
  return claim(tableOf(model), `union ${type} ${suffix}`, wanted);
}

/** The name of something that is made of a type. */
export function partName(model: Model, type: string, part: Part): string {
  const ending = { base: "Base", navigation: "Navigation", Input: "Input", Body: "Body" }[part];
  return claim(tableOf(model), `${part} ${type}`, typeNameOf(model, type) + ending);
}

/** The name of what an operation takes. */
export function inputName(model: Model, operation: string): string {
  return claim(tableOf(model), `takes ${operation}`, `${pascalCase(operation)}Input`);
}

/** The name of what an operation answers, where it is an object around the value. */
export function resultName(model: Model, operation: string): string {
  return claim(tableOf(model), `answers ${operation}`, `${pascalCase(operation)}Result`);
}
