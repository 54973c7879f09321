import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { Block } from "./markdown.ts";

/** An HTTP message as a page prints it. */
export interface DocumentedExample {
  /** `POST https://graph.microsoft.com/…` or `HTTP/1.1 200 OK`. */
  readonly startLine: Fact<string>;
  readonly isResponse: boolean;
  readonly headers: readonly { readonly name: string; readonly value: Fact<string> }[];
  /** The body's text as printed and its value; undefined when there is none. */
  readonly body: ExampleBody | undefined;
}

export interface ExampleBody {
  readonly text: string;
  readonly value: unknown;
  /** The lines, for finding the place of a name in the body. */
  readonly lines: readonly Fact<string>[];
}

/** Reads the messages of a page's example. */
export function readExamples(
  blocks: readonly Block[],
  diagnostics: Diagnostic[],
): readonly DocumentedExample[] {
  return blocks.flatMap((block) => {
    if (block.kind !== "fence" || !/^(http|msgraph-interactive)\b/i.test(block.info)) return [];
    const example = readMessage(block.lines, diagnostics);
    return example === undefined ? [] : [example];
  });
}

function readMessage(
  lines: readonly Fact<string>[],
  diagnostics: Diagnostic[],
): DocumentedExample | undefined {
  const startLine = lines.find((line) => line.value.trim() !== "");
  if (startLine === undefined) return undefined;
  // Actions leave an empty line between the request line and the headers; so the body starts at its bracket.
  const bodyStart = lines.findIndex((line) => /^\s*[[{]/.test(line.value));
  const headers = lines
    .slice(lines.indexOf(startLine) + 1, bodyStart === -1 ? undefined : bodyStart)
    .flatMap((line) => {
      const match = /^([A-Za-z-]+):\s*(.*)$/.exec(line.value);
      return match === null ? [] : [{ name: match[1] ?? "", value: fact(match[2] ?? "", line.origin) }];
    });
  const isResponse = startLine.value.startsWith("HTTP/");
  return {
    startLine,
    isResponse,
    headers,
    body: bodyStart === -1 ? undefined : readBody(lines.slice(bodyStart), diagnostics),
  };
}

function readBody(lines: readonly Fact<string>[], diagnostics: Diagnostic[]): ExampleBody | undefined {
  const text = lines
    .map((line) => line.value)
    .join("\n")
    .trimEnd();
  try {
    const value: unknown = JSON.parse(text);
    return { text, value, lines };
  } catch (cause) {
    const problem =
      cause instanceof Error ? cause.message.replace(/\s*in JSON at position.*$/, "") : String(cause);
    diagnostics.push(diagnostic("example-malformed", [placeOfSyntaxError(cause, text, lines)], { problem }));
    return undefined;
  }
}

function placeOfSyntaxError(cause: unknown, text: string, lines: readonly Fact<string>[]): Origin {
  const position = /position (\d+)/.exec(cause instanceof Error ? cause.message : "")?.[1];
  const before = text.slice(0, position === undefined ? text.length : Number(position));
  const line = lines[before.split("\n").length - 1] ?? lines.at(-1);
  const column = before.length - before.lastIndexOf("\n");
  return line === undefined
    ? { file: "", line: 1, column: 1, length: 1 }
    : { ...line.origin, column, length: 1 };
}

/** The first place of a quoted name or value in an example's body. */
export function placeInBody(body: ExampleBody, quoted: string): Origin | undefined {
  for (const line of body.lines) {
    const at = line.value.indexOf(JSON.stringify(quoted));
    if (at !== -1) return { ...line.origin, column: at + 1, length: quoted.length + 2 };
  }
  return body.lines[0]?.origin;
}
