import { usage } from "./cli-error.ts";
import type { GlobalOptions } from "./global-options.ts";
import type { Appearance } from "./render/appearance.ts";
import { renderTable } from "./render/table.ts";
import { toSafeText } from "./render/text.ts";

/** What a command found, in the forms that it can be written in. */
export interface Answer {
  /** For a person; left out when it was printed on the way. */
  readonly text?: () => string;
  /** For a program: a list, or one object. Its keys keep their meaning. */
  readonly value: unknown;
  /** The same as rows, when it has any. */
  readonly rows?: Rows;
  /** Instead of a plain table of the rows. */
  readonly markdown?: () => string;
}

/** Rows of named cells. */
export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, Scalar>>[];
}

type Scalar = string | number | boolean | null | undefined;

type Options = Pick<GlobalOptions, "output" | "query" | "columns" | "headers">;

/** The text of an answer; empty for `none`. A query looks at the answer as JSON, whatever it is then written as. */
export async function formatAnswer(
  answer: Answer,
  options: Options,
  appearance: Appearance,
): Promise<string> {
  if (options.output === "none") return "";
  if (options.query === undefined) return await formatOne(answer, options, appearance);
  const { searchAnswer } = await import("./query.ts");
  const value = await searchAnswer(answer.value, options.query);
  const rows = toRows(value);
  const text = (): string => formatPlain(value, rows, appearance);
  return await formatOne({ value, text, ...(rows === undefined ? {} : { rows }) }, options, appearance);
}

async function formatOne(
  { text, value, rows, markdown }: Answer,
  options: Options,
  appearance: Appearance,
): Promise<string> {
  switch (options.output) {
    case "json":
      return `${JSON.stringify(value, null, 2) ?? "null"}\n`;
    case "jsonl": {
      const items: readonly unknown[] = Array.isArray(value) ? value : [value];
      return items.map((item) => `${JSON.stringify(item) ?? "null"}\n`).join("");
    }
    case "csv": {
      const { formatCsv } = await import("./csv.ts");
      return formatCsv(pick(needRows(rows, "csv"), options), options.headers);
    }
    case "md": {
      if (markdown !== undefined && options.columns === undefined) return markdown();
      const { formatMarkdownTable } = await import("./render/markdown.ts");
      return formatMarkdownTable(pick(needRows(rows, "md"), options));
    }
    case "table":
      if (options.columns === undefined && text !== undefined) return text();
      return options.columns === undefined
        ? ""
        : formatTable(pick(needRows(rows, "a table"), options), options, appearance);
    case "none":
      return "";
    default:
      return options.output satisfies never;
  }
}

function needRows(rows: Rows | undefined, format: string): Rows {
  if (rows !== undefined) return rows;
  throw usage(`this answer has no rows, so it cannot be written as ${format}`, "use -o json");
}

function pick({ columns, rows }: Rows, { columns: wanted }: Options): Rows {
  if (wanted === undefined) return { columns, rows };
  const unknown = wanted.find((name) => !columns.includes(name));
  if (unknown === undefined) return { columns: wanted, rows };
  throw usage(`there is no column "${unknown}"`, `there are ${columns.join(", ")}`);
}

function formatTable(
  { columns, rows }: Rows,
  { headers }: Pick<Options, "headers">,
  { width }: Appearance,
): string {
  const cells = rows.map((row) => columns.map((name) => toSafeText(toText(row[name]))));
  const table = renderTable(
    columns.map((name) => ({ title: name, isFlexible: true })),
    cells,
    width,
  );
  return headers ? table : table.slice(table.indexOf("\n") + 1);
}

/** The result of a query for a person: a table, a list, or a single value. */
function formatPlain(value: unknown, rows: Rows | undefined, appearance: Appearance): string {
  if (rows !== undefined) return formatTable(rows, { headers: true }, appearance);
  if (Array.isArray(value) && value.every(isScalar))
    return value.map((item) => `${toSafeText(toText(item))}\n`).join("");
  return isScalar(value) ? `${toSafeText(toText(value))}\n` : `${JSON.stringify(value, null, 2)}\n`;
}

/** A list of objects whose members are plain. */
function toRows(value: unknown): Rows | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: readonly unknown[] = value;
  const rows: Readonly<Record<string, Scalar>>[] = [];
  const columns = new Set<string>();
  for (const item of items) {
    if (typeof item !== "object" || item === null || Array.isArray(item)) return undefined;
    const row = Object.entries(item).map(([name, member]): readonly [string, Scalar] => {
      columns.add(name);
      return [name, isScalar(member) ? member : JSON.stringify(member)];
    });
    rows.push(Object.fromEntries(row));
  }
  return rows.length === 0 ? undefined : { columns: [...columns], rows };
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean", "undefined"].includes(typeof value);
}

/** Nothing is an empty text; it is never the word null. */
export function toText(value: Scalar): string {
  return value === null || value === undefined ? "" : String(value);
}
