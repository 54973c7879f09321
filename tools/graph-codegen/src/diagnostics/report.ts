import type { SourceText } from "../model/source-text.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { renderDiagnostic } from "./render.ts";
import { toSarif } from "./sarif.ts";

/** How findings are printed. */
export type ReportFormat = "text" | "json" | "sarif";

/** How many findings there are of each weight, and of each code. */
export interface FindingSummary {
  readonly files: number;
  readonly error: number;
  readonly warning: number;
  readonly note: number;
  readonly codes: Readonly<Record<string, number>>;
}

export function summarize(files: number, diagnostics: readonly Diagnostic[]): FindingSummary {
  const codes: Record<string, number> = {};
  for (const { code } of diagnostics.toSorted((a, b) => (a.code < b.code ? -1 : 1)))
    codes[code] = (codes[code] ?? 0) + 1;
  const of = (severity: Diagnostic["severity"]): number =>
    diagnostics.filter((found) => found.severity === severity).length;
  return { files, error: of("error"), warning: of("warning"), note: of("note"), codes };
}

/** Findings in one of the formats; text ends with a line that counts them. */
export function formatReport(
  format: ReportFormat,
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, SourceText>,
  counts: Readonly<Record<string, number>> = {},
): string {
  const read = Object.keys(counts).length === 0 ? {} : { read: counts };
  const summary = { ...summarize(sources.size, diagnostics), ...read };
  if (format === "json") return JSON.stringify({ summary, diagnostics }, undefined, 2);
  if (format === "sarif") return JSON.stringify(toSarif(diagnostics), undefined, 2);
  const count = summary.error + summary.warning;
  const end = `${count} ${count === 1 ? "finding" : "findings"} in ${summary.files} files, ${summary.note} notes`;
  const codes = Object.entries(summary.codes).map(
    ([code, number]) => `  ${String(number).padStart(6)}  ${code}`,
  );
  return [...diagnostics.map((found) => `${renderDiagnostic(found, sources)}\n`), ...codes, end].join("\n");
}
