import { type Answer, formatAnswer } from "./answer.ts";
import type { CliError } from "./cli-error.ts";
import { withCodeFrames } from "./code-frame.ts";
import type { GlobalOptions } from "./global-options.ts";
import { type Appearance, toAppearance } from "./render/appearance.ts";
import { renderError } from "./render/error.ts";
import { createProgress, type Progress } from "./render/progress.ts";
import { flow, toSafeText } from "./render/text.ts";
import type { World } from "./world.ts";

/** What a command works with. */
export interface Context {
  readonly world: World;
  readonly options: GlobalOptions;
  readonly appearance: Appearance;
  /** How far something long has come; on standard error, on a terminal only. */
  readonly progress: Progress;
  /** Writes a part of the answer for a person, as soon as it is known; nothing for the other formats. */
  readonly print: (text: string) => void;
  /** Writes the answer in the format that was asked for. */
  readonly answer: (answer: Answer) => Promise<void>;
  /** Says something beside the answer, unless `--quiet` or a format for programs forbids it. */
  readonly note: (text: string) => void;
}

/** A context for one command. */
export function createContext(world: World, options: GlobalOptions): Context {
  const appearance = toAppearance(world, options);
  const isForPeople =
    options.output === "table" && options.query === undefined && options.columns === undefined;
  const progress = createProgress(world, options, appearance);
  return {
    world,
    options,
    appearance,
    progress,
    print: (text) => {
      if (!isForPeople) return;
      progress.clear();
      world.out.write(text);
    },
    answer: async (answer) => {
      const text = await formatAnswer(answer, options, appearance);
      progress.clear();
      world.out.write(text);
    },
    note: (text) => {
      if (isForPrograms(options.output) || options.quiet) return;
      progress.clear();
      const { width } = toAppearance(world, options, "err");
      for (const line of text.split("\n"))
        world.err.write(`${flow(toSafeText(line).split(" "), width - 2, " ").join("\n  ")}\n`);
    },
  };
}

/** Writes an error to the error stream, as JSON when the answer would be JSON. */
export async function printError(
  world: World,
  error: CliError,
  options: Pick<GlobalOptions, "output" | "ascii" | "color">,
): Promise<void> {
  if (!isForPrograms(options.output)) {
    const appearance = toAppearance(world, options, "err");
    world.err.write(renderError(await withCodeFrames(world, error, appearance.width), appearance));
    return;
  }
  const { code, message, hint = null, requestId = null, details } = error;
  world.err.write(`${JSON.stringify({ code, message, hint, requestId, details }, null, 2)}\n`);
}

function isForPrograms(output: GlobalOptions["output"]): boolean {
  return output === "json" || output === "jsonl";
}
