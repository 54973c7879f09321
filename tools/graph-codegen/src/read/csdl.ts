import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { TypeUse } from "../model/ir.ts";
import type { SourceText } from "../model/source-text.ts";
import type {
  CsdlAction,
  CsdlAnnotation,
  CsdlFacts,
  CsdlNavigation,
  CsdlParameter,
  CsdlProperty,
  CsdlRoot,
  CsdlType,
} from "./csdl-facts.ts";
import type { XmlElement } from "./xml.ts";
import { attributeOrigin, elementOrigin, readXml } from "./xml.ts";

/** Reads one CSDL fragment: a whole `edmx:Edmx` document with the part of the metadata that we publish. */
export function readCsdl(source: SourceText): {
  readonly facts: CsdlFacts;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { root, diagnostics } = readXml(source);
  const found: Diagnostic[] = [...diagnostics];
  const schemas = root === undefined ? [] : descendants(root, "Schema");
  if (root !== undefined && schemas.length === 0)
    found.push(
      diagnostic("xml-shape", [elementOrigin(source, root)], {
        problem: "there is no <Schema> in this fragment",
      }),
    );
  const parts = schemas.map((schema) => readSchema(source, schema, found));
  return {
    facts: {
      file: source.file,
      types: parts.flatMap((part) => part.types),
      actions: parts.flatMap((part) => part.actions),
      functions: parts.flatMap((part) => part.functions),
      roots: parts.flatMap((part) => part.roots),
      annotations: parts.flatMap((part) => part.annotations),
    },
    diagnostics: found,
  };
}

interface SchemaReader {
  readonly source: SourceText;
  readonly namespace: string;
  readonly alias: string | undefined;
  readonly diagnostics: Diagnostic[];
}

function readSchema(
  source: SourceText,
  schema: XmlElement,
  diagnostics: Diagnostic[],
): Omit<CsdlFacts, "file"> {
  const reader: SchemaReader = {
    source,
    namespace: schema.attributes["Namespace"] ?? "",
    alias: schema.attributes["Alias"],
    diagnostics,
  };
  if (reader.namespace === "")
    diagnostics.push(
      diagnostic("xml-shape", [elementOrigin(source, schema)], { problem: "<Schema> has no Namespace" }),
    );
  const types: CsdlType[] = [];
  const actions: CsdlAction[] = [];
  const functions: CsdlAction[] = [];
  const roots: CsdlRoot[] = [];
  const annotations: CsdlAnnotation[] = [];
  for (const element of schema.children) {
    if (element.name === "EnumType") types.push(readEnum(reader, element));
    else if (element.name === "ComplexType")
      types.push(readStructured(reader, element, "complex", annotations));
    else if (element.name === "EntityType")
      types.push(readStructured(reader, element, "entity", annotations));
    else if (element.name === "Action") actions.push(readAction(reader, element));
    else if (element.name === "Function") functions.push(readAction(reader, element));
    else if (element.name === "EntityContainer") roots.push(...readRoots(reader, element));
    else if (element.name === "Annotations")
      annotations.push(
        ...readAnnotations(reader, element, resolvePath(reader, element.attributes["Target"] ?? "")),
      );
  }
  return { types, actions, functions, roots, annotations };
}

function readEnum(reader: SchemaReader, element: XmlElement): CsdlType {
  const members = element.children
    .filter((child) => child.name === "Member")
    .map((child) => attribute(reader, child, "Name"));
  return {
    kind: "enum",
    name: declaredName(reader, element),
    members,
    isFlags: element.attributes["IsFlags"] === "true",
  };
}

function readStructured(
  reader: SchemaReader,
  element: XmlElement,
  kind: "entity" | "complex",
  annotations: CsdlAnnotation[],
): CsdlType {
  const name = declaredName(reader, element);
  const base = element.attributes["BaseType"];
  const properties: CsdlProperty[] = [];
  const navigation: CsdlNavigation[] = [];
  for (const child of element.children) {
    if (child.name === "Property") {
      const property = {
        name: attribute(reader, child, "Name"),
        type: typeAttribute(reader, child),
        nullable: nullableAttribute(reader, child),
      };
      properties.push(property);
      annotations.push(...readAnnotations(reader, child, `${name.value}/${property.name.value}`));
    } else if (child.name === "NavigationProperty")
      navigation.push({
        name: attribute(reader, child, "Name"),
        type: typeAttribute(reader, child),
        isContained: child.attributes["ContainsTarget"] === "true",
      });
  }
  annotations.push(...readAnnotations(reader, element, name.value));
  return {
    kind,
    name,
    base:
      base === undefined
        ? undefined
        : fact(resolveName(reader, base), attributeOrigin(reader.source, element, "BaseType")),
    isAbstract: element.attributes["Abstract"] === "true",
    isOpen: element.attributes["OpenType"] === "true",
    keys: descendants(element, "PropertyRef").map((child) => child.attributes["Name"] ?? ""),
    properties,
    navigation,
  };
}

