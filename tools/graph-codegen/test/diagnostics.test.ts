import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { codes } from "../src/diagnostics/codes.ts";
import type { Diagnostic } from "../src/diagnostics/diagnostic.ts";
import { diagnostic } from "../src/diagnostics/diagnostic.ts";
import { renderDiagnostic } from "../src/diagnostics/render.ts";
import { createSourceText } from "../src/model/source-text.ts";

test.each(Object.keys(codes))("%s has a page", (code) => {
  expect(existsSync(join(import.meta.dirname, "../src/diagnostics", `${code}.md`))).toBe(true);
});

test("a diagnostic is printed with its line, the place underlined, and what to do", () => {
  const source = createSourceText("specs/a.yaml", "one\ntwo three\n");
  const found = diagnostic("yaml-shape", [{ file: "specs/a.yaml", line: 2, column: 5, length: 5 }], {
    problem: "three is not known",
  });
  expect(renderDiagnostic(found, new Map([[source.file, source]]))).toBe(
    [
      "error yaml-shape  specs/a.yaml:2:5",
      "  three is not known",
      "  2 | two three",
      "    |     ^^^^^",
      "  hint: specs/README.md lists the keys",
    ].join("\n"),
  );
});

test("a line of a megabyte is cut around the place", () => {
  const source = createSourceText("specs/a.xml", `${"x".repeat(1_000_000)}here${"y".repeat(10)}`);
  const found = diagnostic(
    "xml-malformed",
    [{ file: "specs/a.xml", line: 1, column: 1_000_001, length: 4 }],
    { problem: "odd" },
  );
  const [, , frame = ""] = renderDiagnostic(found, new Map([[source.file, source]])).split("\n");
  expect(frame.length).toBeLessThan(120);
  expect(frame).toContain("here");
});

const place = { file: "pages/brew.md", line: 1, column: 1, length: 1 };

test.each<[what: string, found: Diagnostic, want: string]>([
  [
    "a row with too few cells",
    diagnostic("page-table-malformed", [place], { wants: 3, has: 2 }),
    "write the cells that are missing, empty ones too",
  ],
  [
    "a row with too many",
    diagnostic("page-table-malformed", [place], { wants: 3, has: 4 }),
    String.raw`write a pipe inside a cell as \|`,
  ],
  [
    "a table that lacks one parameter and has another too many",
    diagnostic("docs-parameters-differ", [place], { docs: ["cups", "size"], csdl: ["cups", "heat"] }),
    "add a row for heat; drop the row of size, or correct its name",
  ],
  [
    "a property that is not on the page",
    diagnostic("docs-member-missing", [place], { type: "brew", member: "heat", row: "|heat|Int32|…|" }),
    "add the row |heat|Int32|…| to the page, with what it means",
  ],
  [
    "a member that is declared twice in metadata",
    diagnostic("name-collision", [place], { name: "heat", things: "two members of one type have it" }),
    "delete one of the two declarations, or give it another name",
  ],
  [
    "a list of another type",
    diagnostic("docs-type-differs", [place], {
      member: "brew.sizes",
      docs: "Int32",
      csdl: "Collection(Int64)",
    }),
    "write Int64 collection in the cell",
  ],
])("what to do about %s is said so that the page can be mended from it", (_, { hint }, want) => {
  expect(hint).toBe(want);
});
