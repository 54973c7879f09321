import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../model/facts.ts";
import type { EnumDef, NavigationDef, PropertyDef, StructuredDef, TypeDef } from "../model/ir.ts";
import { byText, shortName } from "../model/names.ts";
import type { CsdlAnnotation, CsdlNavigation, CsdlProperty } from "../read/csdl-facts.ts";
import type { OpenApiProperty } from "../read/openapi-schema.ts";
import type { DocumentedProperty } from "../read/resource-page.ts";
import type { Overlay } from "../read/overlay.ts";
import type { Reconciling } from "./context.ts";
import { citeOverlays, pageOf } from "./context.ts";
import type { Candidate } from "./decisions.ts";
import { documentedTypeUse } from "./documented-type.ts";
import { withBases } from "./path.ts";
import { deprecation, said, saidValue, terms } from "./annotations.ts";
import { csdlProse, decideProse, firstProse, propertyProse, typeProse } from "./prose.ts";
import { abstractType } from "./rules/R004-abstract-type.ts";
import { readOnly } from "./rules/R005-read-only.ts";
import type { DeclaredType } from "./type-table.ts";
import { factName, formatTypeUse, parseTypeUse } from "./type-use.ts";

/** Makes a definition from all that the sources say of a type. */
export function reconcileType(context: Reconciling, declared: DeclaredType): TypeDef {
  const name = declared.name.value;
  const overlays: Overlay[] = [];
  const description = decideProse(
    context,
    `types.${factName(name)}.description`,
    typeProse(context, declared),
    overlays,
  );
  const common = {
    name,
    description,
    page: pageOf(context, name)?.slug ?? context.pageByType.get(shortName(name)),
    origin: declared.name.origin,
    ...deprecation(context.table.annotations(name)),
  };
  const members = declared.csdl?.kind === "enum" ? declared.csdl.members : declared.openapi?.members;
  if (members !== undefined)
    return {
      ...common,
      ...reconcileEnum(context, name, members, declared.csdl?.kind === "enum" && declared.csdl.isFlags),
      provenance: provenanceOf(context, declared, overlays, []),
    };
  const structured = reconcileStructured(context, declared, overlays);
  const rules = structured.isAbstract ? [abstractType.id] : [];
  return { ...common, ...structured, provenance: provenanceOf(context, declared, overlays, rules) };
}

function reconcileEnum(
  context: Reconciling,
  name: string,
  members: readonly Fact<string>[],
  isFlags: boolean,
): Pick<EnumDef, "kind" | "members" | "memberDescriptions" | "isOpen" | "isFlags"> {
  const page = pageOf(context, name);
  const documented = new Map(
    page?.kind === "enum" ? page.members.map((member) => [member.name.value, member.description]) : [],
  );
  const described = members.flatMap(({ value: member }) => {
    // What it means is said of the enum itself.
    if (member === "unknownFutureValue") return [];
    const prose = firstProse([
      documented.get(member),
      ...said(context.table.annotations(`${name}/${member}`), terms.description),
    ]);
    return prose === undefined ? [] : [[member, prose] as const];
  });
  return {
    kind: "enum",
    members,
    ...(described.length === 0 ? {} : { memberDescriptions: new Map(described) }),
    isFlags,
    isOpen: members.some(({ value }) => value === "unknownFutureValue"),
  };
}

type Structured = Pick<
  StructuredDef,
  "kind" | "base" | "isAbstract" | "isOpen" | "properties" | "navigation"
>;

