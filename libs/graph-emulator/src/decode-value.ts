import type { GraphModel, PropertyModel, TypeUse } from "@intunectl/graph-core";
import { badRequest, modelValidation } from "./failure.ts";
import { isObject, type JsonObject, ownMember } from "./json.ts";
import { allProperties, enumMembers, findType, isKindOf } from "./types.ts";

/** What a value is checked against. */
export interface DecodeContext {
  readonly model: GraphModel;
  /** Whether a value of an abstract type is refused. */
  readonly strictTypes: boolean;
}

/**
 * Checks a value that a request carries against its type and gives it the form in which it is stored.
 *
 * Properties come in the type's order, `@odata.type` has its `#`, computed properties are gone, absent ones have their
 * default. A value of an abstract type stays exactly as it was sent: the reference pages document such values.
 */
export function decodeValue(context: DecodeContext, use: TypeUse, value: unknown, path: string): unknown {
  if (use.isCollection === true) {
    if (!Array.isArray(value)) throw modelValidation(`${path} must be a collection of ${use.type}`);
    return value.map((item, index) => decodeOne(context, use.type, item, `${path}[${index}]`));
  }
  return decodeOne(context, use.type, value, path);
}

function decodeOne(context: DecodeContext, type: string, value: unknown, path: string): unknown {
  const declared = findType(context.model, type);
  if (declared !== undefined) return decodeStructured(context, type, value, path);
  const definition = context.model.types[type];
  const members = enumMembers(context.model, type);
  if (members !== undefined) {
    const isOpen = definition?.kind === "enum" && definition.isOpen === true;
    if (typeof value === "string" && (isOpen || members.includes(value))) return value;
    throw modelValidation(`${path} must be one of ${members.join(", ")}`);
  }
  if (isPrimitive(type, value)) return value;
  throw modelValidation(`${path} must be ${type}`);
}

function isPrimitive(type: string, value: unknown): boolean {
  switch (type) {
    case "Edm.Boolean":
      return typeof value === "boolean";
    case "Edm.Byte":
    case "Edm.SByte":
    case "Edm.Int16":
    case "Edm.Int32":
    case "Edm.Int64":
      return Number.isInteger(value);
    case "Edm.Double":
    case "Edm.Single":
    case "Edm.Decimal":
      return typeof value === "number";
    default:
      return typeof value === "string";
  }
}

function decodeStructured(
  context: DecodeContext,
  declared: string,
  value: unknown,
  path: string,
): JsonObject {
  if (!isObject(value)) throw modelValidation(`${path} must be an object of type '${declared}'`);
  const type = readType(context.model, declared, ownMember(value, "@odata.type"), path);
  const properties = allProperties(context.model, type);
  for (const name of Object.keys(value)) {
    if (!name.includes("@odata.") && !properties.has(name)) {
      throw badRequest(`The property '${name}' does not exist on type '${type}' (${path}).`);
    }
  }
  const isAbstract = findType(context.model, type)?.isAbstract === true;
  if (isAbstract && context.strictTypes) {
    throw modelValidation(`${path} has the abstract type '${type}'; give one of its derived types`);
  }
  const decoded: [string, unknown][] = [];
  // Entities are answered without a type; a complex value carries one when it is not the declared one.
  if (type !== declared) decoded.push(["@odata.type", `#${type}`]);
  for (const [name, property] of properties) {
    const member = ownMember(value, name);
    if (property.isComputed === true) continue;
    if (member === null && property.isNullable !== true)
      throw modelValidation(`${path}.${name} must not be null`);
    const isPresent = member !== undefined && member !== null;
    const result = isPresent
      ? decodeValue(context, property, member, `${path}.${name}`)
      : toDefault(context.model, property, `${path}.${name}`, isAbstract);
    if (result !== undefined) decoded.push([name, result]);
  }
  return isAbstract ? value : Object.fromEntries(decoded);
}

function toDefault(model: GraphModel, property: PropertyModel, path: string, isAbstract: boolean): unknown {
  if (property.isNullable === true) return null;
  if (property.isOptional !== true && !isAbstract) throw modelValidation(`${path} is missing`);
  return enumMembers(model, property.type)?.[0];
}

/** The type that a value says it has, with or without `#`; or the declared one when it says nothing. */
function readType(model: GraphModel, declared: string, given: unknown, path: string): string {
  if (given === undefined && findType(model, declared)?.isAbstract === true) {
    throw modelValidation(`${path} has no @odata.type, and '${declared}' is abstract`);
  }
  if (given === undefined) return declared;
  if (typeof given !== "string") throw modelValidation(`${path} has an @odata.type that is not a string`);
  const name = given.startsWith("#") ? given.slice(1) : given;
  if (name.includes("#") || !name.startsWith("microsoft.graph.")) {
    throw badRequest(`Invalid OData type specified: "${given}"`);
  }
  if (findType(model, name) === undefined)
    throw modelValidation(`The type '${name}' is not known (${path}).`);
  if (!isKindOf(model, name, declared)) {
    throw modelValidation(`The type '${name}' is not assignable to '${declared}' (${path}).`);
  }
  return name;
}
