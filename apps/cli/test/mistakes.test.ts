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
