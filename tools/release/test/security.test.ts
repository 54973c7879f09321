import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../..");
const model = readFileSync(join(root, "SECURITY.md"), "utf8");

/** What stands between backticks in the last column. */
const named = [...model.matchAll(/^\|.*\|(.*)\|$/gm)].flatMap(([, cell = ""]) =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
);
const tests = globSync("{libs,apps,tools}/*/test/**/*.test.ts", { cwd: root })
  .map((name) => readFileSync(join(root, name), "utf8"))
  .join("\n");

test("the threat model names tests", () => {
  expect(named.length).toBeGreaterThan(20);
});

test.each([...new Set(named)])("the test that the threat model calls %s exists", (name) => {
  expect(tests).toContain(name);
});
