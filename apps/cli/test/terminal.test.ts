import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createProgress } from "../src/render/progress.ts";
import { startCli } from "./cli.ts";
import { createTestTenant, type TestTenant } from "./test-tenant.ts";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const office = "91b7e004-3c6f-4d28-8a95-7b1e5f2c9d60";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await createTestTenant();
});
afterEach(async () => {
  await tenant.close();
});

// `script` of util-linux gives a command a terminal.
const canTerminal =
  process.platform === "linux" && spawnSync("script", ["--version"], { stdio: "ignore" }).status === 0;

/** Runs on a terminal of 80 columns, and types an answer. */
async function onTerminal(
  args: readonly string[],
  answer: string,
): Promise<{ exitCode: number; text: string }> {
  const words = [process.execPath, main, ...args].map((word) => `'${word}'`).join(" ");
  const environment = tenant.environment();
  const child = spawn("script", ["-qec", `stty cols 80; ${words}; echo "exit $?"`, "/dev/null"], {
    env: { PATH: process.env["PATH"] ?? "", TERM: "xterm", ...environment },
    stdio: ["pipe", "pipe", "ignore"],
  });
  let text = "";
  let isAnswered = false;
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    // The question may go over several lines.
    if (isAnswered || !/\[y\/N\]|\.com\):/.test(text)) return;
    isAnswered = true;
    child.stdin.write(answer);
  });
  await new Promise((resolve) => child.once("close", resolve));
  return { exitCode: Number(/exit (\d+)\s*$/.exec(text)?.[1] ?? -1), text };
}

test.runIf(canTerminal).each<[answer: string, exitCode: number]>([
  ["contoso\n", 0],
  ["contoso.onmicrosoft.com\n", 0],
  ["y\n", 1],
  ["\n", 1],
  ["fabrikam\n", 1],
  ["\u0003", 130],
])("to take All users away wants the tenant's name; %j ends with %i", async (answer, exitCode) => {
  const before = await tenant.readKeys(office);
  const ended = await onTerminal(["unassign", "Office*", "--from", "all-users"], answer);
  expect(ended.text).toContain('This removes "All users" from Office: macro policy.');
  const asked = ended.text.slice(ended.text.indexOf("This removes"), ended.text.indexOf(".com):") + 6);
  const widths = stripVTControlCharacters(asked)
    .split(/\r?\n/)
    .map((line) => line.length);
  expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  // What is said after an interrupted question begins a line of its own.
  expect(stripVTControlCharacters(ended.text)).not.toMatch(/[^\r\n]error {2}/);
  expect(ended.exitCode).toBe(exitCode);
  expect((await tenant.readKeys(office)).length).toBe(exitCode === 0 ? before.length - 1 : before.length);
});

test.runIf(canTerminal).each<[answer: string, exitCode: number]>([
  ["y\n", 0],
  ["n\n", 1],
])("to undo is asked on a terminal; %j ends with %i", async (answer, exitCode) => {
  await tenant.run("assign", "Edge:*", "--to", "SG-Intune-Ring2");
  expect(await onTerminal(["undo"], answer)).toMatchObject({
    exitCode,
    text: expect.stringContaining("Go on? [y/N]"),
  });
});

test.runIf(canTerminal)("colour only on a terminal, and no line is longer than it", async () => {
  const { text } = await onTerminal(["assign", "Edge:*", "--to", "SG-Intune-Ring2", "--dry-run"], "");
  expect(text).toContain("\u001B[32m");
  expect((await tenant.run("assign", "Edge:*", "--to", "SG-Intune-Ring2", "--dry-run")).out).not.toContain(
    "\u001B",
  );
});

test.each<[name: string, environment: Readonly<Record<string, string>>, args: readonly string[]]>([
  ["--no-input", {}, ["--no-input"]],
  ["INTUNECTL_NO_INPUT", { INTUNECTL_NO_INPUT: "1" }, []],
])("%s turns a question into an error that names the flag", async (_name, environment, args) => {
  await tenant.run("assign", "Edge:*", "--to", "SG-Intune-Ring2");
  const ended = await startCli(["undo", ...args], { ...tenant.environment(), ...environment }).ended;
  expect(ended).toMatchObject({ exitCode: 64, err: expect.stringContaining("add --yes") });
});

test("a bar moves on one line, only after a while, and leaves nothing behind", () => {
  let text = "";
  let now = 0;
  const err = { write: (part: string) => (text += part), isTerminal: true, columns: 80 };
  const glyphs = { full: "#", empty: "-", ellipsis: ".." };
  const progress = createProgress({ err, now: () => now }, { quiet: false }, { glyphs } as never);
  progress.show("Reading assignments", 1, 4);
  expect(text).toBe("");
  now = 1000;
  progress.show("Reading assignments", 2, 4);
  progress.show("Reading assignments", 2, 4);
  progress.wait("assign has to wait", 8200);
  progress.clear();
  progress.clear();
  expect(text).toBe(
    "\r\u001B[2KReading assignments     ##########----------  2/4\r\u001B[2K.. assign has to wait, again in 9 s\r\u001B[2K",
  );
});

test.each<[isTerminal: boolean, quiet: boolean]>([
  [false, false],
  [true, true],
])("no bar where the terminal is %s and quiet is %s", (isTerminal, quiet) => {
  let text = "";
  const err = { write: (part: string) => (text += part), isTerminal, columns: 80 };
  const progress = createProgress({ err, now: () => text.length * 0 + 9e9 }, { quiet }, {} as never);
  progress.show("x", 1, 2);
  progress.wait("x", 9000);
  progress.clear();
  expect(text).toBe("");
});
