import type { EnumDef, Model, PropertyDef, StructuredDef, TypeDef, TypeUse } from "../model/ir.ts";
import { byText } from "../model/names.ts";
import { hashPrefix } from "../reconcile/rules/R002-hash-prefix.ts";
import type { Literal } from "./object-literal.ts";
import { typeName } from "./type-index.ts";
import { concreteTypes, isPolymorphic, valueTypeName } from "./type-names.ts";

/** What differs between the schemas of OpenAPI 3.0 and JSON Schema 2020-12. */
export interface SchemaDialect {
  readonly ref: (name: string) => string;
  readonly nullable: (schema: LiteralObject) => LiteralObject;
  readonly openEnum: (members: readonly string[]) => LiteralObject;
  readonly union: (refs: readonly string[], refByTag: LiteralObject) => LiteralObject;
}

export interface LiteralObject {
  readonly [key: string]: Literal | undefined;
}

/** One schema, and the type that it comes from. */
export interface NamedSchema {
  readonly name: string;
  readonly type: TypeDef;
  readonly schema: LiteralObject;
}

/** The schemas of every published type, by the names that the TypeScript library exports, sorted. */
export function createSchemas(model: Model, dialect: SchemaDialect): readonly NamedSchema[] {
  const written = new Set(
    model.operations.flatMap(({ bodyParameters }) => bodyParameters.map(({ type }) => type.name)),
  );
  const schemas = [...model.types.values()].flatMap((type): NamedSchema[] => {
    const name = typeName(type.name);
    if (type.kind === "enum") return [{ name, type, schema: enumSchema(type, dialect) }];
    const own = { name, type, schema: objectSchema(model, type, dialect, false) };
    const input = { name: `${name}Input`, type, schema: objectSchema(model, type, dialect, true) };
    const union = {
      name: valueTypeName(model, type.name),
      type,
      schema: unionSchema(model, type, dialect),
    };
    return [
      ...(type.isAbstract && isPolymorphic(model, type) ? [] : [own]),
      ...(isPolymorphic(model, type) ? [union] : []),
      ...(written.has(type.name) ? [input] : []),
    ];
  });
  return schemas.toSorted((a, b) => byText(a.name, b.name));
}

/** The schema of a value: a primitive, a reference, or a list of either. */
export function useSchema(
  model: Model,
  type: TypeUse,
  isNullable: boolean,
  dialect: SchemaDialect,
  suffix = "",
): LiteralObject {
  const item =
    primitiveSchema(type.name) ?? ({ $ref: dialect.ref(valueTypeName(model, type.name) + suffix) } as const);
  const schema: LiteralObject = type.isCollection ? { type: "array", items: item } : item;
  return isNullable ? dialect.nullable(schema) : schema;
}

function enumSchema(type: EnumDef, dialect: SchemaDialect): LiteralObject {
  const members = type.members.map(({ value }) => value);
  const schema =
    type.isOpen || type.isFlags || members.length === 0
      ? dialect.openEnum(members)
      : { type: "string", enum: members };
  return { description: type.description?.value, ...schema };
}

function unionSchema(model: Model, type: StructuredDef, dialect: SchemaDialect): LiteralObject {
  const variants = concreteTypes(model, type.name);
  const refByTag = Object.fromEntries(
    variants.map((variant) => [hashPrefix.discriminator(variant.name), dialect.ref(typeName(variant.name))]),
  );
  const refs = variants.map((variant) => dialect.ref(typeName(variant.name)));
  return { description: type.description?.value, ...dialect.union(refs, refByTag) };
}

/** Inherited properties are repeated, so that each variant says by itself what it has. */
function objectSchema(
  model: Model,
  type: StructuredDef,
  dialect: SchemaDialect,
  isInput: boolean,
): LiteralObject {
  const isVariant =
    type.kind === "complex" &&
    (isPolymorphic(model, type) || (type.base !== undefined && model.types.has(type.base)));
  const properties = allProperties(model, type).filter((property) => !isInput || !property.isComputed);
  const isRequired = (property: PropertyDef): boolean =>
    isInput
      ? !property.isNullable && !property.isOptional
      : // A reader with `$select` gets a part of an entity.
        !property.isOptional && type.kind !== "entity";
  const required = [
    ...(isVariant ? ["@odata.type"] : []),
    ...properties.filter(isRequired).map(({ name }) => name),
  ];
  const tag = { type: "string", enum: [hashPrefix.discriminator(type.name)] };
  return {
    description: type.description?.value,
    type: "object",
    required: required.length === 0 ? undefined : required,
    properties: {
      ...(type.isAbstract ? {} : { "@odata.type": tag }),
      ...Object.fromEntries(
        properties.map((property) => [
          property.name,
          describe(
            useSchema(model, property.type, property.isNullable, dialect),
            property.description?.value,
            property.isComputed,
          ),
        ]),
      ),
    },
  };
}

/** Beside a `$ref` OpenAPI 3.0 reads nothing, so the reference moves into `allOf`. */
function describe(
  schema: LiteralObject,
  description: string | undefined,
  isReadOnly: boolean,
): LiteralObject {
  const notes = { description, readOnly: isReadOnly || undefined };
  if (description === undefined && !isReadOnly) return schema;
  const { $ref, ...rest } = schema;
  return $ref === undefined ? { ...notes, ...rest } : { ...notes, allOf: [{ $ref }] };
}

function allProperties(model: Model, type: StructuredDef): readonly PropertyDef[] {
  const found = new Map<string, PropertyDef>();
  for (let current: TypeDef | undefined = type; current !== undefined && current.kind !== "enum";) {
    for (const property of current.properties)
      if (!found.has(property.name)) found.set(property.name, property);
    current = current.base === undefined ? undefined : model.types.get(current.base);
  }
  return [...found.values()].toSorted((a, b) => byText(a.name, b.name));
}

function primitiveSchema(name: string): LiteralObject | undefined {
  if (!name.startsWith("Edm.")) return undefined;
  switch (name) {
    case "Edm.Boolean":
      return { type: "boolean" };
    case "Edm.Byte":
    case "Edm.SByte":
    case "Edm.Int16":
    case "Edm.Int32":
      return { type: "integer", format: "int32" };
    case "Edm.Int64":
      return { type: "integer", format: "int64" };
    case "Edm.Single":
      return { type: "number", format: "float" };
    case "Edm.Double":
    case "Edm.Decimal":
      return { type: "number", format: "double" };
    case "Edm.DateTimeOffset":
      return { type: "string", format: "date-time" };
    case "Edm.Date":
      return { type: "string", format: "date" };
    case "Edm.Untyped":
      return {};
    default:
      return { type: "string" };
  }
}
