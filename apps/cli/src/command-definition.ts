import type { Context } from "./context.ts";
import type { ExitCode } from "./exit-codes.ts";

/** One command: what it takes, what it says of itself, and what it does. Help, docs and completion are made from it. */
export interface CommandDefinition {
  /** Its words: `configs list`. */
  readonly name: string;
  readonly area: CommandArea;
  /** One line, in lower case without a full stop. */
  readonly summary: string;
  /** Markdown for its page: what a user must know beside the options. */
  readonly details: string;
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options?: readonly OptionDefinition[];
  /** Command lines without `intunectl`. */
  readonly examples: readonly string[];
  readonly needs?: readonly Need[];
  readonly exitCodes: readonly ExitCode[];
  /** Loads the command and runs it. */
  readonly run: (context: Context, given: Given) => Promise<ExitCode>;
}

/** The rooms that commands are listed in. */
export type CommandArea = "look" | "change" | "plan" | "safety" | "share" | "account" | "tool";

/** What a command asks of the service. */
export type Need = "write" | "read" | "groups" | "filters";

/** What stands where on a command line. */
export interface ArgumentDefinition {
  readonly name: string;
  readonly summary: string;
  readonly isOptional?: boolean;
  /** Takes all that follow. */
  readonly isList?: boolean;
  readonly choices?: readonly string[];
  readonly completes?: Completes;
}

/** What is given by name. */
export interface OptionDefinition {
  /** `-o, --output <format>`, `--to <group...>`. */
  readonly flags: string;
  readonly summary: string;
  readonly choices?: readonly string[];
  readonly defaultValue?: string;
  /** A whole number in this range. */
  readonly range?: readonly [least: number, most: number];
  readonly completes?: Completes;
}

/** What the shell may offer for a word, from what is on this machine. */
export type Completes = "configuration" | "group" | "filter" | "run" | "file" | "command";

/** What was typed for one command. */
export interface Given {
  readonly arguments: readonly string[];
  has(name: string): boolean;
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  number(name: string): number | undefined;
}
