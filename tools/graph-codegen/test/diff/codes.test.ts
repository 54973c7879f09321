import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { changeCodes } from "../../src/diff/codes.ts";
import { proofCases } from "./proof-cases.ts";
import { surfaceCases } from "./proof/surface-cases.ts";

const folder = resolve(import.meta.dirname, "../../src/diff/codes");
const page = (code: string): string =>
  readFileSync(join(folder, `${code}.md`), "utf8").replaceAll(/ {2,}/g, " ");

test("every kind of change has a page, and every page is of a kind of change", () => {
  const pages = readdirSync(folder).filter((name) => name !== "README.md");
  expect(pages.toSorted()).toEqual(
    Object.keys(changeCodes)
      .map((code) => `${code}.md`)
      .toSorted(),
  );
});

test.each(Object.keys(changeCodes))("the page of %s says what, how much and what to do", (code) => {
  expect(page(code)).toMatch(
    new RegExp(
      String.raw`^# ${code}\n\n[A-Z][^\n]+\n\n\| severity \| when \| why \|\n\|[^\n]+\n(\| (major|minor|patch) \| [^\n]+ \|\n)+[\s\S]*\nDo: [^\n]+\n`,
    ),
  );
});

test.each([...proofCases, ...surfaceCases].map(({ code, severity }) => [severity, code] as const))(
  "%s %s is on its page",
  (severity, code) => {
    expect(page(code)).toContain(`| ${severity} |`);
  },
);

test("every severity that a page names is proven", () => {
  // Only a page that is compared by itself has examples, and no library comes of it: `pages.test.ts`.
  const elsewhere = "patch example-changed";
  const proven = new Set([...proofCases, ...surfaceCases].map(({ code, severity }) => `${severity} ${code}`));
  const named = Object.keys(changeCodes).flatMap((code) =>
    [...page(code).matchAll(/^\| (major|minor|patch) \|/gm)].map((match) => `${match[1] ?? ""} ${code}`),
  );
  expect([...new Set(named)].filter((each) => !proven.has(each) && each !== elsewhere)).toEqual([]);
});
