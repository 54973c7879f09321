import type { XmlElement } from "./xml.ts";

/** What of an element is read; whatever else it has is counted. */
interface ReadParts {
  readonly attributes: ReadonlySet<string>;
  readonly children: ReadonlySet<string>;
}

function parts(attributes: string, children = ""): ReadParts {
  return { attributes: new Set(attributes.split(" ")), children: new Set(children.split(" ")) };
}

const structured = parts("Name BaseType Abstract OpenType", "Key Property NavigationProperty Annotation");
const operation = parts("Name IsBound", "Parameter ReturnType Annotation");

/** What may stand outside of schemas. */
const frame: ReadonlySet<string> = new Set(["Edmx", "DataServices", "Reference", "Include", "Schema"]);

/** The grammar that the readers of this folder know; a member's `Value` is told by its name. */
const readParts: ReadonlyMap<string, ReadParts> = new Map([
  ["Edmx", parts("Version")],
  ["DataServices", parts("")],
  [
    "Schema",
    parts(
      "Namespace Alias",
      "EnumType ComplexType EntityType Action Function EntityContainer Annotations Annotation TypeDefinition",
    ),
  ],
  ["Reference", parts("Uri")],
  ["Include", parts("Namespace Alias")],
  ["EnumType", parts("Name IsFlags", "Member Annotation")],
  ["Member", parts("Name Value", "Annotation")],
  ["ComplexType", structured],
  ["EntityType", structured],
  ["Key", parts("", "PropertyRef")],
  ["PropertyRef", parts("Name")],
  ["Property", parts("Name Type Nullable", "Annotation")],
  ["NavigationProperty", parts("Name Type Nullable ContainsTarget", "Annotation")],
  ["Action", operation],
  ["Function", operation],
  ["Parameter", parts("Name Type Nullable", "Annotation")],
  ["ReturnType", parts("Type Nullable", "Annotation")],
  ["EntityContainer", parts("Name", "EntitySet Singleton ActionImport FunctionImport Annotation")],
  ["EntitySet", parts("Name EntityType", "Annotation")],
  ["Singleton", parts("Name Type", "Annotation")],
  ["ActionImport", parts("Name Action", "Annotation")],
  ["FunctionImport", parts("Name Function", "Annotation")],
  ["TypeDefinition", parts("Name UnderlyingType", "Annotation")],
  ["Annotations", parts("Target Qualifier", "Annotation")],
  ["Annotation", parts("Term Qualifier String Bool EnumMember")],
]);

/** Counts what stands outside of schemas; an element is looked at as it opens, without what is in it. */
export function countUnreadFrame(element: XmlElement, passed: Map<string, number>): void {
  if (frame.has(element.name)) countUnreadParts(element, passed);
  else count(passed, element.name);
}

/** Counts what a child of an element has that no reader reads: an element with all that is in it is one, as is an attribute. */
export function countUnread(parent: string, child: XmlElement, passed: Map<string, number>): void {
  if (readParts.get(parent)?.children.has(child.name) === true) countUnreadParts(child, passed);
  else count(passed, child.name);
}

function countUnreadParts(element: XmlElement, passed: Map<string, number>): void {
  for (const name in element.attributes)
    if (readParts.get(element.name)?.attributes.has(name) !== true && !name.startsWith("xmlns"))
      count(passed, `${element.name} ${name}`);
  // What an annotation holds is its value, which is read or counted by its term.
  if (element.name === "Annotation") return;
  for (const child of element.children) countUnread(element.name, child, passed);
}

function count(passed: Map<string, number>, what: string): void {
  passed.set(what, (passed.get(what) ?? 0) + 1);
}
