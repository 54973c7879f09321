import type { Model, TypeDef } from "../model/ir.ts";
import { byText } from "../model/names.ts";
import { printAssignableKindsFile } from "./assignable-kinds-file.ts";
import { printIndexFile, printOperationsFile } from "./index-files.ts";
import { printJsonSchemaFile } from "./json-schema-file.ts";
import { printManifest } from "./manifest.ts";
import { printModelFile } from "./model-file.ts";
import { printOpenApiFile } from "./openapi-file.ts";
import { printOperationModule } from "./operation-file.ts";
import type { GeneratedFile } from "./printer.ts";
import { moduleOf } from "./type-names.ts";
import { printTypesModule } from "./types-file.ts";

/** Prints a model: file names, relative to the output folder, to files. `hashes` are the inputs', for the manifest. */
export function emit(model: Model, hashes: ReadonlyMap<string, string>): ReadonlyMap<string, GeneratedFile> {
  const held = heldTypes(model);
  const byModule = new Map<string, TypeDef[]>();
  for (const type of model.types.values()) {
    // An abstract entity that nothing holds is a base only: its properties are printed in the entities that have it.
    if (type.kind === "entity" && type.isAbstract && !held.has(type.name)) continue;
    const name = moduleOf(model, type.name);
    byModule.set(name, [...(byModule.get(name) ?? []), type]);
  }
  const written = new Set(
    model.operations.flatMap(({ bodyParameters }) => bodyParameters.map(({ type }) => type.name)),
  );
  const types = [...byModule].map(([name, members]) =>
    printTypesModule(model, name, members, { held, written }),
  );
  const operations = model.operations.map((operation) => printOperationModule(model, operation));
  const sources = [...hashes.keys()].toSorted(byText);
  const files = new Map<string, GeneratedFile>([
    ...types.map(({ name, file }) => [`${name}.ts`, file] as const),
    ...operations.map(({ name, file }) => [`${name}.ts`, file] as const),
    ["assignable-kinds.ts", printAssignableKindsFile(model, sources)],
    ["index.ts", printIndexFile(types, operations, sources)],
    ["model.ts", printModelFile(model, sources)],
    ["openapi.yaml", printOpenApiFile(model, sources)],
    ["operations.ts", printOperationsFile(model, sources)],
    ["schemas.json", printJsonSchemaFile(model, sources)],
  ]);
  const sorted = new Map([...files].toSorted(([a], [b]) => byText(a, b)));
  return new Map([...sorted, ["manifest.json", printManifest(model, sorted, hashes)]]);
}

/** The types that a property, a parameter or a result has. */
function heldTypes(model: Model): ReadonlySet<string> {
  const held = new Set<string>();
  for (const type of model.types.values())
    if (type.kind !== "enum") for (const property of type.properties) held.add(property.type.name);
  for (const operation of model.operations) {
    for (const parameter of operation.bodyParameters) held.add(parameter.type.name);
    if (operation.result.kind !== "none") held.add(operation.result.type.name);
  }
  return held;
}
