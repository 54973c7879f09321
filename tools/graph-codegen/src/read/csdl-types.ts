import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import { readAnnotations } from "./csdl-annotations.ts";
import type { CsdlNavigation, CsdlProperty, CsdlType } from "./csdl-facts.ts";
import type { SchemaReader } from "./csdl-reader.ts";
import {
  attribute,
  declaredName,
  nameAttribute,
  nullableAttribute,
  resolveName,
  typeAttribute,
} from "./csdl-reader.ts";
import type { XmlElement } from "./xml.ts";
import { attributeOrigin, descendants } from "./xml.ts";

/** Reads an `<EnumType>`. */
export function readEnum(reader: SchemaReader, element: XmlElement): CsdlType {
  const name = declaredName(reader, element);
  const members = element.children
    .filter((child) => child.name === "Member")
    .map((child) => {
      const member = attribute(reader, child, "Name");
      readAnnotations(reader, child, `${name.value}/${member.value}`);
      return member;
    });
  readAnnotations(reader, element, name.value);
  return { kind: "enum", name, members, isFlags: element.attributes["IsFlags"] === "true" };
}

/** Reads a `<ComplexType>` or an `<EntityType>`. */
export function readStructured(
  reader: SchemaReader,
  element: XmlElement,
  kind: "entity" | "complex",
): CsdlType {
  const name = declaredName(reader, element);
  const base = element.attributes["BaseType"];
  const properties: CsdlProperty[] = [];
  const navigation: CsdlNavigation[] = [];
  const names = new Map<string, Origin>();
  for (const child of element.children) {
    if (child.name === "Property") {
      const property = {
        name: nameAttribute(reader, child),
        type: typeAttribute(reader, child),
        nullable: nullableAttribute(reader, child),
      };
      if (isFirst(reader, names, property.name)) properties.push(property);
      readAnnotations(reader, child, `${name.value}/${property.name.value}`);
    } else if (child.name === "NavigationProperty") {
      const member = {
        name: nameAttribute(reader, child),
        type: typeAttribute(reader, child),
        isContained: child.attributes["ContainsTarget"] === "true",
      };
      if (isFirst(reader, names, member.name)) navigation.push(member);
      readAnnotations(reader, child, `${name.value}/${member.name.value}`);
    }
  }
  readAnnotations(reader, element, name.value);
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

/** Whether a type has no member of that name yet; a second one is reported with both places. */
function isFirst(reader: SchemaReader, names: Map<string, Origin>, { value, origin }: Fact<string>): boolean {
  const before = names.get(value);
  if (before === undefined) names.set(value, origin);
  else
    reader.diagnostics.push(
      diagnostic("name-collision", [origin, before], {
        name: value,
        things: "two members of one type have it",
      }),
    );
  return before === undefined;
}
