import type { Fact } from "../model/facts.ts";
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
  let key = "";
  while (!lines.isDone()) {
    const line = lines.next();
    if (line.value.trimEnd() === "---") break;
    const pair = /^([A-Za-z][\w.-]*):\s*(.*)$/.exec(line.value);
    if (pair !== null) {
      key = pair[1] ?? "";
      entries.set(key, fact(unquote(pair[2] ?? ""), line.origin));
    } else if (key !== "") {
      // A quoted description may run over several lines.
      const before = entries.get(key);
      if (before !== undefined)
        entries.set(key, fact(unquote(`${before.value} ${line.value.trim()}`), before.origin));
    }
  }
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
  const heading = /^(#{1,6})\s+(.*?)\s*#*\s*$/.exec(text);
  if (heading !== null) {
    const line = lines.next();
    return {
      kind: "heading",
      level: heading[1]?.length ?? 1,
      text: part(line, line.value.indexOf(heading[2] ?? ""), heading[2] ?? ""),
    };
  }
  const fence = /^ {0,3}(`{3,}|~{3,})\s*([^`]*)$/.exec(text);
  if (fence !== null) return readFence(lines, fence[1] ?? "```", (fence[2] ?? "").trim());
  if (text.trimStart().startsWith("<!--")) return readComment(lines);
  if (isTableRow(text) && isDelimiterRow(lines.peek(1))) return readTable(lines);
  return readParagraph(lines);
}

function readFence(lines: Cursor, mark: string, info: string): Block {
  lines.next();
  const inside: Fact<string>[] = [];
  while (!lines.isDone()) {
    if (
      lines.peek().trim().startsWith(mark) &&
      lines
        .peek()
        .trim()
        .replaceAll(mark[0] ?? "`", "") === ""
    ) {
      lines.next();
      return { kind: "fence", info, lines: inside, isClosed: true };
    }
    inside.push(lines.next());
  }
  return { kind: "fence", info, lines: inside, isClosed: false };
}

function readComment(lines: Cursor): Block {
  const first = lines.next();
  let text = first.value;
  while (!text.includes("-->") && !lines.isDone()) text += `\n${lines.next().value}`;
  return { kind: "comment", text: fact(text, first.origin) };
}

function readParagraph(lines: Cursor): Block {
  const first = lines.next();
  let text = first.value.trim();
  while (
    !lines.isDone() &&
    lines.peek().trim() !== "" &&
    !/^(#{1,6}\s|```|~~~|<!--)/.test(lines.peek().trimStart())
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
  return /^\s*\|?(\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*$/.test(line) && line.includes("-") && line.includes("|");
}

function readTable(lines: Cursor): Block {
  const header = readCells(lines.next());
  lines.next();
  const rows: Row[] = [];
  while (!lines.isDone() && lines.peek().trim() !== "" && isTableRow(lines.peek())) {
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
