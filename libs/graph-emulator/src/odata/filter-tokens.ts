import { badRequest } from "../failure.ts";

/** A word of a `$filter` expression. */
export type FilterToken =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "word"; readonly value: string }
  | { readonly kind: "mark"; readonly value: "(" | ")" | "," };

/** Splits a `$filter` expression; in a text, a quote is written twice. An enumeration's type may stand before a text. */
export function readFilterTokens(expression: string): readonly FilterToken[] {
  const pattern = /\s*(?:(?:microsoft\.graph\.\w+)?'((?:[^']|'')*)'|([(),])|([^\s'(),]+))/y;
  const tokens: FilterToken[] = [];
  const end = expression.trimEnd().length;
  while (pattern.lastIndex < end) {
    const start = pattern.lastIndex;
    const [, text, mark, word] = pattern.exec(expression) ?? [];
    if (text !== undefined) tokens.push({ kind: "text", value: text.replaceAll("''", "'") });
    else if (mark === "(" || mark === ")" || mark === ",") tokens.push({ kind: "mark", value: mark });
    else if (word !== undefined) tokens.push({ kind: "word", value: word });
    else
      throw badRequest(`Invalid filter clause: unterminated text at position ${start} in '${expression}'.`);
  }
  return tokens;
}
