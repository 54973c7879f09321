import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fromCsvCell, toCsvCell } from "../src/csv.ts";
import { toMarkdown } from "../src/render/markdown.ts";
import { createTestTenant, type TestTenant } from "./test-tenant.ts";

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTestTenant();
});
afterAll(async () => {
  await tenant.close();
});

const outOf = async (...args: readonly string[]): Promise<string> => {
  const ended = await tenant.run(...args);
  expect([ended.exitCode, ended.err]).toEqual([0, expect.any(String)]);
  return ended.out;
};

test("json is one value, jsonl one a line, none is nothing", async () => {
  const json: readonly object[] = JSON.parse(await outOf("configs", "list", "-o", "json"));
  const lines = (await outOf("configs", "list", "-o", "jsonl")).trimEnd().split("\n");
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(json);
  expect(json.length).toBe(5);
  expect(await outOf("configs", "list", "-o", "none")).toBe("");
});

test("csv has a header, one row each, and names from the tenant", async () => {
  const rows: readonly Record<string, string>[] = parse(await outOf("configs", "list", "-o", "csv"), {
    columns: true,
  });
  expect(rows.length).toBe(5);
  expect(rows.find(({ name }) => name === "Edge: baseline")).toMatchObject({
    includes: "SG-Intune-Ring0; SG-Intune-Ring1",
    excludes: "SG-Intune-Kiosk",
  });
  expect(rows.find(({ name }) => name === "Legacy: IE mode sites")).toMatchObject({
    includes: "?",
    assignments: "?",
  });
});

test("md is a table", async () => {
  const lines = (await outOf("filters", "list", "-o", "md", "--columns", "name,platform")).split("\n");
  expect(lines.slice(0, 3)).toEqual([
    "| name | platform |",
    "| --- | --- |",
    "| Kiosk devices | windows10AndLater |",
  ]);
});

test.each<[args: readonly string[], want: string]>([
  [["configs", "list", "-q", "[?assignments==null].name"], "Legacy: IE mode sites\n"],
  [["configs", "list", "-q", "length(@)"], "5\n"],
  [["configs", "list", "-o", "json", "-q", "[0].id"], '"4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14"\n'],
  [
    ["filters", "list", "-q", "[].{filter: name, on: platform} | [:1]"],
    "filter         on\nKiosk devices  windows10AndLater\n",
  ],
  [
    ["filters", "list", "-q", "[].{n: name}", "-o", "csv"],
    "n\nKiosk devices\nWindows 11\nWindows corporate owned\n",
  ],
  [
    ["filters", "list", "--columns", "name", "--no-headers"],
    "Kiosk devices\nWindows 11\nWindows corporate owned\n",
  ],
  [["configs", "list", "-q", "[99]"], "\n"],
])("%j prints %j", async (args, want) => {
  expect(await outOf(...args)).toBe(want);
});

test.each<[args: readonly string[], code: string, hint: string]>([
  [["configs", "list", "-q", "[?"], "invalid-query", "jmespath.site"],
  [["filters", "list", "--columns", "nam"], "usage", "name, id, platform, rule"],
  [["filters", "list", "--columns", "name", "-o", "json"], "usage", "--query"],
  [["filters", "list", "-o", "xml"], "usage", ""],
  [["filters", "list", "--timeout", "soon"], "usage", "30s"],
  [["filters", "list", "--concurrency", "0"], "usage", ""],
  [["filter", "list"], "usage", "filters"],
  [["plan", "--demo"], "usage", ""],
  [["unassign", "Edge*"], "usage", "--from"],
  [["apply"], "usage", "--resume"],
])("%j is a usage error", async (args, code, hint) => {
  const ended = await tenant.run(...args);
  expect([ended.exitCode, ended.out]).toEqual([64, ""]);
  expect(ended.err.replaceAll(/\s+/g, " ")).toContain(hint);
  // The error as JSON needs an output that the arguments do not say themselves.
  if (args.includes("-o") || args.includes("--columns")) return;
  const { err } = await tenant.run(...args, "-o", "json");
  expect(JSON.parse(err)).toMatchObject({ code });
});

test("the environment says how answers are written, and a flag wins over it", async () => {
  const json = await tenant.start(["filters", "list"], { INTUNECTL_OUTPUT: "json" }).ended;
  expect(JSON.parse(json.out)).toHaveLength(3);
  const csv = await tenant.start(["filters", "list", "-o", "csv"], { INTUNECTL_OUTPUT: "json" }).ended;
  expect(csv.out).toMatch(/^name,id,platform,rule\n/);
  const wrong = await tenant.start(["filters", "list"], { INTUNECTL_OUTPUT: "xml" }).ended;
  expect(wrong).toMatchObject({ exitCode: 64, err: expect.stringContaining("INTUNECTL_OUTPUT") });
});

test("--verbose tells every request, and no token", async () => {
  const ended = await tenant.run("filters", "list", "-o", "json", "-v");
  expect(JSON.parse(ended.out)).toHaveLength(3);
  expect(ended.err).toMatch(/^GET {2}\/beta\/deviceManagement\/assignmentFilters {2}200 {2}\d+ ms/);
  expect(ended.err).not.toContain("eyJ");
});

test("no cell of a csv is a formula, and every cell comes back", () => {
  const starts = fc.constantFrom("=", "+", "-", "@", "'", " ", "＝", "a", "");
  fc.assert(
    fc.property(
      fc.array(starts).map((parts) => parts.join("")),
      fc.string(),
      (start, rest) => {
        const text = `${start}${rest}`.replaceAll(/[\r\n\t]+/g, " ");
        const cell = toCsvCell(text);
        expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
        expect(fromCsvCell(cell)).toBe(text);
      },
    ),
  );
});

test("nothing in a name is taken for a mark of a table", () => {
  expect(toMarkdown("a|b\n<img src=x> [x](y) `c` *d*")).toBe(
    String.raw`a\|b \<img src=x\> \[x\](y) \`c\` \*d\*`,
  );
});
