import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceText } from "../model/source-text.ts";
import { readCsdl } from "../read/csdl.ts";
import type { CsdlFacts } from "../read/csdl-facts.ts";
import type { XmlElement } from "../read/xml.ts";
import { readXml } from "../read/xml.ts";

/** One declaration of a CSDL document, with its text as it stands there. */
export interface Declaration {
  /** `EntityType microsoft.graph.group`, `Action microsoft.graph.assign(graph.group)`. */
  readonly key: string;
  readonly kind: string;
  readonly namespace: string;
  /** From `<` to the end of the element. */
  readonly text: string;
  /** Its members and other children, by `NavigationProperty owner`. */
  readonly members: ReadonlyMap<string, string>;
  /** The start tag, for an element with other members. */
  readonly startTag: string;
}

/** A CSDL document as declarations that can be taken out of it. */
export interface CsdlDocument {
  readonly facts: CsdlFacts;
  /** By key; overloads of an operation have one key. */
  readonly declarations: ReadonlyMap<string, readonly Declaration[]>;
  /** The start tag of each schema, by its namespace. */
  readonly schemas: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Cuts a CSDL document into its declarations. */
export function readDocument(source: SourceText): CsdlDocument {
  const { facts, diagnostics } = readCsdl(source);
  const declarations = new Map<string, Declaration[]>();
  const schemas = new Map<string, string>();
  let namespace = "";
  if (diagnostics.length === 0)
    readXml(source, {
      open: (element) => {
        if (element.name !== "Schema") return false;
        namespace = element.attributes["Namespace"] ?? "";
        schemas.set(namespace, source.text.slice(element.offset, endOfTag(source.text, element.offset)));
        return true;
      },
      child: (element) => {
        const declaration = toDeclaration(source.text, element, namespace);
        const known = declarations.get(declaration.key);
        if (known === undefined) declarations.set(declaration.key, [declaration]);
        else known.push(declaration);
      },
    });
  return { facts, declarations, schemas, diagnostics };
}

function toDeclaration(text: string, element: XmlElement, namespace: string): Declaration {
  const members = new Map<string, string>();
  for (const child of element.children)
    members.set(
      [child.name, child.attributes["Name"] ?? child.attributes["Term"] ?? ""].join(" ").trim(),
      sliceElement(text, child),
    );
  return {
    key: keyOf(element, namespace),
    kind: element.name,
    namespace,
    text: sliceElement(text, element),
    members,
    startTag: text.slice(element.offset, endOfTag(text, element.offset)).replace(/\s*\/>$/, ">"),
  };
}

function keyOf(element: XmlElement, namespace: string): string {
  const { name, attributes, children } = element;
  if (name === "Annotations")
    return `${name} ${(attributes["Target"] ?? "").replace(/^graph\./, "microsoft.graph.")}`;
  const declared = `${name} ${namespace}.${attributes["Name"] ?? ""}`;
  if (name !== "Action" && name !== "Function") return declared;
  const binding = children.find((child) => child.name === "Parameter");
  return attributes["IsBound"] === "true"
    ? `${declared}(${(binding?.attributes["Type"] ?? "").replaceAll(`${namespace}.`, "graph.")})`
    : `${declared}()`;
}

/** An element's text; elements of one name do not stand in each other in CSDL, but for the parts of annotations. */
function sliceElement(text: string, { offset, name, children }: XmlElement): string {
  const tagEnd = endOfTag(text, offset);
  if (text[tagEnd - 2] === "/") return text.slice(offset, tagEnd);
  const last = children.at(-1);
  const from = last === undefined ? tagEnd : last.offset + sliceElement(text, last).length;
  const end = new RegExp(`</(?:[\\w.-]+:)?${name}\\s*>`, "g");
  end.lastIndex = from;
  const match = end.exec(text);
  return text.slice(offset, match === null ? tagEnd : match.index + match[0].length);
}

/** Just behind the `>` of the tag at an offset; a `>` in an attribute's value does not end it. */
function endOfTag(text: string, offset: number): number {
  let quote = "";
  for (let at = offset; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === `"` || character === "'") quote = character;
    else if (character === ">") return at + 1;
  }
  return text.length;
}

/** The key of an operation that was read. */
export function operationKey({
  kind,
  namespace,
  name,
  isBound,
  parameters,
}: CsdlDocument["facts"]["actions"][number]): string {
  const element = kind === "action" ? "Action" : "Function";
  const binding = parameters[0]?.type.value;
  const type = (binding?.name ?? "").replace(`${namespace}.`, "graph.");
  return `${element} ${namespace}.${name.value}(${isBound ? (binding?.isCollection === true ? `Collection(${type})` : type) : ""})`;
}
