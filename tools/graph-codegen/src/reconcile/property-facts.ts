import type { Origin } from "../model/facts.ts";
import type { PropertyDef } from "../model/ir.ts";
import type { CsdlAnnotation, CsdlProperty } from "../read/csdl-facts.ts";
import type { OpenApiProperty } from "../read/openapi-schema.ts";
import type { Overlay } from "../read/overlay.ts";
import type { DocumentedProperty } from "../read/resource-page.ts";
import { deprecation, saidValue, terms } from "./annotations.ts";
import type { Reconciling } from "./context.ts";
import type { Candidate } from "./decisions.ts";
import { documentedTypeUse } from "./documented-type.ts";
import { csdlProse, decideProse, firstProse, propertyProse } from "./prose.ts";
import { readOnly } from "./rules/R005-read-only.ts";
import type { DeclaredType } from "./type-table.ts";
import { factName, formatTypeUse, parseTypeUse } from "./type-use.ts";

/** What each source says of one property. */
export interface PropertySources {
  readonly docs: DocumentedProperty | undefined;
  readonly csdl: CsdlProperty | undefined;
  readonly openapi: OpenApiProperty | undefined;
}

/** Makes a property from all that the sources say of it. */
export function reconcileProperty(
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
