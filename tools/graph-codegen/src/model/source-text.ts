import type { Origin } from "./facts.ts";

/** A file's text with what is needed to name a place in it. */
export interface SourceText {
  readonly file: string;
  /** Without a byte order mark, lines ending in `\n`. */
  readonly text: string;
  readonly lineStarts: readonly number[];
}

/** Line ends are made `\n` so that a checkout with CRLF reads the same; columns stay true. */
export function createSourceText(file: string, raw: string): SourceText {
  const text = raw.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const lineStarts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  return { file, text, lineStarts };
}

/** The place of `length` characters at `offset`. */
export function originAt(source: SourceText, offset: number, length = 1): Origin {
  let low = 0;
  let high = source.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { file: source.file, line: low + 1, column: offset - (source.lineStarts[low] ?? 0) + 1, length };
}

/** The text of one line, counted from 1. */
export function lineText(source: SourceText, line: number): string {
  const start = source.lineStarts[line - 1];
  if (start === undefined) return "";
  const end = source.lineStarts[line];
  return source.text.slice(start, end === undefined ? undefined : end - 1);
}
