import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Runs the tour's commands; the first that fails ends it. */
export interface Runner {
  readonly say: (text: string) => void;
  readonly tool: (program: string, args: readonly string[], options?: { readonly quiet?: boolean }) => void;
  readonly intunectl: (args: readonly string[], environment: Readonly<Record<string, string>>) => void;
}

export function createRunner(root: string): Runner {
  return {
    say: (text) => void process.stdout.write(`\n# ${text}\n\n`),
    tool: (program, args, { quiet = false } = {}) => {
      // The programs are on the path that the package manager sets; on Windows they are scripts.
      const result = spawnSync(program, args, {
        cwd: root,
        shell: process.platform === "win32",
        stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
        encoding: "utf8",
        env: { ...process.env, NX_TUI: "false" },
      });
      if (result.status === 0) return;
      if (quiet) process.stderr.write(`${result.stdout}${result.stderr}`);
      fail(`${program} ${args.join(" ")}`, result.status);
    },
    intunectl: (args, environment) => {
      process.stdout.write(`$ intunectl ${args.join(" ")}\n`);
      const { status } = spawnSync(process.execPath, [join(root, "apps/cli/dist/main.js"), ...args], {
        cwd: root,
        stdio: ["ignore", "inherit", "inherit"],
        env: { ...process.env, ...environment },
      });
      process.stdout.write("\n");
      if (status !== 0) fail(`intunectl ${args.join(" ")}`, status);
    },
  };
}

function fail(command: string, status: number | null): never {
  throw new Error(`${command} ended with ${status === null ? "a signal" : `code ${status}`}`);
}
