import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { EnumDef, PropertyDef, StructuredDef, TypeDef, TypeUse } from "../model/ir.ts";
import { byText, shortName } from "../model/names.ts";
import type { CsdlProperty } from "../read/csdl-facts.ts";
import type { OpenApiProperty } from "../read/openapi-schema.ts";
import type { Overlay } from "../read/overlay.ts";
import type { Reconciling } from "./context.ts";
import { citeOverlays } from "./context.ts";
import type { Candidate } from "./decisions.ts";
import { withBases } from "./path.ts";
import { abstractType } from "./rules/R004-abstract-type.ts";
import { placeholderProse } from "./rules/R006-placeholder-prose.ts";
import { readOnly } from "./rules/R005-read-only.ts";
import type { DeclaredType } from "./type-table.ts";

/** Makes a definition from all that the sources say of a type. */
export function reconcileType(context: Reconciling, declared: DeclaredType): TypeDef {
  const name = declared.name.value;
  const overlays: Overlay[] = [];
  const description = decideProse(
    context,
    `types.${factName(name)}.description`,
    proseOf(context, declared),
    overlays,
  );
  const common = {
    name,
    description,
    page: context.pageByType.get(shortName(name)),
    origin: declared.name.origin,
  };
  const members = declared.csdl?.kind === "enum" ? declared.csdl.members : declared.openapi?.members;
  if (members !== undefined)
    return { ...common, ...reconcileEnum(members), provenance: provenanceOf(declared, overlays, []) };
  const structured = reconcileStructured(context, declared, overlays);
  const rules = structured.isAbstract ? [abstractType.id] : [];
  return { ...common, ...structured, provenance: provenanceOf(declared, overlays, rules) };
}

function reconcileEnum(members: readonly Fact<string>[]): Pick<EnumDef, "kind" | "members" | "isOpen"> {
  return { kind: "enum", members, isOpen: members.some(({ value }) => value === "unknownFutureValue") };
}

type Structured = Pick<StructuredDef, "kind" | "base" | "isAbstract" | "properties" | "navigation">;

function reconcileStructured(context: Reconciling, declared: DeclaredType, overlays: Overlay[]): Structured {
  const csdl = declared.csdl?.kind === "enum" ? undefined : declared.csdl;
  const kind = csdl?.kind ?? "entity";
  const openapi = new Map(
    (declared.openapi?.properties ?? []).map((property) => [property.name.value, property]),
  );
  const properties = (csdl?.properties ?? []).map((property) =>
    reconcileProperty(
      context,
      declared,
      kind,
      { csdl: property, openapi: openapi.get(property.name.value) },
      overlays,
    ),
  );
  const known = new Set(inheritedProperties(context, declared.name.value));
  for (const property of openapi.values()) {
    if (csdl === undefined)
      properties.push(
        reconcileProperty(context, declared, kind, { csdl: undefined, openapi: property }, overlays),
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
    properties: properties.toSorted((a, b) => byText(a.name, b.name)),
    navigation: (csdl?.navigation ?? []).map((navigation) => navigation.name.value).toSorted(byText),
  };
}

interface PropertySources {
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
  const type = decisions.decide(
    `${path}.type`,
    both(
      sources,
      (property) => property.type.origin,
      (property) => formatTypeUse(property.type.value),
      place,
      "Edm.String",
    ),
  );
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
    { source: "csdl", value: isComputed(context, declared, name, sources), origin: place },
  ]);
  const prose: Candidate<string>[] = [];
  const annotation = context.table.annotation(
    `${declared.name.value}/${name}`,
    "Org.OData.Core.V1.Description",
  );
  if (annotation !== undefined)
    prose.push({ source: "csdl", value: annotation.value, origin: annotation.origin });
  else if (sources.openapi?.description !== undefined)
    prose.push({
      source: "openapi",
      value: sources.openapi.description.value,
      origin: sources.openapi.description.origin,
    });
  const description = decideProse(context, `${path}.description`, prose, overlays);
  overlays.push(...[type, nullable, optional, computed].flatMap((decision) => decision.overlays));
  return {
    name,
    type: parseTypeUse(type.value),
    isNullable: nullable.value,
    isOptional: optional.value,
    isComputed: computed.value,
    description,
    origins: [...type.origins, ...nullable.origins, ...optional.origins, ...computed.origins],
  };
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
  context: Reconciling,
  declared: DeclaredType,
  property: string,
  sources: PropertySources,
): boolean {
  const csdl = declared.csdl?.kind === "enum" ? undefined : declared.csdl;
  const isAnnotated =
    context.table.annotation(`${declared.name.value}/${property}`, readOnly.computedTerm)?.value === "true";
  return readOnly.isKey(property, csdl?.keys ?? []) || isAnnotated || sources.openapi?.isReadOnly === true;
}

function inheritedProperties(context: Reconciling, name: string): readonly string[] {
  return withBases(name, context.table).flatMap((base) => {
    const declared = context.table.get(base)?.csdl;
    return declared === undefined || declared.kind === "enum"
      ? []
      : declared.properties.map((property) => property.name.value);
  });
}

function proseOf(context: Reconciling, declared: DeclaredType): readonly Candidate<string>[] {
  const annotation = context.table.annotation(declared.name.value, "Org.OData.Core.V1.Description");
  if (annotation !== undefined)
    return [{ source: "csdl", value: annotation.value, origin: annotation.origin }];
  const description = declared.openapi?.description;
  return description === undefined
    ? []
    : [{ source: "openapi", value: description.value, origin: description.origin }];
}

/** Settles a description; placeholder prose counts as none (R006). */
export function decideProse(
  context: Reconciling,
  path: string,
  candidates: readonly Candidate<string>[],
  overlays: Overlay[],
): Fact<string> | undefined {
  const said = candidates.filter(({ value }) => !placeholderProse.isEmpty(value));
  const decision = context.decisions.decideOptional(path, said, "");
  if (decision === undefined) return undefined;
  overlays.push(...decision.overlays);
  const [origin] = decision.origins;
  return origin === undefined ? undefined : fact(decision.value, origin);
}

/** The name of a type in the facts that overlays address: without the namespace that nearly all types share. */
export function factName(qualified: string): string {
  return qualified.startsWith("microsoft.graph.") && !qualified.slice("microsoft.graph.".length).includes(".")
    ? shortName(qualified)
    : qualified;
}

export function formatTypeUse(use: TypeUse): string {
  return use.isCollection ? `Collection(${use.name})` : use.name;
}

export function parseTypeUse(text: string): TypeUse {
  const collection = /^Collection\((.*)\)$/.exec(text);
  return { name: collection?.[1] ?? text, isCollection: collection !== null };
}

function provenanceOf(
  declared: DeclaredType,
  overlays: readonly Overlay[],
  rules: readonly string[],
): TypeDef["provenance"] {
  const name = declared.name.value.replace(/^microsoft\.graph\./, "graph.");
  return {
    docs: [],
    csdl: declared.files.csdl.map((file) => `${file}  ${name}`),
    openapi: declared.files.openapi.map((file) => `${file}  ${name}`),
    overlays: citeOverlays(overlays),
    rules,
  };
}
