import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { edge, environment, group, startEmulator, targetsOf } from "./harness.ts";

const main = join(import.meta.dirname, "../src/main.ts");

test.skipIf(process.platform === "win32")(
  "Ctrl-C finishes the write in flight, reports it, and exits 130",
  async () => {
    const emulator = await startEmulator();
    const child = spawn(process.execPath, ["--conditions=@intunectl/source", main, "run"], {
      env: { ...process.env, ...environment(emulator) },
      stdio: ["pipe", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    const first = new Promise<void>((resolve) => {
      child.stdout.on("data", (chunk: Buffer) => {
        stdout += chunk.toString();
        resolve();
      });
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    // Many jobs for one configuration, and an input that never ends.
    for (let index = 0; index < 200; index += 1) {
      child.stdin.write(
        `${JSON.stringify({ configuration: edge, mode: "merge", include: [group(index)] })}\n`,
      );
    }
    await first;
    child.kill("SIGINT");
    const [code] = await once(child, "close");
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /^interrupted: \d+ applied, 0 unchanged, 0 refused, 0 failed, \d+ read but not started\n$/,
    );
    const results = stdout
      .trim()
      .split("\n")
      .map((line): Record<string, unknown> => JSON.parse(line));
    expect(results.length).toBeLessThan(200);
    // Every write was reported, and every report is of a write.
    const added = (await targetsOf(emulator, edge)).filter((target) => target.includes("aaaaaaaa-"));
    expect(added).toHaveLength(results.length);
  },
);
