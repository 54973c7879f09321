import type { CliError } from "./cli-error.ts";
import { type Appearance, toAppearance } from "./render/appearance.ts";
import { renderError } from "./render/error.ts";
import type { World } from "./world.ts";

/** The options that every command has. */
export interface GlobalOptions {
  readonly demo?: boolean;
  readonly output: "table" | "json";
  readonly color: boolean;
  readonly ascii?: boolean;
  readonly quiet?: boolean;
  readonly yes?: boolean;
  readonly input: boolean;
}

/** What a command works with. */
export interface Context {
  readonly world: World;
  readonly options: GlobalOptions;
  readonly appearance: Appearance;
  /** Writes a part of the answer for a person; nothing with `-o json`. */
  readonly print: (text: string) => void;
  /** Writes the answer for a program: one JSON value; nothing without `-o json`. */
  readonly printJson: (value: unknown) => void;
  /** Says something beside the answer, unless `--quiet` or `-o json`. */
  readonly note: (text: string) => void;
}

/** A context for one command. */
export function createContext(world: World, options: GlobalOptions): Context {
  const isJson = options.output === "json";
  return {
    world,
    options,
    appearance: toAppearance(world, options),
    print: (text) => {
      if (!isJson) world.out.write(text);
    },
    printJson: (value) => {
      if (isJson) world.out.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    note: (text) => {
      if (!isJson && options.quiet !== true) world.err.write(`${text}\n`);
    },
  };
}

/** Writes an error to the error stream, as JSON when JSON was asked for. */
export function printError(world: World, error: CliError, options: Partial<GlobalOptions>): void {
  if (options.output !== "json") {
    world.err.write(renderError(error));
    return;
  }
  const { code, message, hint = null, requestId = null, details } = error;
  world.err.write(`${JSON.stringify({ code, message, hint, requestId, details }, null, 2)}\n`);
}
