import type { GraphModel, PropertyModel, TypeUse } from "@intunectl/graph-core";
import { badForm, unknownName, wrongType } from "../failure.ts";
import { isObject, type JsonObject, ownMember } from "../json.ts";
import { describePrimitive, toPrimitive } from "./primitive.ts";
import { allProperties, enumMembers, findType, isKindOf } from "./types.ts";

/** What a value is checked against. */
export interface DecodeContext {
  readonly model: GraphModel;
  /** Whether a value of an abstract type is refused. */
  readonly strictTypes: boolean;
  /** Whether an `@odata.type` without `#` is understood. Default: it is. */
  readonly bareTypes?: "accept" | "reject";
  /** Whether a value of a type that the metadata does not declare is kept as it was sent. Default: it is refused. */
  readonly undeclaredTypes?: "accept" | "reject";
  /** Whether what is left out gets the value that a new entity has, where there is an obvious one. */
  readonly isNewEntity?: boolean;
}

/**
 * Checks a value that a request carries against its type and gives it the form in which it is stored.
 *
 * Properties come in the type's order, `@odata.type` has its `#`, computed properties are gone, absent ones have their
 * default. A value of an abstract type stays exactly as it was sent: the reference pages document such values.
 */
export function decodeValue(context: DecodeContext, use: TypeUse, value: unknown, path: string): unknown {
  if (use.isCollection !== true) return decodeOne(context, use.type, value, path);
  if (!Array.isArray(value)) throw wrongType(path, `must be a collection of ${use.type}`);
  return value.map((item, index) => decodeOne(context, use.type, item, `${path}[${index}]`));
}

/** The properties that an update carries, checked like those of a whole value; the others are left as they are. */
export function decodeChanges(
  context: DecodeContext,
  type: string,
  value: unknown,
): { readonly type: string; readonly properties: JsonObject } {
  if (!isObject(value)) throw wrongType("the body", `must be an object of type '${type}'`);
  const given = ownMember(value, "@odata.type");
  const actual = given === undefined ? type : readType(context, type, given, "the body");
  if (actual === undefined) throw wrongType("the body", "has an @odata.type that is not declared");
  const properties = allProperties(context.model, actual);
  checkNames(properties, value, actual, "");
  const changes = [...properties].flatMap(([name, property]): readonly (readonly [string, unknown])[] => {
    const member = ownMember(value, name);
    if (member === undefined || property.isComputed === true || isServiceTime(name)) return [];
    return [[name, decodeMember(context, property, member, name)]];
  });
  return { type: actual, properties: Object.fromEntries(changes) };
}

function decodeOne(context: DecodeContext, type: string, value: unknown, path: string): unknown {
  if (findType(context.model, type) !== undefined) return decodeStructured(context, type, value, path);
  const definition = context.model.types[type];
  const members = enumMembers(context.model, type);
  if (members !== undefined) {
    const isOpen = definition?.kind === "enum" && definition.isOpen === true;
    if (typeof value === "string" && (isOpen || members.includes(value))) return value;
    throw wrongType(path, `must be one of ${members.join(", ")}`);
  }
  const primitive = toPrimitive(type, value);
  if (primitive !== undefined) return primitive;
  throw wrongType(path, `must be ${describePrimitive(type)}`);
}

function decodeStructured(
  context: DecodeContext,
  declared: string,
  value: unknown,
  path: string,
): JsonObject {
  if (!isObject(value)) throw wrongType(path, `must be an object of type '${declared}'`);
  const type = readType(context, declared, ownMember(value, "@odata.type"), path);
  if (type === undefined) return value;
  const properties = allProperties(context.model, type);
  checkNames(properties, value, type, path);
  const isAbstract = findType(context.model, type)?.isAbstract === true;
  if (isAbstract && context.strictTypes)
    throw wrongType(path, `has the abstract type '${type}'; give one of its derived types`);
  const decoded: [string, unknown][] = [];
  // Entities are answered without a type; a complex value carries one when it is not the declared one.
  if (type !== declared) decoded.push(["@odata.type", `#${type}`]);
  for (const [name, property] of properties) {
    if (property.isComputed === true) continue;
    const member = ownMember(value, name);
    const place = path === "" ? name : `${path}.${name}`;
    const isSet = context.isNewEntity === true && isServiceTime(name);
    const result =
      member === undefined
        ? isSet
          ? undefined
          : toDefault(context, property, place, isAbstract)
        : decodeMember(context, property, member, place);
    if (result !== undefined) decoded.push([name, result]);
  }
  return isAbstract ? value : Object.fromEntries(decoded);
}

function decodeMember(
  context: DecodeContext,
  property: PropertyModel,
  member: unknown,
  path: string,
): unknown {
  if (member !== null) return decodeValue(context, property, member, path);
  if (property.isNullable === true) return null;
  throw wrongType(path, `must not be null, but ${describeUse(property)}`);
}

/** Times that the service sets, also where no source calls them computed. */
export function isServiceTime(name: string): boolean {
  return name === "createdDateTime" || name === "lastModifiedDateTime";
}

function checkNames(
  properties: ReadonlyMap<string, PropertyModel>,
  value: JsonObject,
  type: string,
  path: string,
): void {
  for (const name of Object.keys(value))
    if (!name.includes("@odata.") && !properties.has(name)) throw unknownName(name, type, path);
}

function toDefault(
  { model, isNewEntity }: DecodeContext,
  property: PropertyModel,
  path: string,
  isAbstract: boolean,
): unknown {
  if (property.isNullable === true) return property.isCollection === true && isNewEntity === true ? [] : null;
  const obvious = property.isCollection === true ? [] : enumMembers(model, property.type)?.[0];
  if (property.isOptional !== true && !isAbstract && (isNewEntity !== true || obvious === undefined))
    throw wrongType(path, `is missing: it must be ${describeUse(property)}`);
  return property.isCollection === true && isNewEntity !== true ? undefined : obvious;
}

function describeUse({ type, isCollection }: TypeUse): string {
  return isCollection === true ? `a collection of ${type}` : describePrimitive(type);
}

/** The type that a value says it has, or the declared one; `undefined` for one that is accepted undeclared. */
function readType(
  context: DecodeContext,
  declared: string,
  given: unknown,
  path: string,
): string | undefined {
  const { model } = context;
  const isAbstract = findType(model, declared)?.isAbstract === true;
  if (given === undefined && isAbstract)
    throw wrongType(path, `has no @odata.type, and '${declared}' is abstract`);
  if (given === undefined) return declared;
  if (typeof given !== "string") throw wrongType(path, "has an @odata.type that is not a string");
  const name = given.startsWith("#") ? given.slice(1) : given;
  const isBare = name === given && context.bareTypes === "reject";
  if (isBare || name.includes("#") || !name.startsWith("microsoft.graph."))
    throw badForm(path, `Invalid OData type specified: "${given}"`);
  if (findType(model, name) === undefined) {
    if (context.undeclaredTypes === "accept") return undefined;
    throw wrongType(path, `: the type '${name}' is not known`);
  }
  if (!isKindOf(model, name, declared))
    throw wrongType(path, `: the type '${name}' is not assignable to '${declared}'`);
  return name;
}
