import { spawnSync } from "node:child_process";
import type { Step } from "./steps.ts";

export interface StepResult {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
}

/** Runs a step with its output on the terminal. The programs are on the path that the package manager sets. */
export function runStep(step: Step, root: string): StepResult {
  process.stdout.write(`\n=== ${step.name}\n`);
  const start = performance.now();
  const [program, ...args] = step.command;
  const isWindows = process.platform === "win32";
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: isWindows,
    env: { ...process.env, NX_TUI: "false" },
  });
  return { name: step.name, passed: status === 0, seconds: (performance.now() - start) / 1000 };
}