function reconcileStructured(context: Reconciling, declared: DeclaredType, overlays: Overlay[]): Structured {
  const csdl = declared.csdl?.kind === "enum" ? undefined : declared.csdl;
  const kind = csdl?.kind ?? "entity";
  const page = pageOf(context, declared.name.value);
  const docs = new Map(
    page?.kind === "resource" ? page.properties.map((property) => [property.name.value, property]) : [],
  );
  const openapi = new Map(
    (declared.openapi?.properties ?? []).map((property) => [property.name.value, property]),
  );
  const properties = (csdl?.properties ?? []).map((property) =>
    reconcileProperty(
      context,
      declared,
      kind,
      { csdl: property, openapi: openapi.get(property.name.value), docs: docs.get(property.name.value) },
      overlays,
    ),
  );
  const known = new Set(inheritedProperties(context, declared.name.value));
  for (const property of openapi.values()) {
    if (csdl === undefined)
      properties.push(
        reconcileProperty(
          context,
          declared,
          kind,
          { csdl: undefined, openapi: property, docs: docs.get(property.name.value) },
          overlays,
        ),
      );
    else if (!known.has(property.name.value))
      context.diagnostics.push(
        diagnostic("facts-disagree", [property.name.origin, csdl.name.origin], {
          fact: `types.${factName(declared.name.value)}.${property.name.value}`,
          says: ["openapi: has the property", "csdl: has not"],
        }),
      );
  }
  return {
    kind,
    base: csdl?.base?.value,
    isAbstract: csdl?.isAbstract ?? false,
    ...(csdl?.isOpen === true ? { isOpen: true } : {}),
    properties: properties.toSorted((a, b) => byText(a.name, b.name)),
    navigation: (csdl?.navigation ?? [])
      .map((navigation) => reconcileNavigation(context, declared.name.value, navigation))
      .toSorted((a, b) => byText(a.name, b.name)),
  };
}

function reconcileNavigation(
  context: Reconciling,
  type: string,
  { name, type: use, isContained }: CsdlNavigation,
): NavigationDef {
  const page = pageOf(context, type);
  const documented =
    page?.kind === "resource"
      ? page.relationships.find((relationship) => relationship.name.value === name.value)
      : undefined;
  const annotations = context.table.annotations(`${type}/${name.value}`);
  return {
    name: name.value,
    type: use.value,
    isContained,
    description: firstProse([documented?.description, ...said(annotations, terms.description)]),
    ...deprecation(annotations),
    origin: name.origin,
  };
}

interface PropertySources {
  readonly docs: DocumentedProperty | undefined;
  readonly csdl: CsdlProperty | undefined;
  readonly openapi: OpenApiProperty | undefined;
}

function reconcileProperty(
  context: Reconciling,
  declared: DeclaredType,
  kind: "entity" | "complex",
  sources: PropertySources,
  overlays: Overlay[],
): PropertyDef {
  const { decisions } = context;
  const name = sources.csdl?.name.value ?? sources.openapi?.name.value ?? "";
  const place = sources.csdl?.name.origin ?? sources.openapi?.name.origin ?? declared.name.origin;
  const path = `types.${factName(declared.name.value)}.${name}`;
  const annotations = context.table.annotations(`${declared.name.value}/${name}`);
  if (isUndisputed(context, sources)) return undisputedProperty(declared, kind, sources.csdl, annotations);
  const [declaredType, ...otherTypes] = both(
    sources,
    (property) => property.type.origin,
    (property) => formatTypeUse(property.type.value),
    place,
    "Edm.String",
  );
  const type = decisions.decide(`${path}.type`, [
    declaredType,
    ...otherTypes,
    ...documentedTypes(context, sources),
  ]);
  const nullable = decisions.decide(
    `${path}.nullable`,
    both(
      sources,
      (property) => ("nullable" in property ? property.nullable.origin : property.name.origin),
      (property) => ("nullable" in property ? property.nullable.value : property.isNullable),
      place,
      true,
    ),
  );
  const optional = decisions.decide(`${path}.optional`, [
    { source: "csdl", value: readOnly.mayBeLeftOut(kind, nullable.value), origin: place },
  ]);
  const computed = decisions.decide(`${path}.computed`, [
    { source: "csdl", value: isComputed(annotations, declared, name, sources), origin: place },
  ]);
  const prose = propertyProse(annotations, sources.docs, sources.openapi);
  const description = decideProse(context, `${path}.description`, prose, overlays);
  overlays.push(...[type, nullable, optional, computed].flatMap((decision) => decision.overlays));
  return {
    name,
    type: parseTypeUse(type.value),
    isNullable: nullable.value,
    isOptional: optional.value,
    isComputed: computed.value,
    description,
    ...(saidValue(annotations, terms.immutable) === "true" ? { isImmutable: true } : {}),
    ...deprecation(annotations),
    origins: [...type.origins, ...nullable.origins, ...optional.origins, ...computed.origins],
  };
}

