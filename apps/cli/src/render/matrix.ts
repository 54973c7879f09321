import type { Appearance } from "./appearance.ts";
import { type MatrixColumn, type MatrixPlan, type MatrixState, toMatrix } from "./matrix-cells.ts";
import { toCounts } from "./plan.ts";
import { count, cut, flow, pad, toSafeText, toWidth } from "./text.ts";

/** Configurations by targets: one sign a cell, footnotes for filters, counts below. */
export function renderMatrix(plan: MatrixPlan, state: MatrixState, appearance: Appearance): string {
  const { columns, rows, notes } = toMatrix(plan, state, appearance.glyphs);
  const { width, glyphs } = appearance;
  const skipped = plan.skipped.length === 0 ? "" : `, ${plan.skipped.length} could not be read`;
  const signs = `${glyphs.included} included  ${glyphs.excluded} excluded, wins  ${glyphs.absent} none  ? could not be read`;
  return [
    ...renderGrid(columns, rows, appearance),
    "",
    ` ${signs}`,
    ...(state === "diff" ? [" + add  ~ change  - remove"] : []),
    ...(notes.length === 0 ? [] : flow(notes, width - 1, "   ").map((line) => ` ${line}`)),
    "",
    ...flow(`${toTotals(plan)}${skipped}`.split(" "), width - 1, " ").map((line) => ` ${line}`),
    ` ${toSafeText(plan.tenant)}   ${plan.summary === undefined ? "snapshot" : `${state}   plan`} ${plan.digest.slice(0, 15)}`,
  ]
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}

function toTotals({ summary, configurations }: MatrixPlan): string {
  if (summary !== undefined) return toCounts(summary);
  const size = sum(configurations.map(({ changes }) => changes.length));
  return `${count(configurations.length, "configuration")}, ${count(size, "assignment")}`;
}

/** How columns are headed, and what must be said below when the heads are not the names. */
interface Heads {
  readonly titles: readonly (readonly string[])[];
  readonly legend: readonly string[];
}

const leastNameWidth = 22;

function renderGrid(
  columns: readonly MatrixColumn[],
  rows: readonly { readonly name: string; readonly cells: readonly string[] }[],
  { width, color, glyphs }: Appearance,
): readonly string[] {
  const { titles, legend } = chooseHeads(columns, width);
  const widths = toWidths(titles);
  const cellsWidth = sum(widths.map((one) => one + 1));
  const longest = Math.max(13, ...rows.map(({ name }) => toWidth(name)));
  const nameWidth = Math.min(longest, Math.max(16, width - 1 - cellsWidth));
  const height = Math.max(1, ...titles.map((parts) => parts.length));
  const header = Array.from({ length: height }, (_, line) => {
    const words = titles.map((title, index) =>
      center(title[line - height + title.length] ?? "", widths[index] ?? 0),
    );
    return ` ${" ".repeat(nameWidth)} ${words.join(" ")}`;
  });
  const body = rows.map(({ name, cells }) => {
    const shown = cells.map((cell, index) => tint(center(cell, widths[index] ?? 0), color));
    return ` ${pad(cut(name, nameWidth, glyphs.ellipsis), nameWidth)} ${shown.join(" ")}`;
  });
  const below = legend.length === 0 ? [] : ["", ...flow(legend, width - 1, "   ").map((line) => ` ${line}`)];
  return [renderBands(columns, widths, nameWidth), ...header, ...body, ...below];
}

/** Whole names when they fit; else their ends, as far as those tell them apart; else letters. */
function chooseHeads(columns: readonly MatrixColumn[], width: number): Heads {
  const names = columns.map(({ title }) => title);
  const fits = (titles: Heads["titles"]): boolean =>
    sum(toWidths(titles).map((one) => one + 1)) + leastNameWidth <= width;
  const whole = names.map(toSegments);
  if (fits(whole)) return { titles: whole, legend: [] };
  const ends = columns.map(({ title, hasName }) => (hasName ? toEnd(title, names) : title));
  const short = ends.map(toSegments);
  if (fits(short)) {
    const legend = names.flatMap((name, index) => (ends[index] === name ? [] : [`${ends[index]} = ${name}`]));
    return { titles: short, legend };
  }
  const letters = names.map((_, index) => toLetters(index));
  return {
    titles: letters.map((letter) => [letter]),
    legend: names.map((name, index) => `${letters[index]} ${name}`),
  };
}

/** The shortest end of a name, in whole segments, that no other name ends with. */
function toEnd(name: string, names: readonly string[]): string {
  const segments = name.split(/(?<=[-\s_])/);
  for (let count = 1; count < segments.length; count += 1) {
    const end = segments.slice(-count).join("");
    if (names.filter((other) => other.endsWith(end)).length === 1) return end;
  }
  return name;
}

function toSegments(name: string): readonly string[] {
  return name.split(/(?<=[-\s_])/).map((segment) => segment.trim());
}

function toWidths(titles: Heads["titles"]): readonly number[] {
  return titles.map((parts) => Math.max(5, ...parts.map(toWidth)));
}

const bands = ["Everyone", "Included", "Kept out"] as const;

function renderBands(columns: readonly MatrixColumn[], widths: readonly number[], nameWidth: number): string {
  let line = ` ${" ".repeat(nameWidth)} `;
  for (const [band, title] of bands.entries()) {
    const size = sum(columns.map((column, index) => (column.band === band ? (widths[index] ?? 0) + 1 : 0)));
    if (size > 0) line += pad(cut(title, size - 1, "."), size);
  }
  return line;
}

function tint(cell: string, color: Appearance["color"]): string {
  if (cell.includes("+")) return color("add", cell);
  if (cell.includes("~")) return color("change", cell);
  return cell.includes("-") ? color("remove", cell) : cell;
}

function center(text: string, width: number): string {
  const left = Math.floor((width - toWidth(text)) / 2);
  return pad(`${" ".repeat(Math.max(0, left))}${text}`, width);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** A, B, … Z, AA, AB, … */
function toLetters(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : `${toLetters(Math.floor(index / 26) - 1)}${letter}`;
}
