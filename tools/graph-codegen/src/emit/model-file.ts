import type { Model, OperationDef, ParameterDef, PropertyDef, ResultDef, TypeDef } from "../model/ir.ts";
import { printSurfaceHead } from "./head.ts";
import type { Literal } from "./object-literal.ts";
import { printLiteral } from "./object-literal.ts";
import type { GeneratedFile } from "./printer.ts";
import { createPrinter } from "./printer.ts";

/** Prints `model.ts`: the published types and operations as data, for programs that need them at run time. */
export function printModelFile(model: Model, sources: readonly string[]): GeneratedFile {
  const printer = createPrinter();
  const graphModel = printer.use({ name: "GraphModel", from: "@intunectl/graph-core", isType: true });
  const types = Object.fromEntries(
    [...model.types.values()].map((type) => [type.name, typeLiteral(model, type)]),
  );
  const operations = Object.fromEntries(
    model.operations.map((operation) => [operation.name, operationLiteral(operation)]),
  );
  printer.comment(["What the specs say about the published types and operations."]);
  printer.line(
    `export const model: ${graphModel} = ${printLiteral({ version: model.version, types, operations })};`,
  );
  return printer.finish(printSurfaceHead(), sources);
}

function typeLiteral(model: Model, type: TypeDef): Literal {
  if (type.kind === "enum")
    return {
      kind: "enum",
      members: type.members.map(({ value }) => value),
      isOpen: type.isOpen || undefined,
    };
  return {
    kind: type.kind,
    base: type.base !== undefined && model.types.has(type.base) ? type.base : undefined,
    isAbstract: type.isAbstract || undefined,
    properties: Object.fromEntries(
      type.properties.map((property) => [property.name, propertyLiteral(property)]),
    ),
  };
}

function propertyLiteral(property: PropertyDef | (ParameterDef & { readonly isComputed?: false })): Literal {
  return {
    type: property.type.name,
    isCollection: property.type.isCollection || undefined,
    isNullable: property.isNullable || undefined,
    isOptional: property.isOptional || undefined,
    isComputed: property.isComputed || undefined,
  };
}

const entityKinds: Readonly<Record<OperationDef["method"]["value"], (result: ResultDef) => string>> = {
  GET: ({ kind }) => (kind === "envelope" ? "list" : "get"),
  POST: () => "create",
  PATCH: () => "update",
  PUT: () => "update",
  DELETE: () => "delete",
};

function operationLiteral(operation: OperationDef): Literal {
  const { result, action, body, method, page } = operation;
  const returns =
    result.kind === "none"
      ? undefined
      : { type: result.type.name, isCollection: result.kind === "envelope" || undefined };
  if (action !== undefined && method.value === "GET")
    return { kind: "function", function: action.name, boundTo: action.boundTo, returns };
  if (action === undefined) {
    const entity = body?.type ?? (result.kind === "none" ? operation.entity : result.type.name);
    const kind = entityKinds[method.value](result);
    const isSilent = (result.kind === "none" && kind !== "delete") || undefined;
    return { kind, entity: entity ?? "", isSilent, page };
  }
  return {
    kind: "action",
    action: action.name,
    boundTo: action.boundTo,
    parameters: Object.fromEntries(
      operation.bodyParameters.map((parameter) => [parameter.name, propertyLiteral(parameter)]),
    ),
    returns,
    page,
  };
}
