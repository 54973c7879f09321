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

/**
 * The tables of a section that list one thing: those that have the first two columns that are asked for, and the first
 * one whatever its header is, since headers are translated and misspelt. Others, such as the values of a property, do not.
 */
export function findTables({ blocks }: Section, [name, type]: readonly RegExp[]): readonly Table[] {
  const tables = blocks.filter((block) => block.kind === "table");
  const has = ({ header }: Table, wanted: RegExp | undefined): boolean =>
    wanted !== undefined && header.some(({ value }) => wanted.test(plain(value)));
  return tables.filter((table, index) => index === 0 || (has(table, name) && has(table, type)));
}

/** Says what a page lacks; the place is looked for where it is not given. */
export type Missing = (section: string, wants: string, at?: Origin) => undefined;

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

/**
 * The cells of a table in the order that is asked for; undefined where the table has no such column. Each column is
 * taken once. A table without the first column is read by position: headers are translated and misspelt.
 */
export function readColumns(
  table: Table,
  wanted: readonly RegExp[],
  diagnostics: Diagnostic[],
): readonly (readonly (Fact<string> | undefined)[])[] {
  const headers = table.header.map(({ value }) => plain(value));
  const taken = new Set<number>();
  const places = wanted.map((name) => {
    const place = headers.findIndex((header, index) => !taken.has(index) && name.test(header));
    taken.add(place);
    return place;
  });
  const isKnown = places[0] !== -1;
  return readRows(table, diagnostics).map((cells) =>
    wanted.map((_, index) => cells[isKnown ? (places[index] ?? -1) : index]),
  );
}

/** What a page says of itself in comments: `<!-- { "blockType": "resource", "@odata.type": "…" } -->`. */
export function annotatedType(blocks: readonly Block[]): Fact<string> | undefined {
  for (const block of blocks) {
    if (block.kind !== "comment" || !/"blockType"\s*:\s*"resource"/.test(block.text.value)) continue;
    const type = /"@odata\.type"\s*:\s*"#?([\w.]+)"/.exec(block.text.value)?.[1];
    if (type !== undefined) return fact(type, block.text.origin);
  }
  return undefined;
}

/** The file that a section takes its content from: `[!INCLUDE [permissions](../includes/permissions.md)]`. */
export function findInclude(section: Section | undefined): Fact<string> | undefined {
  for (const block of section?.blocks ?? []) {
    if (block.kind !== "paragraph" || !/\[!INCLUDE/i.test(block.text.value)) continue;
    const file = /\[!INCLUDE\s?\[[^[\]]*\]\(([^()]*permission[^()]*)\)/i.exec(block.text.value)?.[1];
    if (file !== undefined) return fact(file, block.text.origin);
  }
  return undefined;
}

/** A fence that never ends swallows what follows it. */
export function reportOpenFences(blocks: readonly Block[], start: Origin, diagnostics: Diagnostic[]): void {
  for (const block of blocks)
    if (block.kind === "fence" && !block.isClosed)
      diagnostics.push(
        diagnostic("page-unreadable", [block.lines[0]?.origin ?? start], {
          problem: "this code block is not closed",
          remedy: "write a line of three backticks after its last line: all below counts as code",
        }),
      );
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
  const named = link.exec(text);
  const page = named === null ? undefined : pageOf(named[2] ?? "");
  const isCollection =
    /\bcollection\b/i.test(named === null ? text : text.slice(named.index + named[0].length)) ||
    text.startsWith("Collection(");
  const name = (named?.[1] ?? text)
    .replace(/\bcollection\b/i, "")
    .replace(/^Collection\((.*)\)$/, "$1")
    .trim();
  return { name, isCollection, page };
}

/** The file that a link leads to, without its folder and `.md`. */
function pageOf(target: string): string | undefined {
  const end = target.indexOf(".md");
  return end === -1 ? undefined : target.slice(target.lastIndexOf("/", end) + 1, end);
}

/** File name of a page, without `.md`. */
export function slugOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.md$/, "");
}

/** `[text](target)`: neither part may hold a bracket of its own kind, so that a row of open brackets is read once. */
export const link: RegExp = /\[([^[\]]*)\]\(([^()]*(?:\([^()]*\)[^()]*)?)\)/;
const links: RegExp = new RegExp(link, "g");

/** A cell's text without links, entities and escapes; code and emphasis stay. */
export function prose(text: string): string {
  return text
    .replace(links, "$1")
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
