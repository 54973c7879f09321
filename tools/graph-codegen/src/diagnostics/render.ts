import type { Origin } from "../model/facts.ts";
import { formatOrigin } from "../model/facts.ts";
import type { SourceText } from "../model/source-text.ts";
import { lineText } from "../model/source-text.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** What a person reads: the code, the sentence, each place with its line, and what to do. */
export function renderDiagnostic(found: Diagnostic, sources: ReadonlyMap<string, SourceText>): string {
  const [first, ...others] = found.origins;
  const place = first === undefined ? "" : `  ${formatOrigin(first)}`;
  const lines = [`${found.severity} ${found.code}${place}`, `  ${found.message}`];
  if (first !== undefined) lines.push(...codeFrame(first, sources));
  for (const other of others) lines.push(`  and ${formatOrigin(other)}`, ...codeFrame(other, sources));
  lines.push(`  hint: ${found.hint}`);
  return lines.join("\n");
}

/** The line with the fact underlined. Long lines are cut around it. */
export function codeFrame(origin: Origin, sources: ReadonlyMap<string, SourceText>): readonly string[] {
  const source = sources.get(origin.file);
  if (source === undefined) return [];
  const whole = lineText(source, origin.line).replaceAll("\t", " ");
  const from = origin.column > 80 ? origin.column - 40 : 1;
  const text = whole.slice(from - 1, from + 99);
  const gutter = `  ${origin.line} | `;
  const under = " ".repeat(gutter.length - 2) + "| " + " ".repeat(origin.column - from);
  return [
    `${gutter}${text}`,
    `${under}${"^".repeat(Math.max(1, Math.min(origin.length, text.length - (origin.column - from))))}`,
  ];
}
