import type { Model, OperationDef } from "../model/ir.ts";
import { shortName } from "../model/names.ts";
import { printSurfaceHead } from "./head.ts";
import type { GeneratedFile, Printer } from "./printer.ts";
import { createPrinter } from "./printer.ts";
import { operationModule } from "./type-names.ts";

/**
 * Prints `assignable-kinds.ts`: the kinds of resource whose assignments can be read and replaced.
 *
 * A kind is found, not listed: an `assign` action with one collection of entities that have a `target`, and the three
 * reads that go with it under the same path. So the next kind is lines in `surface.yaml`.
 */
export function printAssignableKindsFile(model: Model, sources: readonly string[]): GeneratedFile {
  const printer = createPrinter();
  const kind = printer.use({ name: "AssignableKind", from: "@intunectl/graph-core", isType: true });
  const kinds = model.operations
    .map((operation) => findKind(model, operation))
    .filter((found) => found !== undefined);
  printer.comment(["The kinds of resource whose assignments can be read and replaced."]);
  if (kinds.length === 0) printer.line(`export const assignableKinds: readonly ${kind}[] = [];`);
  else {
    printer.line(`export const assignableKinds: readonly ${kind}[] = [`);
    for (const found of kinds) printKind(printer, model, found);
    printer.line("];");
  }
  return printer.finish(printSurfaceHead(), sources);
}

interface Kind {
  readonly resource: string;
  readonly key: string;
  readonly parameter: string;
  readonly operations: {
    readonly list: OperationDef;
    readonly get: OperationDef;
    readonly listAssignments: OperationDef;
    readonly assign: OperationDef;
  };
}

function findKind(model: Model, assign: OperationDef): Kind | undefined {
  const [parameter, ...others] = assign.bodyParameters;
  const [key, ...moreKeys] = assign.pathParameters;
  if (
    assign.action?.name !== "assign" ||
    parameter === undefined ||
    key === undefined ||
    others.length + moreKeys.length > 0
  )
    return undefined;
  const element = model.types.get(parameter.type.name);
  if (
    !parameter.type.isCollection ||
    element?.kind !== "entity" ||
    !element.properties.some(({ name }) => name === "target")
  )
    return undefined;
  const item = assign.path.value.slice(0, assign.path.value.lastIndexOf("/"));
  const collection = item.slice(0, item.lastIndexOf("/"));
  const read = (path: string): OperationDef | undefined =>
    model.operations.find((operation) => operation.method.value === "GET" && operation.path.value === path);
  const [list, get, listAssignments] = [read(collection), read(item), read(`${item}/assignments`)];
  if (list === undefined || get === undefined || listAssignments === undefined) return undefined;
  return {
    resource: shortName(collection.slice(collection.lastIndexOf("/") + 1)),
    key: key.name,
    parameter: parameter.name,
    operations: { list, get, listAssignments, assign },
  };
}

function printKind(printer: Printer, model: Model, kind: Kind): void {
  printer.line("  {");
  for (const name of ["resource", "key", "parameter"] as const)
    printer.line(`    ${name}: ${JSON.stringify(kind[name])},`);
  for (const [role, operation] of Object.entries(kind.operations)) {
    const name = printer.use({
      name: operation.name,
      from: `./${operationModule(model, operation)}.ts`,
      isType: false,
    });
    printer.line(`    ${role}: ${name},`);
  }
  printer.line("  },");
}
