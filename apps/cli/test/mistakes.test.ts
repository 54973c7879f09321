import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCli } from "./cli.ts";
import { createTestTenant, type TestTenant } from "./test-tenant.ts";

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTestTenant();
});
afterAll(async () => {
  await tenant.close();
});

const plan = async (
  text: string,
): Promise<{ readonly exitCode: number | null; readonly err: string; readonly out: string }> => {
  await tenant.write("windows.yaml", text);
  return await startCli(["plan", "windows.yaml"], tenant.environment(), tenant.path(".")).ended;
};

test("a file full of mistakes: all at once, each with its place, its line and what was meant", async () => {
  const ended = await plan(`tenant: contoso.onmicrosoft.com
groups:
  ring0: { name: SG-Intune-Ring0 }
  ring0: { name: SG-Intune-Ring0 }
  kiosk: { nam: SG-Intune-Kiosk }
  ring9: { name: SG-Intune-Ring9, id: 12 }
  all-users: { name: Everyone }
filters: [corp]
configurations:
  - name: "Edge: baseline"
    mode: replce
    include: [ring0, rin0, { group: ring0, only: corp, not: corp }]
    exclude: [all-devices, ring0]
  - nmae: Office
  - name: "Lock screen*"
    mode: replace
    exclude: [ring0]
  - "OneDrive"
`);
  expect([ended.exitCode, ended.out]).toEqual([64, ""]);
  await expect(ended.err).toMatchFileSnapshot("golden/mistakes.txt");
  expect(tenant.gateway.requests).toEqual([]);
});

test("names that the tenant does not have are told with their line", async () => {
  const ended = await plan(`tenant: contoso.onmicrosoft.com
groups:
  ring0: { name: SG-Intune-Ring0, id: f7a04d9c-2b85-4e63-8d17-c9e6025b4a38 }
  kiosk: { name: SG-Intune-Kisok }
filters:
  win: { name: Windows 12 }
configurations:
  - name: "Egde: baseline"
    include: [ring0, { group: kiosk, only: win }]
  - name: "Offce*"
    include: [ring0]
`);
  expect(ended.exitCode).toBe(64);
  await expect(ended.err).toMatchFileSnapshot("golden/unresolved.txt");
});

test.each<[what: string, text: string, want: string]>([
  ["nothing", "", "the file is empty"],
  ["a tab", "tenant: x\nconfigurations:\n\t- name: y\n", "windows.yaml:3:"],
  ["an open bracket", "tenant: x\nconfigurations: [\n", "windows.yaml:"],
  ["JSON that is no plan", '{"version": 1}', "windows.yaml"],
  ["binary", "\u0000\u0001\u0002", "windows.yaml"],
  [
    "another tenant",
    "tenant: fabrikam.onmicrosoft.com\nconfigurations: [{ name: x, include: [all-users] }]\n",
    "fabrikam",
  ],
  ["a list", "- a\n- b\n", "must be a mapping"],
  [
    "a very long line",
    `tenant: ${"x".repeat(5000)}\nconfigurations: [{ name: y, include: [${"z, ".repeat(500)}q] }]\n`,
    "windows.yaml:2:",
  ],
])("a file with %s is refused, with a place, in lines that fit", async (_what, text, want) => {
  const ended = await plan(text);
  expect([64, 5]).toContain(ended.exitCode);
  expect(ended.err).toContain(want);
  // A name of the file itself may be longer than a line; nothing of ours is.
  expect(
    ended.err.split("\n").filter((line) => Array.from(line).length > 80 && !line.includes("xxxx")),
  ).toEqual([]);
});

test("CRLF and a byte order mark make no difference", async () => {
  const text = `\uFEFFtenant: contoso.onmicrosoft.com\r\ngroups:\r\n  r: { name: SG-Intune-Ring2 }\r\nconfigurations:\r\n  - name: "Edge:*"\r\n    include: [r]\r\n`;
  expect(await plan(text)).toMatchObject({ exitCode: 0, out: expect.stringContaining("1 to add") });
});

