import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { Diagnostic, DiagnosticCode, SourcePosition } from "./diagnostic.ts";
import { findNearName } from "./near-name.ts";

/** A value of the file and where it stands. */
export interface YamlValue {
  /** Absent when the key has nothing after it. */
  readonly node: Node | undefined;
  readonly position: SourcePosition;
}

/** A key, its value and where the key stands. */
export interface YamlEntry extends YamlValue {
  readonly key: string;
  readonly keyPosition: SourcePosition;
}

/** Takes a YAML document apart; what does not fit is reported and read as absent, so that all problems show at once. */
export interface YamlReader {
  /** Absent when the text is not one YAML document. */
  readonly root: YamlValue | undefined;
  readonly diagnostics: readonly Diagnostic[];
  report(code: DiagnosticCode, position: SourcePosition, message: string, hint?: string): void;
  /** The entries of a mapping; absent when it is none. With `known`, other keys are reported. */
  readMapping(
    value: YamlValue,
    what: string,
    known?: readonly string[],
  ): ReadonlyMap<string, YamlEntry> | undefined;
  readSequence(value: YamlValue, what: string): readonly YamlValue[];
  readText(value: YamlValue | undefined, what: string): string | undefined;
}

/** A reader for one file's text. `file` is only used in positions. */
export function createYamlReader(text: string, file: string): YamlReader {
  const diagnostics: Diagnostic[] = [];
  const lineCounter = new LineCounter();
  const toPosition = (offset: number): SourcePosition => {
    const { line, col } = lineCounter.linePos(offset);
    return line === 0 ? { file, line: 1, column: 1 } : { file, line, column: col };
  };
  const report = (code: DiagnosticCode, position: SourcePosition, message: string, hint?: string): void => {
    diagnostics.push({ code, message, position, ...(hint === undefined ? {} : { hint }) });
  };
  const toValue = (node: Node | undefined, fallback: SourcePosition): YamlValue => ({
    node,
    position: node?.range === undefined || node.range === null ? fallback : toPosition(node.range[0]),
  });

  /** Reports what a node is, when it is not what was wanted. */
  const refuse = ({ node, position }: YamlValue, what: string, wanted: Wanted): void => {
    if (node !== undefined && isAlias(node))
      report("alias", position, `${what} is an alias; aliases are not read`, "write the value out");
    else
      report("wrong-type", position, `${what} must be ${wanted}, not ${describe(node)}`, toWay(wanted, node));
  };

  const readMapping = (
    value: YamlValue,
    what: string,
    known?: readonly string[],
  ): ReadonlyMap<string, YamlEntry> | undefined => {
    if (value.node === undefined || !isMap<Node | null, Node | null>(value.node)) {
      refuse(value, what, "a mapping");
      return undefined;
    }
    const entries = new Map<string, YamlEntry>();
    for (const pair of value.node.items) {
      const keyPosition = toValue(pair.key ?? undefined, value.position).position;
      const key = pair.key !== null && isScalar(pair.key) ? pair.key.value : undefined;
      if (typeof key !== "string")
        report("wrong-type", keyPosition, `a key of ${what} must be text`, "put it in quotes");
      else if (known !== undefined && !known.includes(key)) {
        const near = findNearName(key, known);
        const hint = near === undefined ? `${what} may have ${known.join(", ")}` : `did you mean "${near}"?`;
        report("unknown-key", keyPosition, `${what} has the unknown key "${key}"`, hint);
      } else if (entries.has(key))
        report(
          "duplicate-key",
          keyPosition,
          `${what} has the key "${key}" more than once`,
          `the first one is in line ${entries.get(key)?.keyPosition.line}; take one of them out`,
        );
      else entries.set(key, { ...toValue(pair.value ?? undefined, keyPosition), key, keyPosition });
    }
    return entries;
  };

  const readSequence = (value: YamlValue, what: string): readonly YamlValue[] => {
    if (value.node === undefined || !isSeq<Node | null>(value.node)) {
      refuse(value, what, "a list");
      return [];
    }
    return value.node.items.map((item) => toValue(item ?? undefined, value.position));
  };

  const readText = (value: YamlValue | undefined, what: string): string | undefined => {
    if (value === undefined) return undefined;
    const { node } = value;
    if (node !== undefined && isScalar(node) && typeof node.value === "string" && node.value.trim() !== "")
      return node.value;
    refuse(value, what, "text");
    return undefined;
  };

  const readRoot = (): YamlValue | undefined => {
    const document = parse(text, lineCounter);
    if (document === undefined) {
      report("yaml", toPosition(0), "the file is nested too deeply", "a desired state has four levels");
      return undefined;
    }
    for (const { pos, code, message } of [...document.errors, ...document.warnings])
      report("yaml", toPosition(pos[0]), ...toWords(code, message));
    if (diagnostics.length > 0) return undefined;
    if (document.contents !== null && !isEmptyScalar(document.contents))
      return toValue(document.contents, toPosition(0));
    report("yaml", toPosition(0), "the file is empty", "write tenant: and configurations:");
    return undefined;
  };

  return { root: readRoot(), diagnostics, report, readMapping, readSequence, readText };
}

