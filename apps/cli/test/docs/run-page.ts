import { spawn } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ConsoleStep, type PagePart } from "./console-blocks.ts";

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const examples = fileURLToPath(new URL("../../../../docs/examples/", import.meta.url));

/** Types every command of a page into one shell, in an empty folder with the example files, and gives the page as it came out. */
export async function runPage(
  parts: readonly PagePart[],
  env: Readonly<Record<string, string>> = {},
): Promise<readonly PagePart[]> {
  const folder = await mkdtemp(join(tmpdir(), "intunectl-docs-"));
  try {
    await cp(examples, join(folder, "work"), { recursive: true });
    await mkdir(join(folder, "bin"));
    await writeFile(join(folder, "bin/intunectl"), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
    await chmod(join(folder, "bin/intunectl"), 0o755);
    const steps = parts.flatMap((part) => (part.kind === "console" ? part.steps : []));
    const outputs = await runAll(steps, folder, toFiles(parts), env);
    const rest = [...outputs];
    return parts.map((part) =>
      part.kind === "text"
        ? part
        : {
            kind: "console",
            steps: part.steps.map(({ command }) => ({ command, output: rest.shift() ?? "" })),
          },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Files that a page shows: a fence with a name. */
function toFiles(parts: readonly PagePart[]): ReadonlyMap<string, string> {
  const text = parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
  return new Map(
    [...text.matchAll(/^```(?:yaml|csv) (\S+)\n(.*?)^```\n/gms)].map(([, name = "", content = ""]) => [
      name,
      content,
    ]),
  );
}

const mark = "--- next ---";

async function runAll(
  steps: readonly ConsoleStep[],
  folder: string,
  files: ReadonlyMap<string, string>,
  env: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  for (const [name, content] of files) await writeFile(join(folder, "work", name), content);
  const script = [
    "exec 2>&1",
    ...steps.flatMap(({ command }) => [
      // The id of the newest run stands in pages as 0c41.
      command.includes("0c41")
        ? `eval "$(sed "s/0c41/$(intunectl --demo history -q '[0].id' --quiet)/g" <<'COMMAND'\n${command}\nCOMMAND\n)"`
        : command,
      // The next command may ask how this one ended.
      `status=$?; printf '%s\\n' '${mark}'; (exit $status)`,
    ]),
  ].join("\n");
  await writeFile(join(folder, "script.sh"), script);
  const child = spawn("bash", ["--norc", join(folder, "script.sh")], {
    cwd: join(folder, "work"),
    env: {
      PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
      HOME: folder,
      XDG_STATE_HOME: join(folder, "state"),
      GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
      ...env,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  await new Promise((resolve) => child.once("close", resolve));
  return text.replaceAll(folder, "~").split(`${mark}\n`).slice(0, steps.length);
}
