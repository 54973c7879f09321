/** What of CSDL the generator says that it reads; the rest must be counted as read past. Kept apart from the reader's own table. */
const knownAttributes: Readonly<Record<string, string>> = {
  Edmx: "Version",
  DataServices: "",
  Reference: "Uri",
  Include: "Namespace Alias",
  Schema: "Namespace Alias",
  EnumType: "Name IsFlags",
  Member: "Name Value",
  ComplexType: "Name BaseType Abstract OpenType",
  EntityType: "Name BaseType Abstract OpenType",
  Key: "",
  PropertyRef: "Name",
  Property: "Name Type Nullable",
  NavigationProperty: "Name Type Nullable ContainsTarget",
  Action: "Name IsBound",
  Function: "Name IsBound",
  Parameter: "Name Type Nullable",
  ReturnType: "Type Nullable",
  EntityContainer: "Name",
  EntitySet: "Name EntityType",
  Singleton: "Name Type",
  ActionImport: "Name Action",
  FunctionImport: "Name Function",
  TypeDefinition: "Name UnderlyingType",
  Annotations: "Target Qualifier",
  Annotation: "Term Qualifier String Bool EnumMember",
};

/** Where an element may stand; anywhere else it is one that nobody reads. */
const parents: Readonly<Record<string, string>> = {
  Edmx: "",
  DataServices: "Edmx",
  Reference: "Edmx",
  Include: "Reference",
  Schema: "DataServices",
  Member: "EnumType",
  Key: "EntityType ComplexType",
  PropertyRef: "Key",
  Property: "EntityType ComplexType",
  NavigationProperty: "EntityType ComplexType",
  Parameter: "Action Function",
  ReturnType: "Action Function",
  EntitySet: "EntityContainer",
  Singleton: "EntityContainer",
  ActionImport: "EntityContainer",
  FunctionImport: "EntityContainer",
};

/** Inside of these there are no annotations. */
const bare = ["Edmx", "DataServices", "Reference", "Include", "Key", "PropertyRef"];

const tag = /<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;

export interface PlainCount {
  /** By name of the element. */
  readonly elements: Readonly<Record<string, number>>;
  /** By the element's or the attribute's name, as the summary of a run names what was skipped. */
  readonly unread: Readonly<Record<string, number>>;
}

/** Counts a document by its tags alone: not with the reader under test. */
export function countPlainly(text: string): PlainCount {
  const elements: Record<string, number> = {};
  const unread: Record<string, number> = {};
  const add = (counts: Record<string, number>, name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const open: string[] = [];
  /** How many elements are open around what is passed as a whole: what is unread, and what an annotation holds. */
  let passing = Infinity;
  const tags = text.replaceAll(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>/g, "").matchAll(tag);
  for (const [, close, name = "", attributes = "", empty] of tags) {
    if (close === "/") {
      open.pop();
      if (open.length <= passing) passing = Infinity;
      continue;
    }
    if (open.length <= passing) {
      const isRead = standsRight(name, open.at(-1) ?? "");
      if (isRead) add(elements, name);
      else add(unread, name);
      const known = (knownAttributes[name] ?? "").split(" ");
      if (isRead)
        for (const [, attribute = ""] of attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"[^"]*"|'[^']*')/g))
          if (!attribute.startsWith("xmlns") && !known.includes(attribute))
            add(unread, `${name} ${attribute}`);
      if (empty !== "/" && (!isRead || name === "Annotation")) passing = open.length;
    }
    if (empty !== "/") open.push(name);
  }
  return { elements, unread };
}

function standsRight(name: string, parent: string): boolean {
  if (knownAttributes[name] === undefined) return false;
  if (name === "Annotation") return !bare.includes(parent);
  return (parents[name] ?? "Schema").split(" ").includes(parent);
}
