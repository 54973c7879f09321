import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const folder = resolve(import.meta.dirname, "../../../.github/workflows");
const workflows = readdirSync(folder).map(
  (name) => [name, readFileSync(join(folder, name), "utf8")] as const,
);

test.each(workflows)("%s grants nothing by default, and pins every action by its commit", (_, text) => {
  expect(text).toMatch(/^permissions: \{\}$/m);
  const used = [...text.matchAll(/uses: (\S+)( #.*)?$/gm)];
  expect(used.length).toBeGreaterThan(0);
  for (const [, action = "", comment = ""] of used) {
    expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
  }
});

test.each(workflows)("%s keeps what others write out of its shell", (_, text) => {
  const shell = [...text.matchAll(/run: \|\n((?: {10}.*\n|\n)+)/g)].map((match) => match[1] ?? "").join("\n");
  expect(shell).not.toContain("${{");
});
