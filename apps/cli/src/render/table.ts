import { flow, pad, toWidth } from "./text.ts";

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** Gives way, by breaking its cells, when the table is too wide. */
  readonly isFlexible?: boolean;
}

/** A cell is a list of parts, so that it breaks between them. */
export type Cell = string | readonly string[];

const gap = "  ";

/** A table that fits the width; a cell that does not fit goes on in the next line. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
): string {
  const widths = toWidths(columns, rows, width);
  const lines: (readonly string[])[] = [columns.map(({ title }) => title)];
  for (const row of rows) {
    const cells = columns.map((_, index) => breakCell(row[index] ?? "", widths[index] ?? 0));
    const height = Math.max(...cells.map((cell) => cell.length));
    for (let line = 0; line < height; line += 1) lines.push(cells.map((cell) => cell[line] ?? ""));
  }
  return lines
    .map((cells) => cells.map((cell, index) => pad(cell, widths[index] ?? 0)).join(gap))
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}

/** Takes from the widest flexible column until the table fits; none goes below its longest word while others can give. */
function toWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
): readonly number[] {
  const parts = columns.map((_, index) => rows.map((row) => toParts(row[index] ?? "")));
  const widths = columns.map(({ title }, index) =>
    Math.max(toWidth(title), ...(parts[index] ?? []).map((cell) => toWidth(cell.join(" ")))),
  );
  const words = columns.map(({ title }, index) =>
    Math.max(toWidth(title), ...(parts[index] ?? []).flat().map(toWidth)),
  );
  const total = (): number => widths.reduce((sum, one) => sum + one, gap.length * (widths.length - 1));
  const shrink = (least: (index: number) => number): void => {
    while (total() > width) {
      const [widest] = columns
        .flatMap((column, index) => (column.isFlexible === true ? [{ index, size: widths[index] ?? 0 }] : []))
        .filter(({ index, size }) => size > least(index))
        .toSorted((left, right) => right.size - left.size || right.index - left.index);
      if (widest === undefined) return;
      widths[widest.index] = widest.size - 1;
    }
  };
  shrink((index) => words[index] ?? 0);
  shrink((index) => Math.max(8, toWidth(columns[index]?.title ?? "")));
  return widths;
}

/** What must not be broken while there is another way: words, or the members of a list with their comma. */
function toParts(cell: Cell): readonly string[] {
  if (typeof cell === "string") return cell.split(" ");
  return cell.map((part, index) => (index === cell.length - 1 ? part : `${part},`));
}

function breakCell(cell: Cell, width: number): readonly string[] {
  return flow(toParts(cell), width, " ").flatMap((line) => breakWord(line, width));
}

function breakWord(line: string, width: number): readonly string[] {
  const letters = Array.from(line);
  if (letters.length <= width) return [line];
  const space = letters.lastIndexOf(" ", width);
  const [end, next] = space > 0 ? [space, space + 1] : [width, width];
  return [letters.slice(0, end).join(""), ...breakWord(letters.slice(next).join(""), width)];
}
