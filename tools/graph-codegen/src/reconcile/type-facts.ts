import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact } from "../model/facts.ts";
import type { EnumDef, NavigationDef, StructuredDef, TypeDef } from "../model/ir.ts";
import { byText, shortName } from "../model/names.ts";
import type { CsdlNavigation } from "../read/csdl-facts.ts";
import type { Overlay } from "../read/overlay.ts";
import type { Reconciling } from "./context.ts";
import { citeOverlays, pageOf } from "./context.ts";
import { reconcileProperty } from "./property-facts.ts";
import { withBases } from "./path.ts";
import { deprecation, said, terms } from "./annotations.ts";
import { decideProse, firstProse, typeProse } from "./prose.ts";
import { abstractType } from "./rules/R004-abstract-type.ts";
import type { DeclaredType } from "./type-table.ts";
import { factName } from "./type-use.ts";

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
