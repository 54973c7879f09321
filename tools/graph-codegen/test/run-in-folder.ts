import { run } from "../src/run.ts";
import { createWorld } from "../src/world.ts";

/** How a run ended, and what it said. */
export interface Answer {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command on the real disk below a folder. */
export function runIn(folder: string, args: readonly string[]): Answer {
  const out: string[] = [];
  const err: string[] = [];
  const status = run(
    args,
    createWorld(
      folder,
      (text) => void out.push(text),
      (text) => void err.push(text),
    ),
  );
  return { status, out: out.join("\n"), err: err.join("\n") };
}
