import type { Model, OperationDef, ParameterDef } from "../model/ir.ts";
import { printOperationsHead, sourceFiles } from "./head.ts";
import { inputName, resultName } from "./exported-names.ts";
import type { GeneratedFile, Printer } from "./printer.ts";
import { createPrinter, lineWidth, printList, printMember } from "./printer.ts";
import { docsView } from "./tags.ts";
import { concreteTypes, primitiveType } from "./type-names.ts";
import { printTypeUse } from "./type-use.ts";

/** One generated module with operations. */
export interface OperationModule {
  readonly name: string;
  readonly types: readonly string[];
  readonly operations: readonly string[];
  readonly file: GeneratedFile;
}

/** Prints operations that share a module: for each its input, its result and the constant. */
export function printOperationModule(
  model: Model,
  name: string,
  operations: readonly OperationDef[],
): OperationModule {
  const printer = createPrinter();
  const types: string[] = [];
  for (const [index, operation] of operations.entries()) {
    if (index > 0) printer.line();
    types.push(...printOperation(printer, model, operation));
  }
  return {
    name,
    types,
    operations: operations.map((operation) => operation.name),
    file: printer.finish(
      printOperationsHead(model, operations),
      sourceFiles(operations.map(({ provenance }) => provenance)),
    ),
  };
}

function printOperation(printer: Printer, model: Model, operation: OperationDef): readonly string[] {
  const input = inputName(model, operation.name);
  const operationType = printer.use({ name: "Operation", from: "@intunectl/graph-core", isType: true });
  printInput(printer, model, operation, input);
  const result = printResult(printer, model, operation);
  printer.line();
  printConstant(printer, model, operation, { operationType, input, result: result.use });
  return [input, ...result.declared];
}

function printInput(printer: Printer, model: Model, operation: OperationDef, name: string): void {
  const parameters = [...operation.pathParameters, ...operation.bodyParameters, ...operation.queryParameters];
  const { body } = operation;
  printer.comment([`What {@link ${operation.name}} takes.`]);
  if (body === undefined) {
    printer.line(`export interface ${name} {`);
    if (parameters.length === 0) printer.line("  readonly [name: string]: never;");
  } else {
    const type = { name: body.type, isCollection: false };
    const bodyType = printTypeUse(printer, model, type, false, "Body");
    const isUnion = concreteTypes(model, body.type).length > 0;
    if (parameters.length === 0) return printer.line(`export type ${name} = ${bodyType};`, body.origins);
    // An interface cannot extend a union.
    printer.line(
      isUnion ? `export type ${name} = ${bodyType} & {` : `export interface ${name} extends ${bodyType} {`,
      body.origins,
    );
    for (const parameter of parameters) printParameter(printer, model, parameter, false);
    return printer.line(isUnion ? "};" : "}");
  }
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
  const type = printTypeUse(printer, model, parameter.type, parameter.isNullable, suffix);
  printMember(printer, parameter.name, parameter.isOptional, type, parameter.origins);
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
  const name = resultName(model, operation.name);
  if (result.kind === "value") {
    printer.line();
    printer.comment([`What {@link ${operation.name}} answers.`]);
    printer.line(`export interface ${name} {`, result.origins);
    const type = printTypeUse(printer, model, result.type, result.isNullable === true);
    printer.line(`  readonly value: ${type};`, result.origins);
    printer.line("}");
    return { use: name, declared: [name] };
  }
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
          `@see https://learn.microsoft.com/graph/api/${encodeURIComponent(operation.page)}?view=${docsView(model)}`,
        ];
  printer.comment(
    [
      operation.summary?.value ?? "",
      operation.deprecated === undefined ? "" : `@deprecated ${operation.deprecated}`,
      ...see,
    ],
    "",
    operation.summary === undefined ? [] : [operation.summary.origin],
  );
  const { opening, indent } = printDeclaration(operation.name, types);
  printer.line(opening);
  printer.line(`${indent}  name: ${JSON.stringify(operation.name)},`);
  printer.line(`${indent}  method: ${JSON.stringify(operation.method.value)},`, [operation.method.origin]);
  printer.line(`${indent}  path: ${JSON.stringify(operation.path.value)},`, [operation.path.origin]);
  printer.line(`${indent}  version: ${JSON.stringify(model.version)},`);
  if (operation.isIdempotent) printer.line(`${indent}  idempotent: true,`);
  printPermissions(printer, operation, indent);
  printer.line(`${indent}};`);
}

/** The start of the constant as the formatter lays it out, and how far that indents the rest. */
function printDeclaration(
  name: string,
  types: ConstantTypes,
): { readonly opening: string; readonly indent: string } {
  const { operationType, input, result } = types;
  const left = `export const ${name}: ${operationType}<${input}, ${result}> =`;
  if (left.length + 2 <= lineWidth) return { opening: `${left} {`, indent: "" };
  if (left.length <= lineWidth) return { opening: `${left}\n  {`, indent: "  " };
  return { opening: `export const ${name}: ${operationType}<\n  ${input},\n  ${result}\n> = {`, indent: "" };
}

function printPermissions(printer: Printer, operation: OperationDef, indent: string): void {
  const { permissions } = operation;
  if (permissions === undefined)
    return printer.line(`${indent}  permissions: { delegated: [], application: [], isUnknown: true },`);
  printer.line(`${indent}  permissions: {`);
  for (const kind of ["delegated", "application"] as const) {
    const names = permissions[kind].names.map((name) => JSON.stringify(name));
    const key = `${indent}    ${kind}: `;
    printer.line(`${key}${printList(names, `${indent}    `, key.length)},`, permissions[kind].origins);
  }
  printer.line(`${indent}  },`);
}