interface Undisputed extends PropertySources {
  readonly csdl: CsdlProperty;
}

/** Only the metadata speaks: in a whole CSDL that is nearly always so, and there is nothing to weigh. */
function isUndisputed({ facts }: Reconciling, sources: PropertySources): sources is Undisputed {
  return (
    facts.overlays.length === 0 &&
    sources.csdl !== undefined &&
    sources.docs === undefined &&
    sources.openapi === undefined
  );
}

function undisputedProperty(
  declared: DeclaredType,
  kind: "entity" | "complex",
  csdl: CsdlProperty,
  annotations: readonly CsdlAnnotation[],
): PropertyDef {
  const { name, type, nullable } = csdl;
  const shape = {
    name: name.value,
    type: type.value,
    isNullable: nullable.value,
    isOptional: readOnly.mayBeLeftOut(kind, nullable.value),
    isComputed: isComputed(annotations, declared, name.value, { csdl, docs: undefined, openapi: undefined }),
    origins: [name.origin, type.origin, nullable.origin],
  };
  if (annotations.length === 0) return { ...shape, description: undefined };
  return {
    ...shape,
    description: firstProse([csdlProse(annotations)]),
    ...(saidValue(annotations, terms.immutable) === "true" ? { isImmutable: true } : {}),
    ...deprecation(annotations),
  };
}

function documentedTypes(context: Reconciling, { docs }: PropertySources): readonly Candidate<string>[] {
  if (docs === undefined) return [];
  const { value, origin } = docs.type;
  return [{ source: "docs", value: formatTypeUse(documentedTypeUse(context, value)), origin }];
}

/** The two sources as candidates; the CSDL goes first, because it decides shape. */
function both<T extends string | boolean>(
  sources: PropertySources,
  where: (property: CsdlProperty | OpenApiProperty) => Origin,
  what: (property: CsdlProperty | OpenApiProperty) => T,
  place: Origin,
  fallback: T,
): readonly [Candidate<T>, ...Candidate<T>[]] {
  const csdl: Candidate<T>[] =
    sources.csdl === undefined
      ? []
      : [{ source: "csdl", value: what(sources.csdl), origin: where(sources.csdl) }];
  const openapi: Candidate<T>[] =
    sources.openapi === undefined
      ? []
      : [{ source: "openapi", value: what(sources.openapi), origin: where(sources.openapi) }];
  const [first, ...others] = [...csdl, ...openapi];
  return first === undefined ? [{ source: "csdl", value: fallback, origin: place }] : [first, ...others];
}

function isComputed(
  annotations: readonly CsdlAnnotation[],
  declared: DeclaredType,
  property: string,
  sources: PropertySources,
): boolean {
  const csdl = declared.csdl?.kind === "enum" ? undefined : declared.csdl;
  return (
    readOnly.isKey(property, csdl?.keys ?? []) ||
    saidValue(annotations, terms.computed) === "true" ||
    saidValue(annotations, terms.permissions) === "Read" ||
    sources.openapi?.isReadOnly === true ||
    sources.docs?.isReadOnly === true
  );
}

function inheritedProperties(context: Reconciling, name: string): readonly string[] {
  return withBases(name, context.table).flatMap((base) => {
    const declared = context.table.get(base)?.csdl;
    return declared === undefined || declared.kind === "enum"
      ? []
      : declared.properties.map((property) => property.name.value);
  });
}

function provenanceOf(
  context: Reconciling,
  declared: DeclaredType,
  overlays: readonly Overlay[],
  rules: readonly string[],
): TypeDef["provenance"] {
  const page = pageOf(context, declared.name.value);
  const name = declared.name.value.replace(/^microsoft\.graph\./, "graph.");
  return {
    docs: page === undefined ? [] : [page.file],
    csdl: declared.files.csdl.map((file) => `${file}  ${name}`),
    openapi: declared.files.openapi.map((file) => `${file}  ${name}`),
    overlays: citeOverlays(overlays),
    rules,
  };
}
