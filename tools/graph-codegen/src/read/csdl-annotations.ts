import type { SourceText } from "../model/source-text.ts";
import type { CsdlAnnotation } from "./csdl-facts.ts";
import type { XmlElement } from "./xml.ts";
import { descendants, elementOrigin } from "./xml.ts";

/** The annotations inside an element, as said of `target`. */
export function readAnnotations(
  source: SourceText,
  parent: XmlElement,
  target: string,
): readonly CsdlAnnotation[] {
  return parent.children.flatMap((element) => {
    const term = element.attributes["Term"];
    if (element.name !== "Annotation" || term === undefined) return [];
    const { String: text, Bool: flag, EnumMember: member } = element.attributes;
    const value = term.endsWith(".Revisions") ? readRevision(element) : (text ?? flag ?? member ?? "true");
    return [{ target, term, value, origin: elementOrigin(source, element) }];
  });
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
