import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { CliError, usage } from "./cli-error.ts";
import {
  type ArgumentDefinition,
  type CommandDefinition,
  type Given,
  type OptionDefinition,
} from "./command-definition.ts";
import { createContext, printError } from "./context.ts";
import { commandDefinitions, parentSummaries } from "./definitions/index.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { globalOptionDefinitions, type OutputFormat, outputFormats } from "./global-options.ts";
import { areaTitles, toCommandHelp, toExamples } from "./help.ts";
import { readGlobalOptions } from "./read-global-options.ts";
import type { World } from "./world.ts";

/** Parses a command line, runs its command, and gives the exit code. Never throws. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  const [first, shell = "", ...rest] = argv;
  if (first === "__complete") return await completeForShell(shell, rest, world);
  const state: { exitCode: ExitCode } = { exitCode: exitCodes.done };
  const program = createProgram(world, (exitCode) => {
    state.exitCode = exitCode;
  });
  try {
    // Who types the name alone wants to see what there is.
    await program.parseAsync(argv.length === 0 ? ["--help"] : [...argv], { from: "user" });
    return state.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    const told = isInterrupt(error, world)
      ? interrupted
      : error instanceof CommanderError
        ? toUsageError(error)
        : await toTold(error);
    const ascii = argv.includes("--ascii");
    const color = !argv.includes("--no-color");
    await printError(world, told, { output: guessOutput(argv, world), ascii, color });
    if (world.environment["INTUNECTL_LOG"] === "debug" && error instanceof Error)
      world.err.write(`${error.stack ?? ""}\n`);
    return told.exitCode;
  }
}

/** A shell waits for this: whatever goes wrong, it gets nothing, and no error into its line. */
async function completeForShell(shell: string, rest: readonly string[], world: World): Promise<number> {
  try {
    const { answerShell } = await import("./completion/answer-shell.ts");
    world.out.write(await answerShell(shell, rest, world));
    return exitCodes.done;
  } catch {
    return exitCodes.failed;
  }
}

/** Also a Ctrl+C at a question, which the terminal does not turn into a signal. */
function isInterrupt(error: unknown, world: World): boolean {
  if (error instanceof CliError) return false;
  return world.interrupted.aborted || (error instanceof Error && error.name === "AbortError");
}

const interrupted = new CliError("interrupted; nothing was written", {
  code: "interrupted",
  exitCode: exitCodes.interrupted,
});

function createProgram(world: World, done: (exitCode: ExitCode) => void): Command {
  const program = configure(new Command("intunectl"), world)
    .description("Change who an Intune policy is assigned to, see it before and undo it after.")
    .version(world.readVersion(), "--version", "print the version")
    .helpCommand(false);
  for (const definition of globalOptionDefinitions) program.addOption(toOption(definition));
  program.addHelpText(
    "before",
    toExamples(["--demo configs list", "--demo assign 'Edge:*' --to SG-Intune-Ring2 --dry-run"]),
  );
  program.addHelpText("after", "\nMore: intunectl help exit-codes | environment | files | output\n");
  for (const definition of commandDefinitions) addCommand(program, definition, world, done);
  return program;
}

function configure(command: Command, world: World): Command {
  return command
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.out.write(text),
      // Errors are written once, by us, so that JSON stays JSON.
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => world.out.columns ?? 80,
      getOutHasColors: () => false,
    });
}

function addCommand(
  program: Command,
  definition: CommandDefinition,
  world: World,
  done: (exitCode: ExitCode) => void,
): void {
  const words = definition.name.split(" ");
  const name = words.at(-1) ?? definition.name;
  const parent = words.length === 1 ? program : findParent(program, words[0] ?? "", definition, world);
  const command = configure(parent.command(name), world)
    .description(definition.summary)
    .helpGroup(areaTitles[definition.area]);
  for (const argument of definition.arguments ?? []) command.addArgument(toArgument(command, argument));
  for (const option of definition.options ?? []) command.addOption(toOption(option));
  command.addHelpText("before", toExamples(definition.examples));
  command.addHelpText("after", () => toCommandHelp(definition));
  command.action(async () => {
    const given = toGiven(command);
    if (definition.name === "help") return printHelp(program, given.arguments, world);
    const context = createContext(world, readGlobalOptions(given, world.environment));
    done(await definition.run(context, given));
  });
}

