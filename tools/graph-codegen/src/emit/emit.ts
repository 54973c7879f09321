import type { Model, TypeDef } from "../model/ir.ts";
import { byText } from "../model/names.ts";
import { printAssignableKindsFile } from "./assignable-kinds-file.ts";
import { printIndexFile, printOperationsFile } from "./index-files.ts";
import { printJsonSchemaFile } from "./json-schema-file.ts";
import { printManifest } from "./manifest.ts";
import { printModelFile } from "./model-file.ts";
import { printOpenApiFile } from "./openapi-file.ts";
import { printNavigationModule } from "./navigation-file.ts";
import type { OperationModule } from "./operation-file.ts";
import { printOperationModule } from "./operation-file.ts";
import type { GeneratedFile } from "./printer.ts";
import { moduleOf, operationModule } from "./type-names.ts";
import type { TypesModule } from "./types-file.ts";
import { printTypesModule } from "./types-file.ts";
import { bodyTypes, writtenTypes } from "./written-types.ts";

/** Prints a model: file names, relative to the output folder, to files. `hashes` are the inputs', for the manifest. */
export function emit(model: Model, hashes: ReadonlyMap<string, string>): ReadonlyMap<string, GeneratedFile> {
  const held = heldTypes(model);
  // An abstract entity that nothing holds is a base only: its properties are printed in the entities that have it.
  const printed = [...model.types.values()].filter(
    (type) => type.kind !== "entity" || !type.isAbstract || held.has(type.name),
  );
  const sources = [...hashes.keys()].toSorted(byText);
  const { types, operations, files } = printModules(model, printed, held);
  files.set("assignable-kinds.ts", printAssignableKindsFile(model, sources));
  files.set(
    "index.ts",
    printIndexFile(types, operations, sources, [
      constant("assignableKinds", "assignable-kinds"),
      constant("operations", "operations"),
    ]),
  );
  files.set("model.ts", printModelFile(model, sources));
  files.set("openapi.yaml", printOpenApiFile(model, sources));
  files.set("schemas.json", printJsonSchemaFile(model, sources));
  files.set("operations.ts", printOperationsFile(model, sources));
  return withManifest(model, files, hashes);
}

/** Prints a whole CSDL: every type, what it can be expanded by, every operation; no data for run time. */
export function emitWhole(
  model: Model,
  hashes: ReadonlyMap<string, string>,
): ReadonlyMap<string, GeneratedFile> {
  const held = heldTypes(model);
  const sources = [...hashes.keys()].toSorted(byText);
  const { types, operations, files } = printModules(model, [...model.types.values()], held);
  const navigation = [
    ...groupBy(
      [...model.types.values()].filter((type) => type.kind !== "enum" && type.navigation.length > 0),
      (type) => moduleOf(model, type.name),
    ),
  ].map(([module, members]) =>
    printNavigationModule(
      model,
      module,
      members.filter((type) => type.kind !== "enum"),
    ),
  );
  for (const { name, file } of navigation) files.set(`${name}.ts`, file);
  files.set(
    "index.ts",
    printIndexFile([...types, ...navigation], operations, sources, [constant("operations", "operations")]),
  );
  files.set("operations.ts", printOperationsFile(model, sources));
  return withManifest(model, files, hashes);
}

function constant(name: string, module: string): { readonly name: string; readonly from: string } {
  return { name, from: `./${module}.ts` };
}

interface Modules {
  readonly types: readonly TypesModule[];
  readonly operations: readonly OperationModule[];
  readonly files: Map<string, GeneratedFile>;
}

function printModules(model: Model, printed: readonly TypeDef[], held: ReadonlySet<string>): Modules {
  const use = { held, written: writtenTypes(model), bodies: bodyTypes(model) };
  const types = [...groupBy(printed, (type) => moduleOf(model, type.name))].map(([name, members]) =>
    printTypesModule(model, name, members, use),
  );
  const operations = [...groupBy(model.operations, (operation) => operationModule(model, operation))].map(
    ([name, members]) => printOperationModule(model, name, members),
  );
  const files = new Map([...types, ...operations].map(({ name, file }) => [`${name}.ts`, file] as const));
  return { types, operations, files };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function withManifest(
  model: Model,
  files: ReadonlyMap<string, GeneratedFile>,
  hashes: ReadonlyMap<string, string>,
): ReadonlyMap<string, GeneratedFile> {
  const sorted = new Map([...files].toSorted(([a], [b]) => byText(a, b)));
  return new Map([...sorted, ["manifest.json", printManifest(model, sorted, hashes)]]);
}

/** The types that a property, a parameter or a result has. */
function heldTypes(model: Model): ReadonlySet<string> {
  const held = new Set<string>();
  for (const type of model.types.values())
    if (type.kind !== "enum")
      for (const { type: use } of [...type.properties, ...type.navigation]) held.add(use.name);
  for (const operation of model.operations) {
    for (const parameter of operation.bodyParameters) held.add(parameter.type.name);
    if (operation.body !== undefined) held.add(operation.body.type);
    if (operation.result.kind !== "none") held.add(operation.result.type.name);
  }
  return held;
}
