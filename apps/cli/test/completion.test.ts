import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { splitShellLine, toBashReply } from "../src/completion/shell-words.ts";
import { startCli } from "./cli.ts";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "intunectl-"));
  await mkdir(join(folder, "bin"));
  await writeFile(join(folder, "bin/intunectl"), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  await chmod(join(folder, "bin/intunectl"), 0o755);
  await startCli(["--demo", "snapshot"], { INTUNECTL_STATE: folder }).ended;
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  INTUNECTL_STATE: folder,
  PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
});

const complete = async (...words: readonly string[]): Promise<readonly string[]> => {
  const { out } = await startCli(["__complete", "fish", ...words], { INTUNECTL_STATE: folder }).ended;
  return out.split("\n").flatMap((line) => (line === "" ? [] : [line.split("\t")[0] ?? ""]));
};

test.each<[words: readonly string[], want: readonly string[]]>([
  [["co"], ["configs", "completion"]],
  [
    ["configs", ""],
    ["list", "show"],
  ],
  [["--demo", "configs", "show", "Off"], ["Office: macro policy"]],
  [["--demo", "assign", "Edge: baseline", "--to", "sg-intune-p"], ["SG-Intune-Pilot"]],
  [
    ["--demo", "assign", "x", "--to", "SG-Intune-Ring1", "all"],
    ["all-devices", "all-users"],
  ],
  [["--demo", "assign", "x", "--to", "SG-Intune-Ring1", "--exc"], ["--except"]],
  [["--demo", "assign", "x", "--only", "Windows 1"], ["Windows 11"]],
  [
    ["report", "--state", ""],
    ["before", "diff", "after"],
  ],
  [
    ["plan", "-o", "j"],
    ["json", "jsonl"],
  ],
  [["completion", "b"], ["bash"]],
  [["help", "exit"], ["exit-codes"]],
  [["plan", ""], [":files"]],
  [["apply", "--resume", ""], []],
  [["schema", "assignments", ""], []],
  [["nonsense", ""], []],
])("after %j come %j", async (words, want) => {
  expect((await complete(...words)).toSorted()).toEqual(want.toSorted());
});

test.each<[given: string, words: readonly string[], raw: string, quote: string | undefined]>([
  ["intunectl ", ["intunectl", ""], "", undefined],
  ["intunectl a 'b c", ["intunectl", "a", "b c"], "'b c", "'"],
  [String.raw`intunectl a\ b`, ["intunectl", "a b"], String.raw`a\ b`, undefined],
  [String.raw`x "a\"b" c`, ["x", 'a"b', "c"], "c", undefined],
  ["x '' ", ["x", "", ""], "", undefined],
])("%j is %j", (given, words, raw, quote) => {
  expect(splitShellLine(given)).toEqual({ words, raw, quote });
});

test.each<[value: string, line: string, want: string]>([
  ["Edge: baseline", "x Ed", String.raw`Edge:\ baseline`],
  ["Edge: baseline", "x Edge:", String.raw`\ baseline`],
  ["Edge: baseline", "x 'Edge: b", "Edge: baseline"],
  ['a "b" $c', 'x "a', String.raw`a \"b\" \$c`],
  ["it's (new)", "x i", String.raw`it\'s\ \(new\)`],
  ["--output=json", "x --output=j", "json"],
])("%j at the end of %j is %j for bash", (value, line, want) => {
  expect(toBashReply(value, splitShellLine(line))).toBe(want);
});

const has = (shell: string): boolean => spawnSync(shell, ["--version"], { stdio: "ignore" }).status === 0;

test.runIf(has("bash"))("a real bash completes commands, quoted names and names with colons", () => {
  const script = `
    eval "$(intunectl completion bash)"
    ask() { COMP_LINE="$1"; COMP_POINT=\${#1}; _intunectl; printf '%s\\n' "\${COMPREPLY[@]}"; echo --; }
    ask 'intunectl una'
    ask 'intunectl --demo configs show Off'
    ask "intunectl --demo configs show 'Edge: b"
    ask 'intunectl --demo configs show Edge:'
    ask 'intunectl plan wind'
  `;
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", script], {
    env: environment(),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout.split("--\n").map((part) => part.trimEnd())).toEqual([
    "unassign",
    String.raw`Office:\ macro\ policy`,
    "Edge: baseline",
    String.raw`\ baseline`,
    "",
    "",
  ]);
});

test.runIf(has("zsh"))("a real zsh reads its script", () => {
  const script =
    'autoload -U compinit && compinit -u -D; eval "$(intunectl completion zsh)"; print -r -- ${_comps[intunectl]}';
  const { stdout, stderr } = spawnSync("zsh", ["-f", "-c", script], { env: environment(), encoding: "utf8" });
  expect([stdout.trim(), stderr]).toEqual(["_intunectl", ""]);
});

test.runIf(has("fish"))("a real fish completes names with what they are", () => {
  const script = "intunectl completion fish | source; complete -C 'intunectl --demo configs show Off'";
  const { stdout } = spawnSync("fish", ["--no-config", "-c", script], {
    env: environment(),
    encoding: "utf8",
  });
  expect(stdout.replaceAll("\\", "").trim()).toBe("Office: macro policy\t91b7e004");
});
