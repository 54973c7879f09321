import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

// What an image is built of, without Docker: the Dockerfile's own commands but the installation, run here; then what they
// leave is started as the image would start it, asked whether it is ready, and asked to stop.
const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "intune-worker-image-"));
const app = join(folder, "app");
const text = readFileSync(join(import.meta.dirname, "Dockerfile"), "utf8").replaceAll("\\\n", " ");
const [, run = ""] = /^RUN (.*)$/m.exec(text) ?? [];
const commands = run
  .split("&&")
  .map((command) => command.trim().split(/\s+/))
  .filter((words) => !words.includes("install"));
const [, entry = "[]"] = /^ENTRYPOINT (.*)$/m.exec(text) ?? [];
const [, ...entryWords]: readonly string[] = JSON.parse(entry);
process.exitCode = 1;
try {
  if (commands.length === 0 || entryWords.length === 0)
    throw new Error("the Dockerfile has no build or entry");
  for (const [program = "", ...words] of commands) {
    const args = words.map((word) => (word === "/app" ? app : word));
    const isShell = process.platform === "win32";
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: root,
      encoding: "utf8",
      shell: isShell,
    });
    if (status !== 0) throw new Error(`${program} ${words.join(" ")}: ${stdout}${stderr}`);
  }
  const [script = ""] = entryWords.map((word) => word.replace("/app", app));
  const child = spawn(
    process.execPath,
    [script, "start", "--demo", "--listen", "127.0.0.1:0", "--data", join(folder, "data")],
    {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: process.env["PATH"], NODE_ENV: "production" },
    },
  );
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  while (!out.includes("ready at") && !isOver()) await sleep(50);
  const address = /ready at (\S+)/.exec(out)?.[1] ?? "";
  const ready = await fetch(`${address}/readyz`);
  child.kill("SIGTERM");
  if (!isOver()) await once(child, "exit");
  if (ready.status !== 200 || child.exitCode !== 0)
    throw new Error(`readyz ${ready.status}, exit ${child.exitCode}: ${out}`);
  process.stdout.write("what the image holds starts, is ready, and stops\n");
  process.exitCode = 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
