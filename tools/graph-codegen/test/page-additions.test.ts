import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createSourceText } from "../src/model/source-text.ts";
import type { AnyPage } from "../src/read/any-page.ts";
import { readAnyPage } from "../src/read/any-page.ts";

const texts = [
  readFileSync(
    join(
      import.meta.dirname,
      "../../../specs/graph/beta/api/intune-grouppolicy-grouppolicyconfiguration-assign.md",
    ),
    "utf8",
  ).replaceAll("\r\n", "\n"),
  `# brew resource type

How it is made.

## Properties
|Property|Type|Description|
|:---|:---|:---|
|size|Int32|How much.|
|heat|[heat](heat.md)|How hot. Possible values are: \`low\`, \`high\`.|

### Values of heat
|Member|Description|
|:---|:---|
|low|Not hot.|

## Relationships
|Relationship|Type|Description|
|:---|:---|:---|
|cups|[cup](cup.md) collection|Where it goes.|

## JSON representation
`,
];

/** Everything that a page was read to say, as one list of names. */
function namesOf(page: AnyPage): readonly string[] {
  switch (page.kind) {
    case "operation":
      return [
        ...page.requests.map(({ value }) => value.path),
        ...page.permissions.rows.map(({ label }) => label.value),
        ...page.parameters.map(({ name }) => name.value),
      ];
    case "resource":
      return [...page.properties, ...page.relationships].map(({ name }) => name.value);
    case "enum":
      return page.members.map(({ name }) => name.value);
    default:
      return page satisfies never;
  }
}

/** Lines of a page after which another row can stand: those of tables that are read. */
function rowsOf(text: string): readonly number[] {
  const lines = text.split("\n");
  let isListed = false;
  return lines.flatMap((line, index) => {
    if (/^#{2,} /.test(line))
      isListed = /^## (Prerequisites|Permissions|Request body|Properties|Relationships)/.test(line);
    return isListed &&
      line.startsWith("|") &&
      !/^\|(Property|Parameter|Relationship|Permission type)\b/.test(line)
      ? [index]
      : [];
  });
}

test("a row that is added to any table of a page is read, however it is written, or told", () => {
  const places = texts.flatMap((text) => rowsOf(text).map((line) => [text, line] as const));
  expect(places.length).toBeGreaterThan(8);
  const rows = fc.constantFrom(
    "|fresh|String|A fresh one.|",
    "| fresh | String | A fresh one. |",
    "|fresh|String|A fresh one.",
    "|**fresh**|String|",
    "|`fresh`|[x](../resources/x.md) collection|a | b|",
    "fresh|String|A fresh one.|",
  );
  fc.assert(
    fc.property(fc.constantFrom(...places), rows, ([text, line], row) => {
      const lines = text.split("\n");
      lines.splice(line + 1, 0, row);
      const { page, diagnostics } = readAnyPage(createSourceText("page.md", lines.join("\n")));
      expect(page === undefined ? diagnostics.length > 0 : namesOf(page).includes("fresh")).toBe(true);
    }),
    { numRuns: 200 },
  );
});