function readAction(reader: SchemaReader, element: XmlElement): CsdlAction {
  const returns = element.children.find((child) => child.name === "ReturnType");
  return {
    name: attribute(reader, element, "Name"),
    isBound: element.attributes["IsBound"] === "true",
    parameters: element.children
      .filter((child) => child.name === "Parameter")
      .map((child) => readParameter(reader, child)),
    returns: returns === undefined ? undefined : typeAttribute(reader, returns),
  };
}

function readParameter(reader: SchemaReader, element: XmlElement): CsdlParameter {
  return {
    name: attribute(reader, element, "Name"),
    type: typeAttribute(reader, element),
    nullable: nullableAttribute(reader, element),
    isOptional: element.children.some(
      (child) => child.attributes["Term"] === "Org.OData.Core.V1.OptionalParameter",
    ),
  };
}

function readRoots(reader: SchemaReader, container: XmlElement): readonly CsdlRoot[] {
  return container.children.flatMap((element) => {
    const type = element.attributes[element.name === "Singleton" ? "Type" : "EntityType"];
    if (type === undefined || (element.name !== "Singleton" && element.name !== "EntitySet")) return [];
    return [
      {
        name: attribute(reader, element, "Name"),
        type: { name: resolveName(reader, type), isCollection: element.name === "EntitySet" },
      },
    ];
  });
}

function readAnnotations(
  reader: SchemaReader,
  parent: XmlElement,
  target: string,
): readonly CsdlAnnotation[] {
  return parent.children.flatMap((element) => {
    const term = element.attributes["Term"];
    if (element.name !== "Annotation" || term === undefined) return [];
    const value =
      element.attributes["String"] ??
      element.attributes["Bool"] ??
      element.attributes["EnumMember"] ??
      "true";
    return [{ target, term, value, origin: elementOrigin(reader.source, element) }];
  });
}

function declaredName(reader: SchemaReader, element: XmlElement): Fact<string> {
  const name = attribute(reader, element, "Name");
  return fact(`${reader.namespace}.${name.value}`, name.origin);
}

function attribute(reader: SchemaReader, element: XmlElement, name: string): Fact<string> {
  const value = element.attributes[name];
  if (value === undefined)
    reader.diagnostics.push(
      diagnostic("xml-shape", [elementOrigin(reader.source, element)], {
        problem: `<${element.name}> has no ${name}`,
      }),
    );
  return fact(value ?? "", attributeOrigin(reader.source, element, name));
}

function typeAttribute(reader: SchemaReader, element: XmlElement): Fact<TypeUse> {
  const { value, origin } = attribute(reader, element, "Type");
  const collection = /^Collection\((.*)\)$/.exec(value);
  return fact(
    { name: resolveName(reader, collection?.[1] ?? value), isCollection: collection !== null },
    origin,
  );
}

function nullableAttribute(reader: SchemaReader, element: XmlElement): Fact<boolean> {
  return fact(
    element.attributes["Nullable"] !== "false",
    attributeOrigin(reader.source, element, "Nullable"),
  );
}

function resolveName(reader: SchemaReader, name: string): string {
  const isAliased =
    reader.alias !== undefined &&
    name.startsWith(`${reader.alias}.`) &&
    !name.slice(reader.alias.length + 1).includes(".");
  return isAliased ? `${reader.namespace}.${name.slice((reader.alias ?? "").length + 1)}` : name;
}

function resolvePath(reader: SchemaReader, path: string): string {
  const [type = "", ...rest] = path.split("/");
  return [resolveName(reader, type), ...rest].join("/");
}

function descendants(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) => (child.name === name ? [child] : descendants(child, name)));
}
