import type { Fact, Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { SourceText } from "../model/source-text.ts";
import { lineText, originAt } from "../model/source-text.ts";

/** The parts of a reference page, in order, each with its place. */
export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly text: Fact<string> }
  | { readonly kind: "table"; readonly header: readonly Fact<string>[]; readonly rows: readonly Row[] }
  | {
      readonly kind: "fence";
      readonly info: string;
      readonly lines: readonly Fact<string>[];
      readonly isClosed: boolean;
    }
  | { readonly kind: "comment"; readonly text: Fact<string> }
  | { readonly kind: "paragraph"; readonly text: Fact<string> };

/** A table row; one with another number of cells than the header is kept as it stands. */
export interface Row {
  readonly cells: readonly Fact<string>[];
  readonly whole: Fact<string>;
}

/** A page as blocks; front matter as its lines. */
export interface MarkdownPage {
  readonly frontMatter: ReadonlyMap<string, Fact<string>>;
  readonly blocks: readonly Block[];
}

/**
 * Reads the Markdown that Graph's reference pages are written in: front matter, ATX headings, pipe tables, fences,
 * comments and paragraphs, with the place of each.
 *
 * A scanner over lines, and not a Markdown library: those that keep a column for every table cell cost some eighty
 * times more over the whole set of pages, and the ones that are fast keep no columns.
 */
export function readMarkdown(source: SourceText): MarkdownPage {
  const lines = createCursor(source);
  const frontMatter = readFrontMatter(lines);
  const blocks: Block[] = [];
  while (!lines.isDone()) {
    const block = readBlock(lines);
    if (block !== undefined) blocks.push(block);
  }
  return { frontMatter, blocks };
}

interface Cursor {
  readonly isDone: () => boolean;
  readonly peek: (ahead?: number) => string;
  readonly next: () => Fact<string>;
}

function createCursor(source: SourceText): Cursor {
  let line = 1;
  const last = source.text.endsWith("\n") ? source.lineStarts.length - 1 : source.lineStarts.length;
  return {
    isDone: () => line > last,
    peek: (ahead = 0) => lineText(source, line + ahead),
    next: () => {
      const text = lineText(source, line);
      const start = source.lineStarts[line - 1] ?? 0;
      line += 1;
      return fact(text, originAt(source, start, text.length));
    },
  };
}

function readFrontMatter(lines: Cursor): ReadonlyMap<string, Fact<string>> {
  const entries = new Map<string, Fact<string>>();
  if (lines.peek().trimEnd() !== "---") return entries;
  lines.next();
  let open: { readonly key: string; readonly origin: Origin; readonly texts: string[] } | undefined;
  const close = (): void => {
    if (open !== undefined) entries.set(open.key, fact(unquote(open.texts.join(" ")), open.origin));
  };
  while (!lines.isDone()) {
    const line = lines.next();
    if (line.value.trimEnd() === "---") break;
    const pair = /^([A-Za-z][\w.-]*):(.*)$/.exec(line.value);
    if (pair !== null) {
      close();
      open = { key: pair[1] ?? "", origin: line.origin, texts: [(pair[2] ?? "").trim()] };
      // A quoted description may run over several lines.
    } else open?.texts.push(line.value.trim());
  }
  close();
  return entries;
}

function unquote(text: string): string {
  return text.trim().replace(/^"(.*)"$/s, "$1");
}

function readBlock(lines: Cursor): Block | undefined {
  const text = lines.peek();
  if (text.trim() === "") {
    lines.next();
    return undefined;
  }
  const level = headingLevel(text);
  if (level !== undefined) return readHeading(lines.next(), level);
  const mark = fenceStart(text);
  if (mark !== undefined) return readFence(lines, mark, text.trimStart().slice(mark.length).trim());
  if (text.trimStart().startsWith("<!--")) return readComment(lines);
  if (isTableRow(text) && isDelimiterRow(lines.peek(1))) return readTable(lines);
  return readParagraph(lines);
}

function fenceStart(line: string): string | undefined {
  const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
  // Backticks after backticks are code in a line of prose.
  return fence === null || (fence[1]?.[0] === "`" && fence[2]?.includes("`") === true) ? undefined : fence[1];
}

