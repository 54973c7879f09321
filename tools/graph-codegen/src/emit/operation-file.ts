import type { Model, OperationDef, ParameterDef } from "../model/ir.ts";
import { kebabCase, pascalCase } from "../model/names.ts";
import { printHead, sourceFiles } from "./head.ts";
import type { GeneratedFile, Printer } from "./printer.ts";
import { createPrinter, lineWidth, printKey, printList } from "./printer.ts";
import { primitiveType } from "./type-names.ts";
import { inputName, printTypeUse } from "./types-file.ts";

/** One generated module with an operation. */
export interface OperationModule {
  readonly name: string;
  readonly types: readonly string[];
  readonly operation: string;
  readonly file: GeneratedFile;
}

/** Prints an operation: its input, its result and the constant. */
export function printOperationModule(model: Model, operation: OperationDef): OperationModule {
  const printer = createPrinter();
  const input = inputName(operation.name);
  const operationType = printer.use({ name: "Operation", from: "@intunectl/graph-core", isType: true });
  printInput(printer, model, operation, input);
  const result = printResult(printer, model, operation);
  printer.line();
  printConstant(printer, model, operation, { operationType, input, result: result.use });
  return {
    name: kebabCase(operation.name),
    types: [input, ...result.declared],
    operation: operation.name,
    file: printer.finish(printHead([operation.provenance]), sourceFiles([operation.provenance])),
  };
}

function printInput(printer: Printer, model: Model, operation: OperationDef, name: string): void {
  const parameters = [...operation.pathParameters, ...operation.bodyParameters, ...operation.queryParameters];
  printer.comment([`What {@link ${operation.name}} takes.`]);
  if (parameters.length === 0) return printer.line(`export type ${name} = Readonly<Record<never, never>>;`);
  printer.line(`export interface ${name} {`);
  for (const parameter of parameters)
    printParameter(printer, model, parameter, operation.bodyParameters.includes(parameter));
  printer.line("}");
}

function printParameter(printer: Printer, model: Model, parameter: ParameterDef, isBody: boolean): void {
  printer.comment(
    [parameter.description?.value ?? ""],
    "  ",
    parameter.description === undefined ? [] : [parameter.description.origin],
  );
  const suffix = isBody && isEntity(model, parameter.type.name) ? "Input" : "";
  printer.line(
    `  readonly ${printKey(parameter.name)}${parameter.isOptional ? "?" : ""}: ${printTypeUse(printer, model, parameter.type, parameter.isNullable, suffix)};`,
    parameter.origins,
  );
}

function isEntity(model: Model, name: string): boolean {
  return primitiveType(name) === undefined && model.types.get(name)?.kind === "entity";
}

function printResult(
  printer: Printer,
  model: Model,
  operation: OperationDef,
): { readonly use: string; readonly declared: readonly string[] } {
  const { result } = operation;
  if (result.kind === "none") return { use: "void", declared: [] };
  if (result.kind === "single")
    return { use: printTypeUse(printer, model, result.type, false), declared: [] };
  const name = `${pascalCase(operation.name)}Result`;
  const isAction = operation.action !== undefined;
  printer.line();
  printer.comment([`What {@link ${operation.name}} answers.`]);
  printer.line(`export interface ${name} {`, result.origins);
  if (result.isPaged) {
    printer.comment(["Where the next page is, when there is one; the client's `pages` follows it."], "  ");
    printer.line(`  readonly "@odata.nextLink"?: string;`, result.origins);
  }
  if (isAction)
    printer.comment(
      ["Missing when the service answers with an empty body, as it sometimes does: then read the set again."],
      "  ",
    );
  printer.line(
    `  readonly value${isAction ? "?" : ""}: ${printTypeUse(printer, model, { ...result.type, isCollection: true }, false)};`,
    result.origins,
  );
  printer.line("}");
  return { use: name, declared: [name] };
}

interface ConstantTypes {
  readonly operationType: string;
  readonly input: string;
  readonly result: string;
}

function printConstant(printer: Printer, model: Model, operation: OperationDef, types: ConstantTypes): void {
  const see =
    operation.page === undefined
      ? []
      : [
          `@see https://learn.microsoft.com/graph/api/${encodeURIComponent(operation.page)}?view=graph-rest-${model.version === "beta" ? "beta" : "1.0"}`,
        ];
  printer.comment(
    [operation.summary?.value ?? "", ...see],
    "",
    operation.summary === undefined ? [] : [operation.summary.origin],
  );
  const single = `export const ${operation.name}: ${types.operationType}<${types.input}, ${types.result}> = {`;
  if (single.length <= lineWidth) printer.line(single);
  else
    printer.line(
      `export const ${operation.name}: ${types.operationType}<\n  ${types.input},\n  ${types.result}\n> = {`,
    );
  printer.line(`  name: ${JSON.stringify(operation.name)},`);
  printer.line(`  method: ${JSON.stringify(operation.method.value)},`, [operation.method.origin]);
  printer.line(`  path: ${JSON.stringify(operation.path.value)},`, [operation.path.origin]);
  printer.line(`  version: ${JSON.stringify(model.version)},`);
  printer.line("  permissions: {");
  for (const kind of ["delegated", "application"] as const) {
    const names = operation.permissions[kind].names.map((name) => JSON.stringify(name));
    printer.line(
      `    ${kind}: ${printList(names, "    ", `    ${kind}: `.length)},`,
      operation.permissions[kind].origins,
    );
  }
  printer.line("  },");
  printer.line("};");
}
