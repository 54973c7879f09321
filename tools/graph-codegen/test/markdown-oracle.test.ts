import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { expect, test } from "vitest";
import { createSourceText } from "../src/model/source-text.ts";
import { readMarkdown } from "../src/read/markdown.ts";
import { createWorld } from "../src/world.ts";
import { corpus, hasCorpus } from "./workspace.ts";

const oracle = new MarkdownIt({ html: true });

/** One line a block, so that a difference can be read. */
function ours(text: string): readonly string[] {
  return readMarkdown(createSourceText("page.md", text)).blocks.flatMap((block) => {
    if (block.kind === "heading")
      return [`${block.text.origin.line} h${block.level} ${squeeze(block.text.value)}`];
    if (block.kind === "fence")
      return [`fence ${block.info} ${JSON.stringify(block.lines.map(({ value }) => value).join("\n"))}`];
    if (block.kind !== "table") return [];
    const width = block.header.length;
    const rows = [block.header, ...block.rows.map(({ cells }) => cells)].map((cells) =>
      Array.from({ length: width }, (_, index) => squeeze(cells[index]?.value ?? "")).join(" ¦ "),
    );
    return [`${block.header[0]?.origin.line} table`, ...rows];
  });
}

function theirs(text: string): readonly string[] {
  const found: string[] = [];
  const tokens = oracle.parse(blankFrontMatter(text), {});
  let cells: string[] | undefined;
  for (const [index, token] of tokens.entries()) {
    const line = (token.map?.[0] ?? 0) + 1;
    const inside = tokens[index + 1]?.content ?? "";
    if (token.type === "heading_open" && token.markup.startsWith("#"))
      found.push(`${line} h${token.tag.slice(1)} ${squeeze(inside)}`);
    else if (token.type === "fence")
      found.push(`fence ${token.info.trim()} ${JSON.stringify(token.content.replace(/\n$/, ""))}`);
    else if (token.type === "table_open") found.push(`${line} table`);
    else if (token.type === "tr_open") cells = [];
    else if (token.type === "th_open" || token.type === "td_open") cells?.push(squeeze(inside));
    else if (token.type === "tr_close") found.push((cells ?? []).join(" ¦ "));
  }
  return found;
}

/** A pipe is a pipe, escaped or not: the reader of facts takes the escape off. */
function squeeze(text: string): string {
  return text.replaceAll("\\|", "|").trim();
}

function blankFrontMatter(text: string): string {
  return text.replace(/^---\n[\s\S]*?\n---\n/, (matter) => matter.replaceAll(/[^\n]/g, ""));
}

test.skipIf(!hasCorpus)(
  "every page of the corpus has the blocks that markdown-it finds",
  () => {
    const disk = createWorld(
      corpus,
      () => {},
      () => {},
    );
    const names = disk.listFiles("docs");
    expect(names.length).toBeGreaterThan(1_000);
    for (const name of names) {
      const { text } = createSourceText(name, readFileSync(join(corpus, "docs", name), "utf8"));
      expect(ours(text), name).toEqual(theirs(text));
    }
  },
  60_000,
);

const word = fc.constantFrom("Required.", "`a`", "String", "\\|", "#", "x # y", "[a](b.md)", "é", "**b**");
const cell = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(" "));
const heading = fc
  .tuple(fc.integer({ min: 1, max: 6 }), cell, fc.constantFrom("", " #", " ##", "  ###  "))
  .map(([level, text, end]) => `${"#".repeat(level)} ${text}${end}`);
const fence = fc
  .tuple(
    fc.constantFrom("```", "````", "~~~"),
    fc.constantFrom("", " http", "json"),
    fc.array(fc.oneof(cell, fc.constantFrom("| a | b |", "|---|---|", "# no heading", "", "``"))),
  )
  .map(([mark, info, lines]) => [`${mark}${info}`, ...lines, mark].join("\n"));
const table = fc
  .record({
    rows: fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
    isClosed: fc.boolean(),
    delimiter: fc.constantFrom("|---|---|", "| :--- | ---: |", "|:-:|-|"),
  })
  .map(({ rows, isClosed, delimiter }) =>
    rows
      .map(
        (cells, index) => `| ${(index === 0 ? cells.slice(0, 2) : cells).join(" | ")}${isClosed ? " |" : ""}`,
      )
      .toSpliced(1, 0, delimiter)
      .join("\n"),
  );

test("generated pages have the blocks that markdown-it finds", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(heading, fence, table, fc.constant("A paragraph | with a pipe.")), { maxLength: 8 }),
      (blocks) => {
        const text = `${blocks.join("\n\n")}\n`;
        expect(ours(text)).toEqual(theirs(text));
      },
    ),
    { numRuns: 500, seed: 20190122 },
  );
});
