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
  CsdlImport,
  CsdlNavigation,
  CsdlParameter,
  CsdlProperty,
  CsdlRoot,
  CsdlType,
} from "./csdl-facts.ts";
import { readAnnotations } from "./csdl-annotations.ts";
import type { XmlElement } from "./xml.ts";
import { attributeOrigin, descendants, elementOrigin, readXml } from "./xml.ts";

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
  // An alias may be used in any schema of its document.
  const aliases = new Map(
    schemas.flatMap(({ attributes }) =>
      attributes["Alias"] === undefined ? [] : [[attributes["Alias"], attributes["Namespace"] ?? ""]],
    ),
  );
  const definitions = new Map(schemas.flatMap((schema) => readTypeDefinitions(schema)));
  const parts = schemas.map((schema) =>
    readSchema({ source, schema, aliases, definitions, diagnostics: found }),
  );
  return {
    facts: {
      file: source.file,
      types: parts.flatMap((part) => part.types),
      actions: parts.flatMap((part) => part.actions),
      functions: parts.flatMap((part) => part.functions),
      roots: parts.flatMap((part) => part.roots),
      annotations: parts.flatMap((part) => part.annotations),
      imports: parts.flatMap((part) => part.imports),
      typeDefinitions: parts.flatMap((part) => part.typeDefinitions),
      passed: countPassed(parts),
    },
    diagnostics: found,
  };
}

interface SchemaReader {
  readonly source: SourceText;
  readonly namespace: string;
  readonly aliases: ReadonlyMap<string, string>;
  /** Underlying primitive types by qualified name. */
  readonly definitions: ReadonlyMap<string, string>;
  readonly diagnostics: Diagnostic[];
}

function readTypeDefinitions({ attributes, children }: XmlElement): readonly (readonly [string, string])[] {
  return children
    .filter(({ name }) => name === "TypeDefinition")
    .map((child) => [
      `${attributes["Namespace"] ?? ""}.${child.attributes["Name"] ?? ""}`,
      child.attributes["UnderlyingType"] ?? "Edm.String",
    ]);
}

function countPassed(parts: readonly Omit<CsdlFacts, "file">[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { passed } of parts)
    for (const [name, count] of passed) counts.set(name, (counts.get(name) ?? 0) + count);
  return counts;
}

function readSchema({
  schema,
  ...rest
}: Omit<SchemaReader, "namespace"> & { readonly schema: XmlElement }): Omit<CsdlFacts, "file"> {
  const reader: SchemaReader = { ...rest, namespace: schema.attributes["Namespace"] ?? "" };
  if (reader.namespace === "")
    reader.diagnostics.push(
      diagnostic("xml-shape", [elementOrigin(reader.source, schema)], {
        problem: "<Schema> has no Namespace",
      }),
    );
  const types: CsdlType[] = [];
  const actions: CsdlAction[] = [];
  const functions: CsdlAction[] = [];
  const roots: CsdlRoot[] = [];
  const annotations: CsdlAnnotation[] = [];
  const imports: CsdlImport[] = [];
  const typeDefinitions: Fact<string>[] = [];
  const passed = new Map<string, number>();
  for (const element of schema.children) {
    switch (element.name) {
      case "EnumType":
        types.push(readEnum(reader, element, annotations));
        break;
      case "ComplexType":
        types.push(readStructured(reader, element, "complex", annotations));
        break;
      case "EntityType":
        types.push(readStructured(reader, element, "entity", annotations));
        break;
      case "Action":
        actions.push(readAction(reader, element, "action"));
        break;
      case "Function":
        functions.push(readAction(reader, element, "function"));
        break;
      case "EntityContainer":
        roots.push(...readRoots(reader, element));
        imports.push(...readImports(reader, element));
        break;
      case "Annotations":
        annotations.push(
          ...readAnnotations(reader.source, element, resolvePath(reader, element.attributes["Target"] ?? "")),
        );
        break;
      case "TypeDefinition":
        typeDefinitions.push(declaredName(reader, element));
        break;
      default:
        passed.set(element.name, (passed.get(element.name) ?? 0) + 1);
    }
  }
  return { types, actions, functions, roots, annotations, imports, typeDefinitions, passed };
}

function readImports(reader: SchemaReader, container: XmlElement): readonly CsdlImport[] {
  return container.children.flatMap((element) => {
    const operation = element.attributes[element.name === "ActionImport" ? "Action" : "Function"];
    if (operation === undefined || !/^(Action|Function)Import$/.test(element.name)) return [];
    return [{ name: attribute(reader, element, "Name"), operation: resolveName(reader, operation) }];
  });
}

function readEnum(reader: SchemaReader, element: XmlElement, annotations: CsdlAnnotation[]): CsdlType {
  const name = declaredName(reader, element);
  const members = element.children
    .filter((child) => child.name === "Member")
    .map((child) => attribute(reader, child, "Name"));
  annotations.push(...readAnnotations(reader.source, element, name.value));
  return {
    kind: "enum",
    name,
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
      annotations.push(...readAnnotations(reader.source, child, `${name.value}/${property.name.value}`));
    } else if (child.name === "NavigationProperty")
      navigation.push({
        name: attribute(reader, child, "Name"),
        type: typeAttribute(reader, child),
        isContained: child.attributes["ContainsTarget"] === "true",
      });
  }
  annotations.push(...readAnnotations(reader.source, element, name.value));
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

function readAction(reader: SchemaReader, element: XmlElement, kind: "action" | "function"): CsdlAction {
  const returns = element.children.find((child) => child.name === "ReturnType");
  return {
    kind,
    namespace: reader.namespace,
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
        kind: element.name === "Singleton" ? ("singleton" as const) : ("entitySet" as const),
        name: attribute(reader, element, "Name"),
        type: { name: resolveName(reader, type), isCollection: element.name === "EntitySet" },
      },
    ];
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
  const dot = name.lastIndexOf(".");
  const namespace = reader.aliases.get(name.slice(0, Math.max(0, dot)));
  const full = namespace === undefined ? name : `${namespace}.${name.slice(dot + 1)}`;
  return reader.definitions.get(full) ?? full;
}

function resolvePath(reader: SchemaReader, path: string): string {
  const [type = "", ...rest] = path.split("/");
  return [resolveName(reader, type), ...rest].join("/");
}
