import { expect, test } from "vitest";
import { createSourceText } from "../src/model/source-text.ts";
import { readAnyPage } from "../src/read/any-page.ts";
import { readCsdl } from "../src/read/csdl.ts";
import { readYaml } from "../src/read/yaml.ts";

/** Each is a line or a block that grows; what stands around makes a page of it. */
const page = (middle: string): string =>
  `# brew resource type\n\n## Properties\n|Property|Type|Description|\n|:---|:---|:---|\n${middle}\n`;
const growing: readonly (readonly [what: string, make: (length: number) => string])[] = [
  ["spaces in a heading", (length) => `# a${" ".repeat(length)}b`],
  ["hashes in a heading", (length) => `# a ${"# ".repeat(length / 2)}b`],
  ["spaces in a cell", (length) => page(`|a|b|c${" ".repeat(length)}d|`)],
  ["open brackets", (length) => page(`|a|${"[".repeat(length)}|${"[".repeat(length)}|`)],
  ["open links", (length) => page(`|a|${"[b](".repeat(length / 4)}|c|`)],
  ["pipes", (length) => page("|".repeat(length))],
  ["dashes that are no delimiter", (length) => `|a|\n|${" -".repeat(length / 2)}x`],
  ["lines of front matter", (length) => `---\nkey: "a\n${"b\n".repeat(length / 2)}---\n# c`],
  ["an open comment", (length) => `<!--\n${"a\n".repeat(length / 2)}`],
  ["backticks", (length) => page(`|a|b|Possible values are: ${"`".repeat(length)}|`)],
  ["a request of spaces", (length) => `# a\n## HTTP request\n\`\`\`http\nGET${" ".repeat(length)}\n\`\`\`\n`],
  [
    "a paragraph of no's",
    (length) => `# a\n## HTTP request\n\n## Request body\n${"no ".repeat(length / 3)}\n`,
  ],
];

function cpuOf(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

test.each(growing)("%s cost what they are long", (_, make) => {
  const read = (length: number): number =>
    cpuOf(() => readAnyPage(createSourceText("page.md", make(length))));
  read(10_000);
  const small = Math.max(20_000, read(50_000));
  // Ten times the text: a quadratic reader would need a hundred times as long.
  expect(read(500_000) / small).toBeLessThan(40);
});

test.each<[what: string, text: string, read: typeof readCsdl | typeof readYaml, code: string]>([
  ["elements", "<a>".repeat(100_000) + "</a>".repeat(100_000), readCsdl, "xml-malformed"],
  ["lists", "[".repeat(100_000) + "]".repeat(100_000), readYaml, "yaml-malformed"],
  ["mappings", "{a: ".repeat(100_000) + "}".repeat(100_000), readYaml, "yaml-malformed"],
])("%s that nest 100,000 deep are refused", (_, text, read, code) => {
  expect(read(createSourceText("specs/deep", text)).diagnostics[0]?.code).toBe(code);
});

test("aliases that would grow a short file into a large one are refused", () => {
  const lines = Array.from(
    { length: 30 },
    (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`,
  );
  const { root, diagnostics } = readYaml(
    createSourceText("specs/bomb.yaml", `a0: &a0 x\n${lines.join("\n")}\n`),
  );
  expect(root).toBeUndefined();
  expect(diagnostics[0]?.code).toBe("yaml-shape");
});

test("entities that would grow a short file into a large one are refused", () => {
  const bomb = `<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>`;
  const { facts, diagnostics } = readCsdl(createSourceText("specs/bomb.xml", bomb));
  expect(facts.types).toEqual([]);
  expect(diagnostics[0]?.code).toBe("xml-doctype");
});
