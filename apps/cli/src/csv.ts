import { stringify } from "csv-stringify/sync";
import { type Rows, toText } from "./answer.ts";

/** Rows as comma-separated text in UTF-8, safe to open in a spreadsheet. */
export function formatCsv({ columns, rows }: Rows, hasHeader: boolean): string {
  const cells = rows.map((row) => columns.map((name) => toCsvCell(toText(row[name]))));
  return stringify(hasHeader ? [columns, ...cells] : cells);
}

/**
 * A cell that no spreadsheet takes for a formula: an apostrophe goes before `= + - @`, and before an apostrophe that
 * would be taken for ours. Line feeds become spaces.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function toCsvCell(text: string): string {
  const flat = text.replaceAll(/[\r\n\t]+/g, " ");
  return startsLikeFormula.test(flat) ? `'${flat}` : flat;
}

/** The text that `toCsvCell` was given, but for line feeds. */
export function fromCsvCell(cell: string): string {
  return cell.startsWith("'") && startsLikeFormula.test(cell.slice(1)) ? cell.slice(1) : cell;
}

// With the full-width forms, which some spreadsheets read as the plain ones.
const startsLikeFormula = /^[\s']*[=+\-@＝＋－＠]/;
