import type { ResultCheck } from "./sender.ts";
import { GraphResponseError } from "./errors.ts";
import type { GraphModel, StructuredTypeModel, TypeUse } from "./model.ts";
import type { AnyOperation } from "./operation.ts";

/**
 * A check of results against the generated model: a type that the model does not know is an error that names it, and
 * so is a value without a type where the model has only an abstract one.
 *
 * Properties and enumeration members that the model does not know stay as they are: the service may always add some.
 *
 * @example
 * ```ts
 * import { model } from "@intunectl/graph-intune/model";
 *
 * const graph = createGraphClient({ credential, decode: createStrictCheck(model) });
 * ```
 */
export function createStrictCheck(model: GraphModel): ResultCheck {
  return (operation, result) => {
    const use = toTypeUse(model, operation);
    const value: Readonly<Record<string, unknown>> = { ...result };
    if (use !== undefined) {
      if (use.isCollection === true) checkValue({ model, operation }, use, value["value"], "value");
      else checkValue({ model, operation }, use, result, "");
    }
  };
}

interface Context {
  readonly model: GraphModel;
  readonly operation: AnyOperation;
}

function toTypeUse(model: GraphModel, { name }: AnyOperation): TypeUse | undefined {
  const operation = Object.hasOwn(model.operations, name) ? model.operations[name] : undefined;
  if (operation === undefined) return undefined;
  switch (operation.kind) {
    case "list":
      return { type: operation.entity, isCollection: true };
    case "get":
    case "create":
    case "update":
      return { type: operation.entity };
    case "delete":
      return undefined;
    case "action":
    case "function":
      return operation.returns;
    default:
      return operation satisfies never;
  }
}

function checkValue(context: Context, use: TypeUse, value: unknown, path: string): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkValue(context, use, item, `${path}[${index}]`);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const record: Readonly<Record<string, unknown>> = { ...value };
  const name = toTypeName(context, use, record["@odata.type"], path);
  const properties = name === undefined ? new Map<string, TypeUse>() : readProperties(context.model, name);
  for (const [key, item] of Object.entries(record)) {
    const inner = properties.get(key);
    if (inner !== undefined) checkValue(context, inner, item, path === "" ? key : `${path}.${key}`);
  }
}

/** The type of a value: the one that it says, when the model knows it and it may stand there. */
function toTypeName(context: Context, { type }: TypeUse, said: unknown, path: string): string | undefined {
  const declared = findType(context.model, type);
  if (said === undefined || said === null) {
    if (declared?.isAbstract === true)
      throw refused(context, path, `has no @odata.type, and ${type} alone is no type of a value`);
    return declared === undefined ? undefined : type;
  }
  if (typeof said !== "string") throw refused(context, path, "has an @odata.type that is no text");
  const name = said.replace(/^#/, "");
  if (findType(context.model, name) === undefined)
    throw refused(context, path, `has the unknown type "${said}"`);
  if (declared !== undefined && !isDerived(context.model, name, type))
    throw refused(context, path, `has the type "${said}", which is no ${type}`);
  return name;
}

function findType(model: GraphModel, name: string): StructuredTypeModel | undefined {
  const type = Object.hasOwn(model.types, name) ? model.types[name] : undefined;
  return type === undefined || type.kind === "enum" ? undefined : type;
}

function isDerived(model: GraphModel, name: string, base: string): boolean {
  for (let at: string | undefined = name; at !== undefined; at = findType(model, at)?.base)
    if (at === base) return true;
  return false;
}

function readProperties(model: GraphModel, name: string): ReadonlyMap<string, TypeUse> {
  const type = findType(model, name);
  if (type === undefined) return new Map();
  const own = Object.entries(type.properties);
  return new Map([...(type.base === undefined ? [] : readProperties(model, type.base)), ...own]);
}

function refused({ operation }: Context, path: string, problem: string): GraphResponseError {
  return new GraphResponseError(`${operation.name}: ${path === "" ? "the result" : path} ${problem}`, {
    code: "unknownType",
    operation: operation.name,
  });
}
