import { jsonKind } from "../model/edm.ts";
import type { EnumDef, Model, PropertyDef, StructuredDef, TypeDef, TypeUse } from "../model/ir.ts";
import { byText } from "../model/names.ts";
import { hashPrefix } from "../reconcile/rules/R002-hash-prefix.ts";
import { partName, typeNameOf, valueTypeName } from "./exported-names.ts";
import type { Literal } from "./object-literal.ts";
import { allProperties } from "./structured.ts";
import { concreteTypes, hasPolymorphicBase, isPolymorphic, isVariant } from "./type-names.ts";
import { bodyTypes, writtenTypes } from "./written-types.ts";

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

/** A type as a reader has it, as a parameter, or as the body of a request. */
type Suffix = "" | "Input" | "Body";

/** One schema, and the type that it comes from. */
export interface NamedSchema {
  readonly name: string;
  readonly type: TypeDef;
  readonly schema: LiteralObject;
}

/** The schemas of every published type, by the names that the TypeScript library exports, sorted. */
export function createSchemas(model: Model, dialect: SchemaDialect): readonly NamedSchema[] {
  const written = writtenTypes(model);
  const bodies = bodyTypes(model);
  const schemas = [...model.types.values()].flatMap((type): NamedSchema[] => {
    const name = typeNameOf(model, type.name);
    if (type.kind === "enum") return [{ name, type, schema: enumSchema(type, dialect) }];
    const of = (suffix: Suffix): NamedSchema => ({
      name: suffix === "" ? name : partName(model, type.name, suffix),
      type,
      schema: objectSchema(model, type, dialect, suffix),
    });
    const isUnion = isPolymorphic(model, type);
    const unionOf = (suffix: Suffix): NamedSchema => ({
      name: valueTypeName(model, type.name, suffix),
      type,
      schema: unionSchema(model, type, dialect, suffix),
    });
    const suffixes: readonly Suffix[] = [
      "",
      ...(written.has(type.name) ? (["Input"] as const) : []),
      ...(bodies.has(type.name) ? (["Body"] as const) : []),
    ];
    return suffixes.flatMap((suffix) => [
      ...(type.isAbstract && isUnion ? [] : [of(suffix)]),
      ...(isUnion ? [unionOf(suffix)] : []),
    ]);
  });
  return schemas.toSorted((a, b) => byText(a.name, b.name));
}

/** The schema of a value: a primitive, a reference, or a list of either. */
export function useSchema(
  model: Model,
  type: TypeUse,
  isNullable: boolean,
  dialect: SchemaDialect,
  suffix: Suffix = "",
): LiteralObject {
  const item =
    primitiveSchema(type.name) ?? ({ $ref: dialect.ref(valueTypeName(model, type.name, suffix)) } as const);
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

function unionSchema(
  model: Model,
  type: StructuredDef,
  dialect: SchemaDialect,
  suffix: Suffix,
): LiteralObject {
  const variants = concreteTypes(model, type.name);
  const refOf = (variant: TypeDef): string =>
    dialect.ref(suffix === "" ? typeNameOf(model, variant.name) : partName(model, variant.name, suffix));
  const refByTag = Object.fromEntries(
    variants.map((variant) => [hashPrefix.discriminator(variant.name), refOf(variant)]),
  );
  const refs = variants.map(refOf);
  return { description: type.description?.value, ...dialect.union(refs, refByTag) };
}

/** Inherited properties are repeated, so that each variant says by itself what it has. */
function objectSchema(
  model: Model,
  type: StructuredDef,
  dialect: SchemaDialect,
  suffix: Suffix,
): LiteralObject {
  const isInput = suffix !== "";
  // A value without it is one of the declared type.
  const isTold =
    type.kind === "complex" ? isVariant(model, type) : isInput && hasPolymorphicBase(model, type);
  const properties = allProperties(model, type).filter((property) => !isInput || !property.isComputed);
  const isRequired = (property: PropertyDef): boolean =>
    isInput
      ? suffix === "Input" && !property.isNullable && !property.isOptional
      : // A reader with `$select` gets a part of an entity.
        !property.isOptional && type.kind !== "entity";
  const required = [
    ...(isTold ? ["@odata.type"] : []),
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
    default:
      return jsonKind(name) === "string" ? { type: "string" } : {};
  }
}
