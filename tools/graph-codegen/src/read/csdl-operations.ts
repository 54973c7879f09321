import { diagnostic } from "../diagnostics/diagnostic.ts";
import { readAnnotations } from "./csdl-annotations.ts";
import type { CsdlAction, CsdlImport, CsdlParameter, CsdlRoot } from "./csdl-facts.ts";
import { resolveAlias } from "./csdl-names.ts";
import type { SchemaReader } from "./csdl-reader.ts";
import {
  attribute,
  nameAttribute,
  nullableAttribute,
  operationTarget,
  resolveName,
  typeAttribute,
} from "./csdl-reader.ts";
import type { XmlElement } from "./xml.ts";
import { attributeOrigin } from "./xml.ts";

/** Reads an `<Action>` or a `<Function>`. */
export function readOperation(
  reader: SchemaReader,
  element: XmlElement,
  kind: "action" | "function",
): CsdlAction {
  const returns = element.children.find((child) => child.name === "ReturnType");
  const name = nameAttribute(reader, element);
  const declared = uniqueParameters(reader, element);
  const parameters = declared.map((child) => readParameter(reader, child));
  const target = operationTarget(
    `${reader.namespace}.${name.value}`,
    parameters.map(({ type }) => type.value),
  );
  readAnnotations(reader, element, target);
  if (returns !== undefined) readAnnotations(reader, returns, `${target}/$ReturnType`);
  for (const [index, child] of declared.entries())
    if (child.children.length > 0)
      readAnnotations(reader, child, `${target}/${parameters[index]?.name.value ?? ""}`);
  return {
    kind,
    namespace: reader.namespace,
    name,
    target,
    isBound: element.attributes["IsBound"] === "true",
    parameters,
    returns: returns === undefined ? undefined : typeAttribute(reader, returns),
    isNullableResult: returns?.attributes["Nullable"] !== "false",
  };
}

/** The parameters of an operation; a second one of the same name is reported with both places and left out. */
function uniqueParameters(reader: SchemaReader, element: XmlElement): readonly XmlElement[] {
  const byName = new Map<string, XmlElement>();
  return element.children.filter((child) => {
    if (child.name !== "Parameter") return false;
    const name = child.attributes["Name"] ?? "";
    const before = byName.get(name);
    if (before === undefined) byName.set(name, child);
    else
      reader.diagnostics.push(
        diagnostic(
          "name-collision",
          [attributeOrigin(reader.source, child, "Name"), attributeOrigin(reader.source, before, "Name")],
          { name, things: "two parameters of one operation have it" },
        ),
      );
    return before === undefined;
  });
}

function readParameter(reader: SchemaReader, element: XmlElement): CsdlParameter {
  return {
    name: nameAttribute(reader, element),
    type: typeAttribute(reader, element),
    nullable: nullableAttribute(reader, element),
    isOptional: element.children.some(
      ({ attributes }) =>
        resolveAlias(reader.names, attributes["Term"] ?? "") === "Org.OData.Core.V1.OptionalParameter",
    ),
  };
}

/** Reads the singletons and entity sets of an `<EntityContainer>`. */
export function readRoots(reader: SchemaReader, container: XmlElement): readonly CsdlRoot[] {
  const target = `${reader.namespace}.${container.attributes["Name"] ?? ""}`;
  readAnnotations(reader, container, target);
  return container.children.flatMap((element) => {
    const isSingleton = element.name === "Singleton";
    if (!isSingleton && element.name !== "EntitySet") return [];
    const name = nameAttribute(reader, element);
    const type = attribute(reader, element, isSingleton ? "Type" : "EntityType");
    readAnnotations(reader, element, `${target}/${name.value}`);
    return [
      {
        kind: isSingleton ? ("singleton" as const) : ("entitySet" as const),
        name,
        target: `${target}/${name.value}`,
        type: { name: resolveName(reader, type.value), isCollection: !isSingleton },
      },
    ];
  });
}

/** Reads the imports of actions and functions of an `<EntityContainer>`. */
export function readImports(reader: SchemaReader, container: XmlElement): readonly CsdlImport[] {
  const target = `${reader.namespace}.${container.attributes["Name"] ?? ""}`;
  return container.children.flatMap((element) => {
    const kind = /^(Action|Function)Import$/.exec(element.name)?.[1];
    if (kind === undefined) return [];
    const operation = attribute(reader, element, kind);
    const name = nameAttribute(reader, element);
    readAnnotations(reader, element, `${target}/${name.value}`);
    return [{ name, operation: resolveName(reader, operation.value) }];
  });
}
