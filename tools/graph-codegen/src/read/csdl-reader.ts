import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { TypeUse } from "../model/ir.ts";
import type { SourceText } from "../model/source-text.ts";
import type { CsdlAnnotation } from "./csdl-facts.ts";
import type { CsdlNames } from "./csdl-names.ts";
import { resolveAlias } from "./csdl-names.ts";
import type { XmlElement } from "./xml.ts";
import { attributeOrigin, elementOrigin } from "./xml.ts";

/** What the readers of one schema share. */
export interface SchemaReader {
  readonly source: SourceText;
  readonly namespace: string;
  readonly names: CsdlNames;
  readonly diagnostics: Diagnostic[];
  readonly annotations: CsdlAnnotation[];
}

/** OData's simple identifier: what is no such name cannot be an address, a property or a type. */
const identifier = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]{0,127}$/u;

/** The `Name` of an element. */
export function nameAttribute(reader: SchemaReader, element: XmlElement): Fact<string> {
  const name = attribute(reader, element, "Name");
  if (element.attributes["Name"] !== undefined && !identifier.test(name.value))
    reader.diagnostics.push(
      diagnostic("xml-shape", [name.origin], {
        problem: `${JSON.stringify(name.value)} is not a name`,
        remedy: "use letters, digits and underscores, no digit first, at most 128 characters",
      }),
    );
  return name;
}

/** The qualified name that an element declares. */
export function declaredName(reader: SchemaReader, element: XmlElement): Fact<string> {
  const name = nameAttribute(reader, element);
  return fact(`${reader.namespace}.${name.value}`, name.origin);
}

/** An attribute that must be there. */
export function attribute(reader: SchemaReader, element: XmlElement, name: string): Fact<string> {
  const value = element.attributes[name];
  if (value === undefined)
    reader.diagnostics.push(
      diagnostic("xml-shape", [elementOrigin(reader.source, element)], {
        problem: `<${element.name}> has no ${name}`,
        remedy: `write ${name}="…" in this tag`,
      }),
    );
  return fact(value ?? "", attributeOrigin(reader.source, element, name));
}

/** The `Type` of an element. */
export function typeAttribute(reader: SchemaReader, element: XmlElement): Fact<TypeUse> {
  const { value, origin } = attribute(reader, element, "Type");
  return fact(readTypeUse(reader, value), origin);
}

function readTypeUse(reader: SchemaReader, value: string): TypeUse {
  const isCollection = value.startsWith("Collection(") && value.endsWith(")");
  const name = isCollection ? value.slice("Collection(".length, -1) : value;
  return { name: resolveName(reader, name), isCollection };
}

/** CSDL's default is that `null` is a value. */
export function nullableAttribute(reader: SchemaReader, element: XmlElement): Fact<boolean> {
  return fact(
    element.attributes["Nullable"] !== "false",
    attributeOrigin(reader.source, element, "Nullable"),
  );
}

/** A name with its namespace instead of an alias, and with the primitive type instead of a definition. */
export function resolveName({ names }: SchemaReader, name: string): string {
  const full = resolveAlias(names, name);
  return names.definitions.get(full) ?? full;
}

/**
 * What `<Annotations Target="…">` is about: `microsoft.graph.group`, `microsoft.graph.group/displayName`, or an
 * operation with the types of its parameters, `microsoft.graph.cancel(microsoft.graph.event,Edm.String)`.
 */
export function resolveTarget(reader: SchemaReader, target: string): string {
  const open = target.indexOf("(");
  if (open === -1) {
    const slash = target.indexOf("/");
    return slash === -1
      ? resolveName(reader, target)
      : resolveName(reader, target.slice(0, slash)) + target.slice(slash);
  }
  const close = target.lastIndexOf(")");
  const types = target
    .slice(open + 1, close)
    .split(",")
    .filter((type) => type.trim() !== "")
    .map((type) => readTypeUse(reader, type.trim()));
  return operationTarget(resolveName(reader, target.slice(0, open)), types) + target.slice(close + 1);
}

/** How an operation is named as the target of annotations. */
export function operationTarget(name: string, parameters: readonly TypeUse[]): string {
  return `${name}(${parameters.map((type) => (type.isCollection ? `Collection(${type.name})` : type.name)).join(",")})`;
}
