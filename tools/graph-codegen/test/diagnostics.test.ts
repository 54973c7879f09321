import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { codes } from "../src/diagnostics/codes.ts";
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
