import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { CliError } from "./cli-error.ts";
import type { AssignOptions } from "./commands/assign.ts";
import type { EmulatorStartOptions } from "./commands/emulator.ts";
import type { PlanOptions } from "./commands/plan.ts";
import { type Context, createContext, type GlobalOptions, printError } from "./context.ts";
import { environmentHelp } from "./environment-help.ts";
import { type ExitCode, exitCodes, exitCodesHelp } from "./exit-codes.ts";
import type { MatrixState } from "./render/matrix-cells.ts";
import type { World } from "./world.ts";

/** Parses a command line, runs its command, and gives the exit code. Never throws. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  const state: { exitCode: ExitCode } = { exitCode: exitCodes.done };
  const program = createProgram(world, (exitCode) => {
    state.exitCode = exitCode;
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return state.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    if (isInterrupt(error, world)) {
      printError(world, interrupted, { output: isJsonAsked(argv) ? "json" : "table" });
      return exitCodes.interrupted;
    }
    const told = error instanceof CommanderError ? toUsageError(error) : await toTold(error);
    printError(world, told, { output: isJsonAsked(argv) ? "json" : "table" });
    return told.exitCode;
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

type Done = (exitCode: ExitCode) => void;

function createProgram(world: World, done: Done): Command {
  const program = new Command("intunectl")
    .description("Change who an Intune policy is assigned to, see it before and undo it after.")
    .version(world.readVersion(), "--version", "print the version")
    .helpCommand(false)
    .addOption(
      new Option("-o, --output <format>", "how the answer is written")
        .choices(["table", "json"])
        .default("table"),
    )
    .option("--demo", "use a made-up tenant on this machine")
    .option("--yes", "do not ask")
    .option("--no-input", "fail instead of asking")
    .option("--no-color", "no colour")
    .option("--ascii", "no signs beyond ASCII")
    .option("--quiet", "no notes beside the answer")
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.out.write(text),
      // Errors are written once, by us, so that JSON stays JSON.
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => world.out.columns ?? 80,
      getOutHasColors: () => false,
    })
    .addHelpText(
      "beforeAll",
      toExamples(["--demo configs list", "--demo assign 'Edge:*' --to SG-Intune-Ring2"]),
    );
  const withContext =
    (act: (context: Context) => Promise<ExitCode>) =>
    async (command: Command): Promise<void> =>
      done(await act(createContext(world, command.optsWithGlobals<GlobalOptions>())));
  addLookCommands(program, withContext);
  addChangeCommands(program, withContext);
  addToolCommands(program, world, withContext);
  return program;
}

type WithContext = (act: (context: Context) => Promise<ExitCode>) => (command: Command) => Promise<void>;

function addLookCommands(program: Command, withContext: WithContext): void {
  const configs = program.command("configs").description("look at configurations");
  configs
    .command("list")
    .description("list every configuration and who it reaches")
    .action((_: unknown, command: Command) =>
      withContext(async (context) =>
        (await import("./commands/list-configurations.ts")).listConfigurations(context),
      )(command),
    );
  program
    .command("history")
    .description("list what was done from this machine, or show one run")
    .argument("[run]", "id of a run")
    .action((id: string | undefined, _: unknown, command: Command) =>
      withContext(async (context) => (await import("./commands/history.ts")).history(context, id))(command),
    );
  program
    .command("report")
    .description("draw a saved plan")
    .argument("<plan>", "a plan saved by plan --out")
    .option("--matrix", "configurations by targets; the default")
    .addOption(
      new Option("--state <state>", "which picture").choices(["before", "diff", "after"]).default("diff"),
    )
    .action((file: string, options: { readonly state: MatrixState }, command: Command) =>
      withContext(async (context) =>
        (await import("./commands/report.ts")).report(context, file, options.state),
      )(command),
    );
}

function addChangeCommands(program: Command, withContext: WithContext): void {
  program
    .command("plan")
    .description("say what a desired-state file would change; changes nothing")
    .argument("<file>", "a desired-state file (YAML)")
    .option("--out <path>", "save the plan for apply")
    .option("--exit-code", "exit 2 when there are differences")
    .addHelpText("before", toExamples(["plan windows.yaml", "plan windows.yaml --out plan.json"]))
    .action((file: string, options: PlanOptions, command: Command) =>
      withContext(async (context) => (await import("./commands/plan.ts")).plan(context, file, options))(
        command,
      ),
    );
  program
    .command("apply")
    .description("apply a saved plan exactly, or plan and apply a desired-state file")
    .argument("<file>", "a saved plan or a desired-state file")
    .addHelpText("before", toExamples(["apply plan.json", "apply windows.yaml --yes"]))
    .addHelpText("after", () => leastPrivilege)
    .action((file: string, _: unknown, command: Command) =>
      withContext(async (context) => (await import("./commands/apply.ts")).apply(context, file))(command),
    );
  program
    .command("assign")
    .description("add groups to configurations; what is there stays unless --replace is given")
    .argument("<config...>", "names, ids or patterns such as 'Edge:*'")
    .option("--to <group...>", "groups to include, or all-devices, all-users")
    .option("--except <group...>", "groups to keep out")
    .option("--only <filter>", "only devices that match this filter")
    .option("--not <filter>", "only devices that do not match this filter")
    .option("--replace", "drop everything that is not named")
    .option("--dry-run", "show it and send nothing")
    .addHelpText(
      "before",
      toExamples([
        "assign 'Edge: baseline' --to SG-Intune-Ring2 --dry-run",
        "assign 'Edge:*' --to SG-Ring2 --except SG-Kiosk",
      ]),
    )
    .addHelpText("after", () => leastPrivilege)
    .action((configurations: readonly string[], options: AssignOptions, command: Command) =>
      withContext(async (context) =>
        (await import("./commands/assign.ts")).assign(context, configurations, options),
      )(command),
    );
  program
    .command("undo")
    .description("take a run back, for what that run wrote and nothing else")
    .argument("[run]", "id of a run; the newest when left out")
    .addHelpText("before", toExamples(["undo", "undo 0c41 --yes"]))
    .addHelpText("after", () => leastPrivilege)
    .action((id: string | undefined, _: unknown, command: Command) =>
      withContext(async (context) => (await import("./commands/undo.ts")).undo(context, id))(command),
    );
}

const leastPrivilege = `
Needs DeviceManagementConfiguration.ReadWrite.All to write,
      GroupMember.Read.All to look groups up.
`;

function addToolCommands(program: Command, world: World, withContext: WithContext): void {
  program
    .command("schema")
    .description("print the JSON Schema of a file format")
    .addArgument(program.createArgument("<format>", "which format").choices(["assignments"]))
    .action((_: string, __: unknown, command: Command) =>
      withContext(async (context) => (await import("./commands/schema.ts")).schema(context))(command),
    );
  const emulator = program.command("emulator").description("a Graph service on this machine");
  emulator
    .command("start")
    .description("start it in the foreground; ends with an interrupt")
    .option("--port <number>", "port on 127.0.0.1; 0 takes a free one", parsePort, 0)
    .option("--data <folder>", "keep the state here")
    .option("--seed <file>", "what a new emulator holds, as JSON or YAML")
    .option("--host <address>", "listen elsewhere than on this machine alone")
    .option("--https", "with a certificate of its own")
    .option("--throttle", "refuse requests beyond Graph's published limits")
    .option("--strict-types", "refuse targets of the abstract type")
    .option("--set <option=value...>", "another switch, such as duplicates=keepFirst")
    .action((options: EmulatorStartOptions, command: Command) =>
      withContext(async (context) =>
        (await import("./commands/emulator.ts")).startEmulator(context, options),
      )(command),
    );
  const demo = program.command("demo").description("the made-up tenant of --demo");
  demo
    .command("reset")
    .description("bring it back to its start")
    .action((_: unknown, command: Command) =>
      withContext(async (context) => (await import("./commands/reset-demo.ts")).resetDemo(context))(command),
    );
  program
    .command("help")
    .description("help for a command, or for: exit-codes, environment")
    .argument("[topic...]", "a command or a topic")
    .action((topic: readonly string[]) => printHelp(program, topic, world));
}

function printHelp(program: Command, topic: readonly string[], world: World): void {
  const [name = ""] = topic;
  if (name === "exit-codes") return world.out.write(exitCodesHelp);
  if (name === "environment") return world.out.write(environmentHelp);
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

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("a port is a number from 0 to 65535.");
}

function toExamples(commands: readonly string[]): string {
  return commands.map((command) => `  $ intunectl ${command}\n`).join("");
}

function toUsageError({ message, code }: CommanderError): CliError {
  if (code === "commander.help") return usage("no command is given", "intunectl --help lists them");
  const [first = "", suggestion] = message.replace(/^error: /, "").split("\n");
  const hint =
    suggestion?.replace(/^\(|\)$/g, "").replace(/^Did/, "did") ?? "add --help to see what is possible";
  return usage(first.replace(/\.$/, "").trim(), hint);
}

function usage(message: string, hint: string): CliError {
  return new CliError(message, { code: "usage", exitCode: exitCodes.usage, hint });
}

async function toTold(error: unknown): Promise<CliError> {
  if (error instanceof CliError) return error;
  const { toCliError } = await import("./to-cli-error.ts");
  return toCliError(error);
}

/** The command line may be what is wrong, so it is looked at without parsing it. */
function isJsonAsked(argv: readonly string[]): boolean {
  return argv.some(
    (word, index) =>
      /^(?:--output=|-o=?)json$/.test(word) || (/^(?:-o|--output)$/.test(word) && argv[index + 1] === "json"),
  );
}
