import { resolveAlias } from "./csdl-names.ts";
import type { SchemaReader } from "./csdl-reader.ts";
import { attribute } from "./csdl-reader.ts";
import type { XmlElement } from "./xml.ts";
import { descendants, elementOrigin, leafText } from "./xml.ts";

/** Reads the annotations inside an element, as said of `target`. */
export function readAnnotations(reader: SchemaReader, parent: XmlElement, target: string): void {
  // `<Annotations Qualifier="…">` qualifies all that are in it.
  const shared = parent.attributes["Qualifier"];
  for (const element of parent.children)
    if (element.name === "Annotation")
      readAnnotation(reader, element, target, shared ?? element.attributes["Qualifier"]);
}

/** Reads one annotation. One with a qualifier is a variant for some readers and does not speak for all: `term#qualifier`. */
export function readAnnotation(
  reader: SchemaReader,
  element: XmlElement,
  target: string,
  qualifier: string | undefined = element.attributes["Qualifier"],
): void {
  const term = resolveAlias(reader.names, attribute(reader, element, "Term").value);
  reader.annotations.push({
    target,
    term: qualifier === undefined ? term : `${term}#${qualifier}`,
    value: readValue(reader, element, term),
    origin: elementOrigin(reader.source, element),
  });
}

/** A constant as text; a list of enum members as their names, joined by commas; "true" where a term says all by itself. */
function readValue(reader: SchemaReader, element: XmlElement, term: string): string {
  if (term.endsWith(".Revisions")) return readRevision(element);
  const { String: text, Bool: flag, EnumMember: member } = element.attributes;
  const value = text ?? flag ?? member;
  if (value !== undefined) return value;
  if (term.endsWith("Restrictions") || term.endsWith("Supported")) return readRestriction(element);
  const child = element.children.find(({ name }) => /^(?:String|Bool|EnumMember)$/.test(name));
  if (child === undefined) return "true";
  const said = leafText(reader.source, child);
  if (child.name !== "EnumMember") return said;
  return said
    .split(/\s+/)
    .map((name) => name.slice(name.lastIndexOf("/") + 1))
    .join(",");
}

/** `Insertable=false`: the one flag of a restriction that says whether the thing can be done at all. */
function readRestriction(element: XmlElement): string {
  const [record] = element.children;
  const flag = record?.children.find(({ attributes }) => attributes["Bool"] !== undefined);
  return flag === undefined
    ? "true"
    : `${flag.attributes["Property"] ?? ""}=${flag.attributes["Bool"] ?? ""}`;
}

/** A revision as one sentence: its description, and when the thing goes. */
function readRevision(element: XmlElement): string {
  const values = new Map(
    descendants(element, "PropertyValue").map(({ attributes }) => [
      attributes["Property"],
      attributes["String"] ?? attributes["Date"],
    ]),
  );
  const removal = values.get("RemovalDate");
  return [
    values.get("Description") ?? "Deprecated.",
    removal === undefined ? "" : `Removed after ${removal}.`,
  ]
    .filter((text) => text !== "")
    .join(" ");
}
