import type { SourceText } from "../model/source-text.ts";
import type { XmlElement } from "../read/xml.ts";
import { attributeOrigin, elementOrigin, leafText, readXml } from "../read/xml.ts";
import type { Detail } from "./contract.ts";

/** Attributes that the readers of the generator understand; they are compared as shape. */
const shape: ReadonlySet<string> = new Set([
  "Abstract",
  "Action",
  "Alias",
  "BaseType",
  "ContainsTarget",
  "EntityType",
  "Function",
  "IsBound",
  "IsFlags",
  "Name",
  "Namespace",
  "OpenType",
  "Qualifier",
  "Target",
  "Term",
  "Type",
]);

/** Properties' and parameters' nullability is shape, too. */
const nullable: ReadonlySet<string> = new Set(["Property", "Parameter"]);

/**
 * What a CSDL file says beside the shape that the generator reads: every annotation, in one line each, and every other
 * attribute. Nothing that is declared is left out, so that nothing that changed is.
 */
export function readDetails(source: SourceText): ReadonlyMap<string, Detail> {
  const details = new Map<string, Detail>();
  const resolve = createResolver(source.text);
  const add = (detail: Detail): void => {
    // Several annotations of one term differ by a qualifier, or are a slip: then by their order.
    const key = detailKey(detail);
    for (let number = 1; ; number += 1) {
      const unique = number === 1 ? key : `${key} ${number}`;
      if (details.has(unique)) continue;
      details.set(unique, detail);
      return;
    }
  };
  let namespace = "";
  const diagnostics = readXml(source, {
    open: ({ name, attributes }) => {
      if (name !== "Schema") return false;
      namespace = attributes["Namespace"] ?? "";
      return true;
    },
    child: (element) => {
      if (element.name === "Annotations") {
        const target = resolve(element.attributes["Target"] ?? "").replaceAll(/,\s+/g, ",");
        for (const child of element.children) addAnnotation(source, child, target, resolve, add);
      } else addDeclaration(source, element, targetOf(element, namespace, resolve), resolve, add);
    },
  });
  // A file that breaks off says nothing.
  return diagnostics.length === 0 ? details : new Map();
}

/** What two sides' details are told apart by. */
export function detailKey({ target, name }: Pick<Detail, "target" | "name">): string {
  return `${target} ${name}`;
}

/** Aliases may be used in any schema of the document, so they are looked for first. */
function createResolver(text: string): (text: string) => string {
  const patterns = [...text.matchAll(/<Schema\b[^>]*/g)].flatMap(([tag]) => {
    const read = (name: string): string | undefined =>
      new RegExp(`\\s${name}\\s*=\\s*["']([\\w.]+)["']`).exec(tag)?.[1];
    const [alias, namespace] = [read("Alias"), read("Namespace")];
    return alias === undefined || namespace === undefined
      ? []
      : [{ pattern: new RegExp(String.raw`(^|[(,\s/])${alias}\.`, "g"), namespace }];
  });
  return (value) =>
    patterns.reduce((all, { pattern, namespace }) => all.replace(pattern, `$1${namespace}.`), value);
}

/** `microsoft.graph.group`, or `microsoft.graph.assign(microsoft.graph.x,Edm.String)` for an operation, as annotations name it. */
function targetOf(element: XmlElement, namespace: string, resolve: (text: string) => string): string {
  const name = `${namespace}.${element.attributes["Name"] ?? ""}`;
  if (element.name !== "Action" && element.name !== "Function") return name;
  const parameters = element.children.filter((child) => child.name === "Parameter");
  return `${name}(${parameters.map((child) => resolve(child.attributes["Type"] ?? "")).join(",")})`;
}

type Add = (detail: Detail) => void;

function addDeclaration(
  source: SourceText,
  element: XmlElement,
  target: string,
  resolve: (text: string) => string,
  add: Add,
): void {
  for (const [name, value] of Object.entries(element.attributes)) {
    if (shape.has(name) || name.startsWith("xmlns") || (name === "Nullable" && nullable.has(element.name)))
      continue;
    const origin = attributeOrigin(source, element, name);
    add({ target, name, kind: "facet", value: resolve(value), origin });
  }
  for (const child of element.children) {
    if (child.name === "Annotation") addAnnotation(source, child, target, resolve, add);
    else if (child.name === "ReturnType") addDeclaration(source, child, `${target}/$returns`, resolve, add);
    else if (child.name === "Key") continue;
    else if (child.attributes["Name"] !== undefined)
      addDeclaration(source, child, `${target}/${child.attributes["Name"]}`, resolve, add);
    else
      add({
        target,
        name: [child.name, child.attributes["Path"] ?? child.attributes["Property"]]
          .filter(Boolean)
          .join(" "),
        kind: "facet",
        value: canonical(source, child, resolve),
        origin: elementOrigin(source, child),
      });
  }
}

function addAnnotation(
  source: SourceText,
  element: XmlElement,
  target: string,
  resolve: (text: string) => string,
  add: Add,
): void {
  const { Term: term = element.name, Qualifier: qualifier } = element.attributes;
  add({
    target,
    name: qualifier === undefined ? resolve(term) : `${resolve(term)}#${qualifier}`,
    kind: "annotation",
    value: annotationValue(source, element, resolve),
    origin: elementOrigin(source, element),
  });
}

/** The text of a simple annotation, or the whole expression in one line. */
function annotationValue(source: SourceText, element: XmlElement, resolve: (text: string) => string): string {
  const { Term: _, Qualifier: __, ...rest } = element.attributes;
  const values = Object.values(rest);
  const [only] = values;
  if (element.children.length === 0) return values.length === 1 ? resolve(only ?? "") : values.join(" ");
  return element.children.map((child) => canonical(source, child, resolve)).join(" ");
}

/** `(Insertable=false)`: an expression without the accidents of its spelling. */
function canonical(source: SourceText, element: XmlElement, resolve: (text: string) => string): string {
  const { Property: property, ...rest } = element.attributes;
  const inner = [
    ...Object.values(rest).map(resolve),
    ...element.children.map((child) => canonical(source, child, resolve)),
    ...(element.children.length === 0 ? [resolve(leafText(source, element))] : []),
  ].filter((text) => text !== "");
  if (property !== undefined) return `${property}=${inner.join(" ")}`;
  return element.name === "Record" || element.name === "Collection"
    ? `(${inner.join(", ")})`
    : inner.join(" ");
}