function headingLevel(line: string): number | undefined {
  return /^ {0,3}(#{1,6})(?:[ \t]|$)/.exec(line)?.[1]?.length;
}

/** Closing hashes are taken off from the end, and not by an expression: a line of a megabyte must not take hours. */
function readHeading(line: Fact<string>, level: number): Block {
  const start = line.value.indexOf("#") + level;
  const inside = line.value.slice(start);
  const whole = inside.trimEnd();
  let end = whole.length;
  while (end > 0 && whole[end - 1] === "#") end -= 1;
  const isClosed = end < whole.length && (end === 0 || /[ \t]/.test(whole[end - 1] ?? ""));
  const text = (isClosed ? whole.slice(0, end) : whole).trim();
  const indent = inside.length - inside.trimStart().length;
  return { kind: "heading", level, text: part(line, start + indent, text) };
}

function readFence(lines: Cursor, mark: string, info: string): Block {
  lines.next();
  const inside: Fact<string>[] = [];
  while (!lines.isDone()) {
    if (closesFence(lines.peek(), mark)) {
      lines.next();
      return { kind: "fence", info, lines: inside, isClosed: true };
    }
    inside.push(lines.next());
  }
  return { kind: "fence", info, lines: inside, isClosed: false };
}

/** At least as many of the same marks, indented as prose may be. */
function closesFence(line: string, mark: string): boolean {
  const text = line.trim();
  return (
    text.startsWith(mark) &&
    text.replaceAll(mark[0] ?? "`", "") === "" &&
    line.length - line.trimStart().length < 4
  );
}

function readComment(lines: Cursor): Block {
  const first = lines.next();
  const texts = [first.value];
  let isOpen = !first.value.includes("-->");
  while (isOpen && !lines.isDone()) {
    const { value } = lines.next();
    texts.push(value);
    isOpen = !value.includes("-->");
  }
  return { kind: "comment", text: fact(texts.join("\n"), first.origin) };
}

function readParagraph(lines: Cursor): Block {
  const first = lines.next();
  let text = first.value.trim();
  while (
    !lines.isDone() &&
    lines.peek().trim() !== "" &&
    headingLevel(lines.peek()) === undefined &&
    fenceStart(lines.peek()) === undefined &&
    !lines.peek().trimStart().startsWith("<!--")
  ) {
    if (isTableRow(lines.peek()) && isDelimiterRow(lines.peek(1))) break;
    text += `\n${lines.next().value.trim()}`;
  }
  return { kind: "paragraph", text: fact(text, first.origin) };
}

function isTableRow(line: string): boolean {
  return line.includes("|");
}

function isDelimiterRow(line: string): boolean {
  if (!line.includes("-") || !line.includes("|") || /[^-|: \t\u00A0]/.test(line)) return false;
  const cells = line.trim().split("|");
  if (cells.at(0) === "") cells.shift();
  if (cells.at(-1) === "") cells.pop();
  return cells.length > 0 && cells.every((cell) => /^:?-+:?$/.test(cell.trim()));
}

function readTable(lines: Cursor): Block {
  const header = readCells(lines.next());
  lines.next();
  const rows: Row[] = [];
  while (
    !lines.isDone() &&
    isTableRow(lines.peek()) &&
    headingLevel(lines.peek()) === undefined &&
    fenceStart(lines.peek()) === undefined
  ) {
    const whole = lines.next();
    rows.push({ cells: readCells(whole), whole });
  }
  return { kind: "table", header, rows };
}

/** Cells between pipes; `\|` is a pipe in a cell. The outer pipes may be missing. */
function readCells(line: Fact<string>): readonly Fact<string>[] {
  const text = line.value;
  const bars: number[] = [];
  for (let at = text.indexOf("|"); at !== -1; at = text.indexOf("|", at + 1))
    if (text[at - 1] !== "\\") bars.push(at);
  const first = text.slice(0, bars[0]).trim() === "" ? bars.shift() : undefined;
  const last = bars.at(-1);
  const isClosed = last !== undefined && text.slice(last + 1).trim() === "";
  const edges = [first ?? -1, ...(isClosed ? bars.slice(0, -1) : bars), isClosed ? last : text.length];
  const cells: Fact<string>[] = [];
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const start = (edges[index] ?? 0) + 1;
    const raw = text.slice(start, edges[index + 1]);
    cells.push(part(line, start + raw.length - raw.trimStart().length, raw.trim()));
  }
  return cells;
}

/** A piece of a line, with its own column. */
function part(line: Fact<string>, start: number, text: string): Fact<string> {
  return fact(text, { ...line.origin, column: line.origin.column + start, length: Math.max(1, text.length) });
}