const files: readonly [name: string, content: string | Uint8Array, want: string][] = [
  [
    "two.yaml",
    "tenant: a\nconfigurations: []\n---\ntenant: b\n",
    "two.yaml:3:1 yaml the file holds more than one YAML document",
  ],
  ["twice.yaml", "tenant: a\ntenant: b\nconfigurations: []\n", "the first one is in line 1"],
  ["tab.yaml", "tenant: a\n\tconfigurations: []\n", "indent with spaces"],
  ["tag.yaml", "tenant: !!js/function x\n", "write the value without a tag"],
  ["quote.yaml", 'tenant: "a\n', "is not closed; close it"],
  ["alias.yaml", "tenant: &a x\nconfigurations: *a\n", "alias.yaml:2:17 alias"],
  [
    "latin.yaml",
    Buffer.from("tenant: M\xFCller\n", "latin1"),
    "latin.yaml:1:10 not-text the file is not UTF-8 from here on",
  ],
  ["utf16.yaml", Buffer.from("tenant: a\n", "utf16le"), "save it as UTF-8"],
  ["cut.json", '{"kind":"snapshot","version":1,', "cut.json:1:32 not-json the file ends in the middle"],
  ["odd.json", '{\n  "kind": snapshot }', "odd.json:2:11 not-json this is not JSON"],
  ["empty.json", "", "empty.json:1:1 not-json the file is empty"],
  [
    "target.csv",
    "configuration;mode;target\nEdge: baseline;include;gruop\n",
    "target.csv:2:24 csv the target is",
  ],
  [
    "cell.csv",
    'configuration,mode,groupId\n"a, b",include,7\n',
    "cell.csv:2:16 csv the groupId is not a GUID",
  ],
  ["empty.csv", "", "the columns are configuration"],
];

test.each(files)("%s is refused at its place, with the line and what to do", async (name, content, want) => {
  await writeFile(tenant.path(name), content);
  const ended = await startCli(["plan", name], tenant.environment(), tenant.path(".")).ended;
  expect([ended.exitCode, ended.out]).toEqual([64, ""]);
  expect(ended.err.replaceAll(/\s+/g, " ")).toContain(want);
  expect(ended.err).toMatch(/\n +\d+ \|.*\n +\| *\^\n {9}\S/);
});

test("UTF-16 with its mark, as Windows PowerShell writes it, is read", async () => {
  const text =
    '\uFEFFtenant: contoso.onmicrosoft.com\r\ngroups:\r\n  r: { name: SG-Intune-Ring2 }\r\nconfigurations:\r\n  - name: "Edge:*"\r\n    include: [r]\r\n';
  await writeFile(tenant.path("wide.yaml"), Buffer.from(text, "utf16le"));
  const ended = await startCli(["plan", "wide.yaml"], tenant.environment(), tenant.path(".")).ended;
  expect(ended).toMatchObject({ exitCode: 0, out: expect.stringContaining("1 to add") });
});

test.each<[name: string, want: string]>([
  ["windwos.yaml", 'did you mean "windows.yaml"?'],
  ["nowhere/windows.yaml", "there is no folder nowhere either"],
  [".", "there is no desired state"],
])("the file %s is not there, and what it may have meant is told", async (name, want) => {
  const empty = await mkdtemp(join(tmpdir(), "intunectl-"));
  await writeFile(join(empty, name === "." ? "notes.txt" : "windows.yaml"), "");
  const ended = await startCli(["plan", name], tenant.environment(), empty).ended;
  await rm(empty, { recursive: true });
  expect([ended.exitCode, ended.err]).toEqual([64, expect.stringContaining(want)]);
});

test("of very many problems the first fifty are shown, and all are in the JSON", async () => {
  const entries = Array.from(
    { length: 80 },
    (_, index) => `  - name: Policy ${index}\n    include: [all-users]\n`,
  );
  const text = `tenant: contoso.onmicrosoft.com\nconfigurations:\n${entries.join("")}`;
  const shown = await plan(text);
  expect([shown.exitCode, shown.err]).toEqual([
    64,
    expect.stringContaining("and 30 more; -o json lists them all"),
  ]);
  const told = await startCli(["plan", "windows.yaml", "-o", "json"], tenant.environment(), tenant.path("."))
    .ended;
  expect(JSON.parse(told.err).details).toHaveLength(80);
});
