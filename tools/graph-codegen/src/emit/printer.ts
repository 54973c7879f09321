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

/** Text, or the items of a list. */
export type Paragraph = string | readonly string[];

/** Builds one TypeScript file. */
export interface Printer {
  /** Adds lines; `origins` say where they come from. */
  readonly line: (text?: string, origins?: readonly Origin[]) => void;
  /** Adds a documentation comment; nothing for an empty one. */
  readonly comment: (paragraphs: readonly Paragraph[], indent?: string, origins?: readonly Origin[]) => void;
  /** Imports a symbol and answers its name. */
  readonly use: (symbol: ImportedSymbol) => string;
  readonly finish: (head: readonly string[], sources: readonly string[]) => GeneratedFile;
}

/** The formatter's line width: files are printed in final form, and a test lets the formatter confirm it. */
export const lineWidth = 110;

const nowhere: readonly Origin[] = [];

/** `own` is the module that is printed: what it declares itself is not imported. */
export function createPrinter(own = ""): Printer {
  const lines: string[] = [];
  const places: (readonly Origin[])[] = [];
  const imports = new Map<string, Map<string, ImportedSymbol>>();
  const locals = new Map<string, string>();
  const add = (text: string, origins: readonly Origin[]): void => {
    lines.push(text);
    places.push(origins);
  };
  const line: Printer["line"] = (text = "", origins = nowhere) => {
    if (text.includes("\n")) for (const part of text.split("\n")) add(part, origins);
    else add(text, origins);
  };
  return {
    line,
    comment: (paragraphs, indent = "", origins = nowhere) => {
      const width = lineWidth - indent.length - 3;
      const safe = paragraphs
        .filter((paragraph) => paragraph.length > 0)
        .map((paragraph) => toCommentLines(paragraph, width))
        .filter((lines) => lines.length > 0);
      const first = safe[0]?.[0];
      if (first === undefined) return;
      if (safe.length === 1 && safe[0]?.length === 1 && indent.length + first.length + 7 <= lineWidth)
        return add(`${indent}/** ${first} */`, origins);
      add(`${indent}/**`, nowhere);
      safe.forEach((paragraph, index) => {
        if (index > 0) add(`${indent} *`, nowhere);
        for (const part of paragraph) add(`${indent} * ${part}`, origins);
      });
      add(`${indent} */`, nowhere);
    },
    use: (symbol) => {
      if (symbol.from === own) return symbol.name;
      const local = localName(locals, symbol);
      const key = `${symbol.isType ? "type " : ""}${symbol.from}`;
      const known = imports.get(key);
      const imported = local === symbol.name ? local : `${symbol.name} as ${local}`;
      if (known === undefined) imports.set(key, new Map([[imported, symbol]]));
      else known.set(imported, symbol);
      return local;
    },
    finish: (head, sources) => {
      const importLines = printImports(imports);
      const above = [...head, "", ...importLines, ...(importLines.length > 0 ? [""] : [])];
      return {
        text: `${above.join("\n")}\n${lines.join("\n")}\n`,
        origins: [...above.map(() => nowhere), ...places],
        sources,
      };
    },
  };
}

/** A paragraph's lines, or none for one that says nothing. */
function toCommentLines(paragraph: Paragraph, width: number): readonly string[] {
  if (typeof paragraph !== "string")
    return paragraph.flatMap((item) => {
      const [first = "", ...others] = wrap(safeComment(item), width - 2);
      return [`- ${first}`, ...others.map((text) => `  ${text}`)];
    });
  const text = safeComment(paragraph);
  if (text === "") return [];
  return text.startsWith("@see ") ? [text] : wrap(text, width);
}

/** Text from a page cannot end the comment that it is printed in, nor break its line. */
export function safeComment(text: string): string {
  const whole = text.includes("*/") ? text.replaceAll("*/", String.raw`*\/`) : text;
  return /[^\S ]| {2}/.test(whole) ? whole.replace(/\s+/g, " ").trim() : whole.trim();
}

function wrap(text: string, width: number): readonly string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  let last: string | undefined;
  for (const word of text.split(" ")) {
    if (last !== undefined && last.length + 1 + word.length <= width) last = `${last} ${word}`;
    else {
      if (last !== undefined) lines.push(last);
      last = word;
    }
  }
  if (last !== undefined) lines.push(last);
  return lines;
}

/** Two modules may export the same name: the second that a file imports gets another one there. */
function localName(locals: Map<string, string>, { name, from }: ImportedSymbol): string {
  for (let number = 1; ; number += 1) {
    const local = number === 1 ? name : `${name}${number}`;
    const taken = locals.get(local);
    if (taken !== undefined && taken !== `${from} ${name}`) continue;
    locals.set(local, `${from} ${name}`);
    return local;
  }
}

function printImports(imports: ReadonlyMap<string, ReadonlyMap<string, ImportedSymbol>>): readonly string[] {
  return [...imports.values()]
    .flatMap((group) => {
      const [symbol] = group.values();
      return symbol === undefined ? [] : [{ symbol, names: [...group.keys()].toSorted(byText) }];
    })
    .toSorted((a, b) => byText(sortKey(a.symbol.from), sortKey(b.symbol.from)))
    .flatMap(({ symbol, names }) => printNamed(symbol.isType ? "import type" : "import", names, symbol.from));
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
