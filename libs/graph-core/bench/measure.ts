import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { join } from "node:path";

const source = ["--conditions=@intunectl/source", "--no-warnings"];

/** The middle of an odd number of values. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** A server in a process of its own, so that its work is not counted; it ends when this process does. */
export async function startServer(
  ...limits: readonly number[]
): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const child = fork(join(import.meta.dirname, "server.ts"), ["--window", ...limits.map(String)], {
    execArgv: source,
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("message", (message: { readonly port: number }) => resolve(message.port));
  });
  return { url: `http://127.0.0.1:${port}`, child };
}

/** The numbers that a program of this folder prints as JSON; throws with what it wrote when it fails. */
export function runProgram(
  program: string,
  args: readonly (string | number)[],
  flags: readonly string[] = [],
): Readonly<Record<string, number>> {
  const file = join(import.meta.dirname, program);
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...source, ...flags, file, ...args.map(String)],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${stderr === "" ? stdout : stderr}`);
  const result: Readonly<Record<string, number>> = JSON.parse(stdout);
  return result;
}

/** A table in Markdown, as the formatter leaves it. */
export function toTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [head, ...rows].map((cells) => cells.map(String));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)));
  const padded = lines.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
  padded.splice(
    1,
    0,
    widths.map((width) => "-".repeat(width)),
  );
  return padded.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
