import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { commandDefinitions } from "../src/definitions/index.ts";
import { globalOptionDefinitions } from "../src/global-options.ts";
import { splitPage, toComparable } from "./docs/console-blocks.ts";
import { commandFolder, commandPages, listPages, readPage, root, withoutOutput } from "./docs/pages.ts";
import { makeRecording } from "./docs/recording.ts";
import { runPage } from "./docs/run-page.ts";

const pages = await listPages();

test("every command has a page, made from what --help is made from, and there is no other", async () => {
  expect((await readdir(commandFolder)).toSorted()).toEqual([...commandPages.keys()].toSorted());
  for (const [name, page] of commandPages)
    expect(withoutOutput(await readPage(`docs/commands/${name}`)), name).toBe(page);
});

test.skipIf(process.platform === "win32").each(pages)("what %s types prints what it says", async (name) => {
  const parts = splitPage(await readPage(name));
  const toLines = (some: typeof parts): readonly string[] =>
    some.flatMap((part) =>
      part.kind === "text"
        ? []
        : part.steps.map(({ command, output }) => `$ ${command}\n${toComparable(output)}`),
    );
  expect(toLines(await runPage(parts))).toEqual(toLines(parts));
});

test.skipIf(process.platform === "win32")("the recording is of what the commands print", async () => {
  expect(toComparable(await makeRecording())).toBe(toComparable(await readPage("docs/recording.svg")));
});

test.each(pages)("no line that %s prints is wider than a terminal", async (name) => {
  const isForPrograms = /-o (csv|json|md)|--md|--as|export|completion|schema|\bcat\b/;
  const lines = splitPage(await readPage(name)).flatMap((part) =>
    part.kind === "text"
      ? []
      : part.steps.flatMap(({ command, output }) => (isForPrograms.test(command) ? [] : output.split("\n"))),
  );
  expect(lines.filter((line) => Array.from(line).length > 80 && !/\/snapshots\/|https:/.test(line))).toEqual(
    [],
  );
});

test.each(pages)("every link of %s leads somewhere", async (name) => {
  const text = (await readPage(name)).replaceAll(/^```.*?^```/gms, "");
  const targets = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, target = ""]) => target);
  expect(targets.filter((target) => !existsSync(join(root, dirname(name), target)))).toEqual([]);
});

const commandOf = (words: readonly string[]): (typeof commandDefinitions)[number] | undefined =>
  [2, 1]
    .map((length) => commandDefinitions.find(({ name }) => name === words.slice(0, length).join(" ")))
    .find((found) => found !== undefined);

test.each(pages)("every command that %s names exists, with its options", async (name) => {
  const lines = [...(await readPage(name)).matchAll(/(?:^|[`\s])intunectl ([^`\n|>;]+)/gm)].map(
    ([, rest = ""]) => rest,
  );
  for (const line of lines) {
    const words = line
      .replaceAll(/'[^']*'|"[^"]*"/g, "x")
      .trim()
      .split(/\s+/)
      .filter((word) => word !== "--demo");
    const [first = ""] = words;
    if (first.startsWith("-") || !/^[a-z]+$/.test(first) || words.length < 2) continue;
    const command = commandOf(words);
    // Prose may go on after the name of the program.
    if (command === undefined) continue;
    const known = [...(command.options ?? []), ...globalOptionDefinitions].flatMap(({ flags }) =>
      flags.split(/[ ,]+/),
    );
    const unknown = words.filter(
      (word) => /^--?[a-z]/.test(word) && !known.includes(word.split("=")[0] ?? ""),
    );
    expect([line, unknown]).toEqual([line, []]);
  }
});
