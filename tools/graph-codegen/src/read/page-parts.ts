import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import { nearestName } from "../model/names.ts";
import type { Block } from "./markdown.ts";

/** A type as a page writes it: `String`, `[group](…) collection`. */
export interface DocumentedType {
  readonly name: string;
  readonly isCollection: boolean;
  /** File name of the linked resource page, without `.md`. */
  readonly page: string | undefined;
}

/** The part of a page below a heading of level 2. */
export interface Section {
  readonly name: string;
  readonly origin: Origin;
  readonly blocks: readonly Block[];
}

export type Table = Extract<Block, { readonly kind: "table" }>;

/** A page's sections, in order. What stands above the first is not in them. */
export function splitSections(blocks: readonly Block[]): readonly Section[] {
  const sections: { name: string; origin: Origin; blocks: Block[] }[] = [];
  for (const block of blocks) {
    if (block.kind === "heading" && block.level === 2)
      sections.push({ name: block.text.value, origin: block.text.origin, blocks: [] });
    else sections.at(-1)?.blocks.push(block);
  }
  return sections;
}

export function findSection(sections: readonly Section[], name: RegExp): Section | undefined {
  return sections.find((section) => name.test(section.name));
}

export function findTable(section: Section | undefined): Table | undefined {
  return section?.blocks.find((block) => block.kind === "table");
}

/** Where a missing section is looked for first: at a heading that is nearly its name, else at the title. */
export function nearestHeading(blocks: readonly Block[], section: string): Origin | undefined {
  const headings = blocks.flatMap((block) => (block.kind === "heading" ? [block] : []));
  const near = nearestName(
    section.replace(/^#+ /, ""),
    headings.map(({ text }) => text.value),
  );
  return (headings.find(({ text }) => text.value === near) ?? headings[0])?.text.origin;
}

/**
 * The rows of a table, each with as many cells as the header.
 *
 * A pipe in a cell that should have been written `\|` splits it: what is too much belongs to the last cell, and is
 * reported. What is missing is empty.
 */
export function readRows(table: Table, diagnostics: Diagnostic[]): readonly (readonly Fact<string>[])[] {
  const wants = table.header.length;
  return table.rows.map(({ cells, whole }) => {
    const has = cells.length;
    if (has === wants) return cells;
    diagnostics.push(diagnostic("page-table-malformed", [whole.origin], { wants, has }));
    const last = cells.slice(wants - 1).map(({ value }) => value);
    const kept = cells.slice(0, wants - 1);
    const rest = fact(last.join("|"), cells[wants - 1]?.origin ?? whole.origin);
    const padding = Array.from({ length: Math.max(0, wants - 1 - has) }, () => fact("", whole.origin));
    return [...kept, ...padding, rest];
  });
}

/** The paragraph under the title that is neither a callout nor the namespace. */
export function introduction(blocks: readonly Block[]): Fact<string> | undefined {
  for (const block of blocks) {
    if (block.kind === "heading" && block.level === 2) return undefined;
    if (block.kind === "paragraph" && !/^(>|Namespace:|\[!INCLUDE|Inherits from )/.test(block.text.value))
      return block.text;
  }
  return undefined;
}

/** Reads a type cell; the words may stand inside or beside a link. */
export function parseDocumentedType(cell: string): DocumentedType {
  const text = cell.trim();
  const link = /\[([^\]]+)\]\(([^)]*)\)/.exec(text);
  const page = link === null ? undefined : /([^/]+)\.md/.exec(link[2] ?? "")?.[1];
  const isCollection =
    /\bcollection\b/i.test(link === null ? text : text.slice(link.index + link[0].length)) ||
    text.startsWith("Collection(");
  const name = (link?.[1] ?? text)
    .replace(/\bcollection\b/i, "")
    .replace(/^Collection\((.*)\)$/, "$1")
    .trim();
  return { name, isCollection, page };
}

/** File name of a page, without `.md`. */
export function slugOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.md$/, "");
}

/** A cell's text without links, entities and escapes; code and emphasis stay. */
export function prose(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll("\\|", "|")
    .trim();
}

/** A cell's text without links, emphasis, entities and non-breaking spaces. */
export function plain(text: string): string {
  return prose(text).replace(/[*`]/g, "").trim();
}