type ParsedDocument = ReturnType<typeof parseDocument>;

/** Absent when the text is nested so deeply that the parser's stack ends: it reports that as an error, or throws. */
function parse(text: string, lineCounter: LineCounter): ParsedDocument | undefined {
  try {
    const document = parseDocument(text, {
      lineCounter,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: "error",
    });
    return document.errors.some(({ message }) => message.includes("call stack")) ? undefined : document;
  } catch {
    return undefined;
  }
}

/** What is wrong and what to do; a quoted part of the file is not given in full. */
function toWords(code: string, text: string): readonly [message: string, hint: string] {
  const known = words.get(code);
  const [first = ""] = text.split("\n");
  const message = `${first.charAt(0).toLowerCase()}${first.slice(1)}`.replace(/[.:]$/, "");
  const short = message.length > 160 ? `${message.slice(0, 160)}...` : message;
  return [
    known?.message ?? short,
    known?.hint ?? "look at the quotes, brackets and indentation from here upwards",
  ];
}

// The parser's own words for these speak to programmers, or say nothing of the way out.
const words: ReadonlyMap<string, { readonly message?: string; readonly hint: string }> = new Map([
  ["TAB_AS_INDENT", { hint: "indent with spaces" }],
  [
    "MULTIPLE_DOCS",
    {
      message: "the file holds more than one YAML document",
      hint: "make a file of each; a folder of files is read together",
    },
  ],
  ["TAG_RESOLVE_FAILED", { hint: "write the value without a tag" }],
  ["MISSING_CHAR", { hint: "something that was opened above is not closed; close it" }],
  ["BAD_INDENT", { hint: "give all keys of one mapping the same indentation" }],
]);

type Wanted = "a mapping" | "a list" | "text";

function toWay(wanted: Wanted, node: Node | undefined): string {
  if (wanted === "a mapping") return "write key: value, one a line";
  if (wanted === "a list") return "write [one, another], or one a line after a dash";
  return node !== undefined && isScalar(node) && node.value !== null && typeof node.value !== "string"
    ? "put it in quotes"
    : "write one value after the colon";
}

function isEmptyScalar(node: Node): boolean {
  return isScalar(node) && node.value === null;
}

function describe(node: Node | undefined): string {
  if (node === undefined || isEmptyScalar(node)) return "empty";
  if (isMap(node)) return "a mapping";
  if (isSeq(node)) return "a list";
  if (isScalar(node) && typeof node.value === "string")
    return node.value.trim() === "" ? "empty text" : "text";
  if (isScalar(node))
    return typeof node.value === "number" || typeof node.value === "bigint" ? "a number" : "true or false";
  return "an alias";
}
