import type { Origin } from "../model/facts.ts";
import { byText } from "../model/names.ts";

/** A generated file: its text, and for each line the places in `specs/` that it comes from. */
export interface GeneratedFile {
  readonly text: string;
  readonly origins: readonly (readonly Origin[])[];
  /** Files of `specs/` that have a say in it. */
  readonly sources: readonly string[];
}

/** A name that another file exports. The printer makes the imports; no emitter writes one by hand. */
export interface ImportedSymbol {
  readonly name: string;
  readonly from: string;
  readonly isType: boolean;
}

/** Builds one TypeScript file. */
export interface Printer {
  /** Adds lines; `origins` say where they come from. */
  readonly line: (text?: string, origins?: readonly Origin[]) => void;
  /** Adds a documentation comment; nothing for an empty one. */
  readonly comment: (paragraphs: readonly string[], indent?: string, origins?: readonly Origin[]) => void;
  /** Imports a symbol and answers its name. */
  readonly use: (symbol: ImportedSymbol) => string;
  readonly finish: (head: readonly string[], sources: readonly string[]) => GeneratedFile;
}

/** The formatter's line width: files are printed in final form, and a test lets the formatter confirm it. */
export const lineWidth = 110;

/** `own` is the module that is printed: what it declares itself is not imported. */
export function createPrinter(own = ""): Printer {
  const lines: { readonly text: string; readonly origins: readonly Origin[] }[] = [];
  const imports = new Map<string, ImportedSymbol>();
  const line: Printer["line"] = (text = "", origins = []) => {
    for (const part of text.split("\n")) lines.push({ text: part, origins });
  };
  return {
    line,
    comment: (paragraphs, indent = "", origins = []) => {
      const safe = paragraphs.filter((text) => text !== "").map(safeComment);
      if (safe.length === 0) return;
      const single = `${indent}/** ${safe[0] ?? ""} */`;
      if (safe.length === 1 && single.length <= lineWidth) return line(single, origins);
      line(`${indent}/**`);
      for (const [index, text] of safe.entries()) {
        if (index > 0) line(`${indent} *`);
        for (const part of text.startsWith("@see ") ? [text] : wrap(text, lineWidth - indent.length - 3))
          line(`${indent} * ${part}`, origins);
      }
      line(`${indent} */`);
    },
    use: (symbol) => {
      if (symbol.from !== own) imports.set(`${symbol.from} ${symbol.name}`, symbol);
      return symbol.name;
    },
    finish: (head, sources) => {
      const importLines = printImports([...imports.values()]);
      const above = [...head, "", ...importLines, ...(importLines.length > 0 ? [""] : [])].map((text) => ({
        text,
        origins: [],
      }));
      const all = [...above, ...lines];
      return {
        text: `${all.map(({ text }) => text).join("\n")}\n`,
        origins: all.map(({ origins }) => origins),
        sources,
      };
    },
  };
}

/** Text from a page cannot end the comment that it is printed in, nor break its line. */
export function safeComment(text: string): string {
  return text
    .replaceAll("*/", String.raw`*\/`)
    .replace(/\s+/g, " ")
    .trim();
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function printImports(symbols: readonly ImportedSymbol[]): readonly string[] {
  const byModule = new Map<string, ImportedSymbol[]>();
  for (const symbol of symbols)
    byModule.set(`${symbol.isType} ${symbol.from}`, [
      ...(byModule.get(`${symbol.isType} ${symbol.from}`) ?? []),
      symbol,
    ]);
  return [...byModule.values()]
    .toSorted((a, b) => byText(sortKey(a[0]?.from ?? ""), sortKey(b[0]?.from ?? "")))
    .flatMap((group) => {
      const names = group.map(({ name }) => name).toSorted(byText);
      const keyword = group[0]?.isType === true ? "import type" : "import";
      return printNamed(keyword, names, group[0]?.from ?? "");
    });
}

/** Packages before files. */
function sortKey(from: string): string {
  return `${from.startsWith(".") ? 1 : 0}${from}`;
}

/** `import { a, b } from "x";` on one line where it fits. */
export function printNamed(keyword: string, names: readonly string[], from: string): readonly string[] {
  const single = `${keyword} { ${names.join(", ")} } from ${JSON.stringify(from)};`;
  return single.length <= lineWidth || names.length === 1
    ? [single]
    : [`${keyword} {`, ...names.map((name) => `  ${name},`), `} from ${JSON.stringify(from)};`];
}

/** A property's name as a key: quoted when it is no identifier. */
export function printKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** `["a", "b"]` on one line where it fits after `before` characters. */
export function printList(items: readonly string[], indent: string, before: number): string {
  const single = `[${items.join(", ")}]`;
  if (before + single.length + 1 <= lineWidth) return single;
  return `[\n${items.map((item) => `${indent}  ${item},\n`).join("")}${indent}]`;
}

/** `readonly name?: type;`; a list that may be null and does not fit on the line has a line for each of the two. */
export function printMember(
  printer: Printer,
  name: string,
  isOptional: boolean,
  type: string,
  origins: readonly Origin[],
): void {
  const start = `  readonly ${printKey(name)}${isOptional ? "?" : ""}:`;
  const single = `${start} ${type};`;
  if (single.length <= lineWidth || !/^readonly .* \| /.test(type)) return printer.line(single, origins);
  printer.line([start, ...type.split(" | ").map((member) => `    | ${member}`)].join("\n") + ";", origins);
}
