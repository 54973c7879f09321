import { spawnSync } from "node:child_process";

/** Runs a program of the workspace; its output goes to the terminal. Throws when it fails. */
export function runStep(name: string, command: readonly [string, ...string[]], options: RunOptions): void {
  process.stdout.write(`\n=== ${name}\n`);
  const [program, ...args] = command;
  const { status, error } = spawnSync(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "inherit", "inherit"],
    // npm's programs are scripts of the shell on Windows.
    shell: process.platform === "win32",
  });
  if (error !== undefined)
    throw new Error(`${program} cannot be started (${error.message}): run this through pnpm`, {
      cause: error,
    });
  if (status !== 0) throw new Error(`${name} failed`);
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a program prints; throws with what it complained of when it fails. */
export function readOutput(command: readonly [string, ...string[]], options: RunOptions): string {
  const [program, ...args] = command;
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    encoding: "utf8",
    maxBuffer: 1 << 28,
    shell: process.platform === "win32",
  });
  if (error !== undefined)
    throw new Error(`${program} cannot be started (${error.message}): run this through pnpm`, {
      cause: error,
    });
  if (status !== 0) throw new Error(`${command.join(" ")} failed:\n${stdout}${stderr}`);
  return stdout;
}
