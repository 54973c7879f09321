import { SaxesParser } from "saxes";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Origin } from "../model/facts.ts";
import type { SourceText } from "../model/source-text.ts";
import { originAt } from "../model/source-text.ts";

/** An XML element with its place, its attributes and its children; text is not kept: CSDL has none that we read. */
export interface XmlElement {
  /** Without its namespace prefix. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Offset of `<` in the file. */
  readonly offset: number;
}

/** Deeper than any metadata; a file that goes on is an attack or an accident. */
const maxDepth = 100;

/** Reads XML strictly; DOCTYPE is refused, so there are no entities to expand. */
export function readXml(source: SourceText): {
  readonly root: XmlElement | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const parser = new SaxesParser({ position: true, xmlns: false });
  const open: (XmlElement & { readonly children: XmlElement[] })[] = [];
  let root: XmlElement | undefined;
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
    const offset = source.text.lastIndexOf(`<${tag.name}`, parser.position - 1);
    const children: XmlElement[] = [];
    const element = {
      name: tag.name.slice(tag.name.indexOf(":") + 1),
      attributes: tag.attributes,
      children,
      offset,
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
    if (open.length === maxDepth)
      diagnostics.push(
        diagnostic("xml-malformed", [here()], { problem: `elements nest deeper than ${maxDepth}` }),
      );
  });
  parser.on("closetag", () => open.pop());
  parser.write(source.text);
  if (diagnostics.length === 0) parser.close();
  return { root: diagnostics.length === 0 ? root : undefined, diagnostics };
}

/** The place of an attribute's value, or of the element when it has no such attribute. */
export function attributeOrigin(source: SourceText, element: XmlElement, name: string): Origin {
  const value = element.attributes[name];
  const end = source.text.indexOf(">", element.offset);
  const match = new RegExp(`\\s${name}\\s*=\\s*["']`).exec(source.text.slice(element.offset, end));
  if (value === undefined || match === null) return elementOrigin(source, element);
  return originAt(source, element.offset + match.index + match[0].length, Math.max(1, value.length));
}

/** The place of an element's start tag. */
export function elementOrigin(source: SourceText, element: XmlElement): Origin {
  const end = source.text.indexOf(">", element.offset);
  return originAt(source, element.offset, Math.max(1, end + 1 - element.offset));
}

/** Elements of a name below an element; what is below a found one is not looked at. */
export function descendants(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) => (child.name === name ? [child] : descendants(child, name)));
}
