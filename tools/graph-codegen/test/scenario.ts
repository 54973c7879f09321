/** A scenario: a Markdown file with the story, its inputs and what is expected. */
export interface Scenario {
  readonly inputs: readonly { readonly path: string; readonly text: string }[];
  readonly swaps: readonly { readonly path: string; readonly from: string; readonly to: string }[];
  readonly expected: readonly Expected[];
}

export type Expected =
  | { readonly kind: "file"; readonly file: string; readonly declaration: string; readonly text: string }
  | { readonly kind: "diagnostics"; readonly text: string };

/**
 * Reads the fences of a scenario by their info strings:
 *
 * - `xml specs/…`: the whole text of a source
 * - `diff specs/…`: lines to take out (`-`) and to put in (`+`) of a source of the fixture
 * - `ts generated/<file> <declaration>`: what then stands in a generated file
 * - `txt diagnostics`: every diagnostic, as `code at place and place`
 */
export function parseScenario(markdown: string): Scenario {
  const inputs: Scenario["inputs"][number][] = [];
  const swaps: Scenario["swaps"][number][] = [];
  const expected: Expected[] = [];
  for (const [, , info = "", body = ""] of markdown
    .replaceAll("\r\n", "\n")
    .matchAll(/^(`{3,})(\S+ [^\n]*)\n([\s\S]*?)^\1$/gm)) {
    const [language = "", path = "", ...rest] = info.split(" ");
    const text = body.replace(/\n$/, "");
    if (language === "diff") swaps.push(readSwap(path, text));
    else if (path === "diagnostics") expected.push({ kind: "diagnostics", text });
    else if (path.startsWith("generated/"))
      expected.push({
        kind: "file",
        file: path.slice("generated/".length),
        declaration: rest.join(" "),
        text,
      });
    else inputs.push({ path, text: `${text}\n` });
  }
  return { inputs, swaps, expected };
}

function readSwap(path: string, text: string): Scenario["swaps"][number] {
  const lines = text.split("\n");
  const side = (mark: "-" | "+"): string =>
    lines
      .filter((line) => line.startsWith(mark) || line.startsWith(" "))
      .map((line) => line.slice(1))
      .join("\n");
  return { path, from: side("-"), to: side("+") };
}
