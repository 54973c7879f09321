import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSourceText } from "../src/model/source-text.ts";
import { readAnyPage } from "../src/read/any-page.ts";
import { createWorld } from "../src/world.ts";
import { corpus, hasCorpus } from "./workspace.ts";

/** Rows of the first table below a heading, counted by lines alone: not with the reader under test. */
function countRows(text: string, heading: RegExp): number {
  const section = text.split(/^## /m).find((part) => heading.test(part.split("\n")[0] ?? "")) ?? "";
  const lines = section.split("\n");
  const delimiter = lines.findIndex((line) => /^\|[ :|-]+$/.test(line));
  if (delimiter === -1) return 0;
  const end = lines.findIndex((line, index) => index > delimiter && !line.startsWith("|"));
  return (end === -1 ? lines.length : end) - delimiter - 1;
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

test.skipIf(!hasCorpus)("of every page of the corpus everything is read that a plain count finds", () => {
  const disk = createWorld(
    corpus,
    () => {},
    () => {},
  );
  const totals: Record<string, number> = {};
  for (const name of disk.listFiles("docs")) {
    const text = readFileSync(join(corpus, "docs", name), "utf8").replaceAll("\r\n", "\n");
    const { page } = readAnyPage(createSourceText(name, text));
    if (page === undefined) {
      expect(
        /^doc_type: conceptual/m.test(text) || !/^\|(?:Property|Member|Permission)/m.test(text),
        name,
      ).toBe(true);
      continue;
    }
    const request = /^## HTTP Request\n([\s\S]*?)^## /im.exec(text)?.[1] ?? "";
    const [read, counted] =
      page.kind === "operation"
        ? [
            {
              permissions: page.permissions.rows.length,
              requests: page.requests.length,
              parameters: page.parameters.length,
              examples: page.examples.length,
            },
            {
              permissions: countRows(text, /^Prerequisites/),
              requests: countOf(request, /^[A-Z]+ \S*\//gm),
              parameters: countRows(text, /^Request body/),
              examples: countOf(text.split(/^## Example/m)[1] ?? "", /^``` ?http/gm),
            },
          ]
        : page.kind === "resource"
          ? [
              { properties: page.properties.length, relationships: page.relationships.length },
              {
                properties: countRows(text, /^Properties/),
                relationships: countRows(text, /^Relationships/),
              },
            ]
          : [{ members: page.members.length }, { members: countRows(text, /^Members/) }];
    expect(read, name).toEqual(counted);
    for (const [what, number] of Object.entries(read)) totals[what] = (totals[what] ?? 0) + number;
    totals[page.kind] = (totals[page.kind] ?? 0) + 1;
  }
  expect(
    Object.values(totals).every((number) => number > 100),
    JSON.stringify(totals),
  ).toBe(true);
});
