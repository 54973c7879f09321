import { SaxesParser } from "saxes";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Origin } from "../model/facts.ts";
import type { SourceText } from "../model/source-text.ts";
import { originAt } from "../model/source-text.ts";
import { AttributeOrigin, ElementOrigin } from "./xml-origin.ts";

/** An XML element with its place, its attributes and its children. */
export interface XmlElement {
  /** Without its namespace prefix. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Offset of `<` in the file. */
  readonly offset: number;
}

/** What a reader of a document is told, in the document's order. */
export interface XmlHandler {
  /** A start tag; true when the elements below it are wanted one by one, each with all that is in it. */
  readonly open: (element: XmlElement) => boolean;
  /** A whole child of an element for which `open` answered true. */
  readonly child: (element: XmlElement) => void;
}

type OpenElement = XmlElement & { readonly children: XmlElement[] };

/** Deeper than any metadata; a file that goes on is an attack or an accident. */
const maxDepth = 100;

/**
 * Reads XML strictly; DOCTYPE is refused, so there are no entities to expand.
 *
 * Elements are handed over while the file is read and not kept: a whole CSDL as a tree costs more memory than all that
 * is made of it. After a diagnostic nothing more is handed over.
 */
export function readXml(source: SourceText, handler: XmlHandler): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const parser = new SaxesParser({ position: true, xmlns: false });
  const open: OpenElement[] = [];
  let container: OpenElement | undefined;
  const here = (): Origin =>
    originAt(source, Math.max(0, Math.min(parser.position, source.text.trimEnd().length) - 1));
  parser.on("doctype", () => diagnostics.push(diagnostic("xml-doctype", [here()], {})));
  parser.on("error", (error) => {
    if (diagnostics.length === 0)
      diagnostics.push(
        diagnostic("xml-malformed", [here()], { problem: error.message.replace(/^\d+:\d+: /, "") }),
      );
  });
  parser.on("opentag", (tag) => {
    const element: OpenElement = {
      name: tag.name.slice(tag.name.indexOf(":") + 1),
      attributes: tag.attributes,
      children: [],
      offset: source.text.lastIndexOf(`<${tag.name}`, parser.position - 1),
    };
    const parent = open.at(-1);
    // A child of the container is handed over and forgotten.
    if (parent !== container) parent?.children.push(element);
    if (container === undefined && diagnostics.length === 0 && handler.open(element)) container = element;
    open.push(element);
    if (open.length === maxDepth)
      diagnostics.push(
        diagnostic("xml-malformed", [here()], { problem: `elements nest deeper than ${maxDepth}` }),
      );
  });
  parser.on("closetag", () => {
    const element = open.pop();
    if (element === container) container = undefined;
    else if (element !== undefined && container !== undefined && open.at(-1) === container)
      if (diagnostics.length === 0) handler.child(element);
  });
  parser.write(source.text);
  if (diagnostics.length === 0) parser.close();
  return diagnostics;
}

/** The place of an attribute's value, or of the element when it has no such attribute. */
export function attributeOrigin(source: SourceText, element: XmlElement, name: string): Origin {
  const value = element.attributes[name];
  if (value === undefined) return elementOrigin(source, element);
  return new AttributeOrigin(source, element.offset, name, value.length);
}

/** The place of an element's start tag. */
export function elementOrigin(source: SourceText, element: XmlElement): Origin {
  return new ElementOrigin(source, element.offset);
}

/** The text of an element that has no others in it; empty for one that ends in `/>`. */
export function leafText(source: SourceText, element: XmlElement): string {
  const { text } = source;
  const end = text.indexOf(">", element.offset);
  if (end === -1 || text[end - 1] === "/") return "";
  const raw = text.slice(end + 1, text.indexOf("</", end));
  return raw
    .replaceAll(
      /<!\[CDATA\[([\s\S]*?)\]\]>|&(#x?)?(\w+);/g,
      (all, data: string | undefined, code, name: string) => {
        if (data !== undefined) return data;
        if (code === undefined) return entities[name] ?? all;
        return String.fromCodePoint(Number(code === "#x" ? `0x${name}` : name));
      },
    )
    .trim();
}

/** The five that XML has; a strict parser has refused all others. */
const entities: Readonly<Record<string, string>> = { amp: "&", apos: "'", gt: ">", lt: "<", quot: '"' };

/** Elements of a name below an element; what is below a found one is not looked at. */
export function descendants(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) => (child.name === name ? [child] : descendants(child, name)));
}
