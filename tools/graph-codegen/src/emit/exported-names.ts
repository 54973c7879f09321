import type { Model } from "../model/ir.ts";
import { pascalCase } from "../model/names.ts";
import { typeIndex, typeName } from "./type-index.ts";

/** What is made of a type, with the ending that its name gets. */
const endings = { base: "Base", navigation: "Navigation", Input: "Input", Body: "Body" } as const;

type Part = keyof typeof endings;
type Kind = "type" | "takes" | "answers" | Part | "any" | "anyInput" | "anyBody";

interface NameTable {
  readonly byKind: Readonly<Record<Kind, Map<string, string>>>;
  readonly taken: Set<string>;
}

const tables = new WeakMap<Model, NameTable>();

/** Names of TypeScript that the generated files use: a type of the same name would hide them. */
const reserved: readonly string[] = ["Omit", "Partial", "Pick"];

/** Types have their names before anything that is made of them has: what a type could be confused with gets a number. */
function tableOf(model: Model): NameTable {
  const known = tables.get(model);
  if (known !== undefined) return known;
  const table: NameTable = {
    byKind: {
      type: new Map(),
      base: new Map(),
      navigation: new Map(),
      Input: new Map(),
      Body: new Map(),
      any: new Map(),
      anyInput: new Map(),
      anyBody: new Map(),
      takes: new Map(),
      answers: new Map(),
    },
    taken: new Set(reserved),
  };
  tables.set(model, table);
  for (const name of model.types.keys()) claim(table, "type", name, typeName(name));
  return table;
}

function claim({ byKind, taken }: NameTable, kind: Kind, of: string, wanted: string): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}${number}`;
  taken.add(name);
  byKind[kind].set(of, name);
  return name;
}

/** The exported name of a type. */
export function typeNameOf(model: Model, type: string): string {
  const table = tableOf(model);
  return table.byKind.type.get(type) ?? claim(table, "type", type, typeName(type));
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
  const table = tableOf(model);
  const kind = `any${suffix}` as const;
  return table.byKind[kind].get(type) ?? claim(table, kind, type, `Any${typeNameOf(model, type)}${suffix}`);
}

/** The name of something that is made of a type. */
export function partName(model: Model, type: string, part: Part): string {
  const table = tableOf(model);
  return table.byKind[part].get(type) ?? claim(table, part, type, typeNameOf(model, type) + endings[part]);
}

/** The name of what an operation takes. */
export function inputName(model: Model, operation: string): string {
  const table = tableOf(model);
  return (
    table.byKind.takes.get(operation) ?? claim(table, "takes", operation, `${pascalCase(operation)}Input`)
  );
}

/** The name of what an operation answers, where it is an object around the value. */
export function resultName(model: Model, operation: string): string {
  const table = tableOf(model);
  return (
    table.byKind.answers.get(operation) ??
    claim(table, "answers", operation, `${pascalCase(operation)}Result`)
  );
}
