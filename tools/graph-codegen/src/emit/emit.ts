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
  const types = [...printTypes(model, printed, held)];
  const operations = [...printOperations(model)];
  const files = new Map([...types, ...operations].map(({ name, file }) => [`${name}.ts`, file]));
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
  const sorted = sortByName(files);
  return new Map([...sorted, ["manifest.json", printManifest(model, sorted, hashes)]]);
}

/**
 * Prints a whole CSDL: every type, what it can be expanded by, every operation; no data for run time.
 *
 * Files are given away as they are made: all of Graph is forty megabytes of text, and nobody needs two of them at once.
 */
export function* emitWhole(
  model: Model,
  hashes: ReadonlyMap<string, string>,
): Generator<readonly [name: string, file: GeneratedFile], void, undefined> {
  const sources = [...hashes.keys()].toSorted(byText);
  const given = new Map<string, Pick<GeneratedFile, "sources">>();
  const give = (name: string, file: GeneratedFile): readonly [string, GeneratedFile] => {
    given.set(name, { sources: file.sources });
    return [name, file];
  };
  const types: Omit<TypesModule, "file">[] = [];
  const operations: Omit<OperationModule, "file">[] = [];
  for (const { file, ...module } of printTypes(model, [...model.types.values()], heldTypes(model))) {
    types.push(module);
    yield give(`${module.name}.ts`, file);
  }
  for (const { file, ...module } of printOperations(model)) {
    operations.push(module);
    yield give(`${module.name}.ts`, file);
  }
  for (const { file, ...module } of printNavigation(model)) {
    types.push(module);
    yield give(`${module.name}.ts`, file);
  }
  const constants = [constant("operations", "operations")];
  yield give("index.ts", printIndexFile(types, operations, sources, constants));
  yield give("operations.ts", printOperationsFile(model, sources));
  yield ["manifest.json", printManifest(model, sortByName(given), hashes)];
}

function constant(name: string, module: string): { readonly name: string; readonly from: string } {
  return { name, from: `./${module}.ts` };
}

function* printTypes(
  model: Model,
  printed: readonly TypeDef[],
  held: ReadonlySet<string>,
): Generator<TypesModule> {
  const use = { held, written: writtenTypes(model), bodies: bodyTypes(model) };
  for (const [name, members] of groupBy(printed, (type) => moduleOf(model, type.name)))
    yield printTypesModule(model, name, members, use);
}

function* printOperations(model: Model): Generator<OperationModule> {
  for (const [name, members] of groupBy(model.operations, (operation) => operationModule(model, operation)))
    yield printOperationModule(model, name, members);
}

function* printNavigation(model: Model): Generator<TypesModule> {
  const navigable = [...model.types.values()].flatMap((type) =>
    type.kind !== "enum" && type.navigation.length > 0 ? [type] : [],
  );
  for (const [module, members] of groupBy(navigable, (type) => moduleOf(model, type.name)))
    yield printNavigationModule(model, module, members);
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

function sortByName<T>(files: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...files].toSorted(([a], [b]) => byText(a, b)));
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