function findParent(program: Command, name: string, { area }: CommandDefinition, world: World): Command {
  const known = program.commands.find((command) => command.name() === name);
  if (known !== undefined) return known;
  return configure(program.command(name), world)
    .description(parentSummaries.get(name) ?? "")
    .helpGroup(areaTitles[area])
    .helpCommand(false);
}

function toArgument(
  command: Command,
  { name, summary, isOptional, isList, choices }: ArgumentDefinition,
): ReturnType<Command["createArgument"]> {
  const inner = isList === true ? `${name}...` : name;
  const argument = command.createArgument(isOptional === true ? `[${inner}]` : `<${inner}>`, summary);
  return choices === undefined ? argument : argument.choices([...choices]);
}

function toOption({ flags, summary, choices, defaultValue, range }: OptionDefinition): Option {
  const option = new Option(flags, summary);
  if (choices !== undefined) option.choices([...choices]);
  if (defaultValue !== undefined) option.default(defaultValue);
  if (range !== undefined) option.argParser((text: string) => parseNumber(text, range));
  return option;
}

function parseNumber(text: string, [least, most]: readonly [number, number]): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new InvalidArgumentError(`it is a number from ${least} to ${most}.`);
}

function toGiven(command: Command): Given {
  const values = new Map<string, unknown>(Object.entries(command.optsWithGlobals()));
  return {
    arguments: command.args,
    has: (name) => values.get(name) === true,
    text: (name) => {
      const value = values.get(name);
      return typeof value === "string" ? value : undefined;
    },
    texts: (name) => {
      const value = values.get(name);
      return Array.isArray(value) ? value.map(String) : [];
    },
    number: (name) => {
      const value = values.get(name);
      return typeof value === "number" ? value : undefined;
    },
  };
}

async function printHelp(program: Command, topic: readonly string[], world: World): Promise<void> {
  const { findTopic } = await import("./help-topics.ts");
  const text = findTopic(topic);
  if (text !== undefined) return world.out.write(text);
  let command = program;
  for (const word of topic) {
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined)
      throw new CliError(`there is no help on "${topic.join(" ")}"`, {
        code: "unknown-topic",
        exitCode: exitCodes.usage,
        hint: "intunectl help lists the commands",
      });
    command = next;
  }
  command.outputHelp();
}

function toUsageError({ message, code }: CommanderError): CliError {
  if (code === "commander.help") return usage("no command is given", "intunectl --help lists them");
  const [first = "", suggestion] = message.replace(/^error: /, "").split("\n");
  const hint =
    suggestion?.replace(/^\(|\)$/g, "").replace(/^Did/, "did") ?? "add --help to see what is possible";
  return usage(first.replace(/\.$/, "").trim(), hint);
}

async function toTold(error: unknown): Promise<CliError> {
  if (error instanceof CliError) return error;
  const { toCliError } = await import("./to-cli-error.ts");
  return toCliError(error);
}

/** The command line may be what is wrong, so it is looked at without parsing it. */
function guessOutput(argv: readonly string[], { environment }: World): OutputFormat {
  const words = [environment["INTUNECTL_OUTPUT"] ?? ""];
  for (const [index, word] of argv.entries()) {
    const joined = /^(?:--output=|-o=?)(.+)$/.exec(word)?.[1];
    if (joined !== undefined) words.push(joined);
    else if (word === "-o" || word === "--output") words.push(argv[index + 1] ?? "");
  }
  const last = words.findLast((word) => word !== "");
  return outputFormats.find((format) => format === last) ?? "table";
}
