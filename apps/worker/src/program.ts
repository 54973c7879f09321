import type { Readable } from "node:stream";
import { createGraphPort, type GraphPort } from "@intunectl/assignments";
import { createGraphClient, type GraphClient, staticToken } from "@intunectl/graph-core";
import { assignableKinds } from "@intunectl/graph-intune";
import { parseCommand, usage } from "./arguments.ts";
import { parseWorkerOptions } from "./commands/options.ts";
import { formatTally, toExitCode } from "./exit-code.ts";
import { createLineSink } from "./line-sink.ts";
import { createLineSource } from "./line-source.ts";
import { runJobs, type Tally } from "./run.ts";
import type { World } from "./world.ts";

/** Runs the program; resolves to its exit code. */
export async function runProgram(world: World): Promise<number> {
  const [first = "", ...rest] = world.argv;
  if (["start", "jobs", "audit", "migrate"].includes(first)) return await runService(world, first, rest);
  const command = parseCommand(world.argv);
  switch (command.kind) {
    case "help":
      world.stdout.write(usage);
      return 0;
    case "invalid":
      return fail(world, 64, command.message, "intune-worker --help");
    case "run":
      return await run(world, command.file, command.concurrency);
    default:
      return command satisfies never;
  }
}

/** The commands of the durable worker, loaded when one is asked for: the database is large. */
async function runService(world: World, name: string, argv: readonly string[]): Promise<number> {
  const parsed = parseWorkerOptions(argv, world.env);
  if (parsed.kind === "invalid") return fail(world, 64, parsed.message, "intune-worker --help");
  if (argv.includes("--help")) {
    world.stdout.write(usage);
    return 0;
  }
  const { options, words, to } = parsed;
  switch (name) {
    case "start": {
      const { start } = await import("./commands/start.ts");
      return await start(world, options);
    }
    case "jobs": {
      const { jobs } = await import("./commands/jobs.ts");
      return await jobs(world, options, words);
    }
    case "migrate": {
      const { migrate } = await import("./commands/migrate.ts");
      return await migrate(world, options, to);
    }
    default: {
      const { audit } = await import("./commands/audit.ts");
      return await audit(world, options, parsed);
    }
  }
}

async function run(world: World, file: string, concurrency: number): Promise<number> {
  const token = world.env["INTUNECTL_ACCESS_TOKEN"]?.trim() ?? "";
  if (token === "") return fail(world, 4, "there is no token", "set INTUNECTL_ACCESS_TOKEN");
  let graph: GraphClient;
  let input: Readable;
  try {
    const baseUrl = world.env["INTUNECTL_GRAPH_URL"];
    graph = createGraphClient({ credential: staticToken(token), ...(baseUrl ? { baseUrl } : {}) });
  } catch (error) {
    return fail(world, 64, toMessage(error), "correct INTUNECTL_GRAPH_URL");
  }
  try {
    input = file === "-" ? world.stdin : await world.openFile(file);
  } catch (error) {
    return fail(
      world,
      64,
      `${file} cannot be read: ${toMessage(error)}`,
      "give a file of JSON lines, or - for standard input",
    );
  }
  try {
    const tally = await runJobs({
      source: createLineSource(
        input,
        assignableKinds.map(({ resource }) => resource),
      ),
      sink: createLineSink(world.stdout),
      portOf: createPorts(graph),
      sleep: world.sleep,
      concurrency,
      signal: world.interrupt,
    });
    note(world, tally);
    return toExitCode(tally, world.interrupt.aborted);
  } catch (error) {
    return fail(
      world,
      1,
      `stopped: ${toMessage(error)}`,
      "results may be missing; run the same jobs again, applied ones stay as they are",
    );
  } finally {
    input.destroy();
  }
}

function createPorts(graph: GraphClient): (resource: string) => GraphPort {
  const ports = new Map(assignableKinds.map((kind) => [kind.resource, createGraphPort(graph, kind)]));
  return (resource) => {
    const port = ports.get(resource);
    if (port === undefined) throw new Error(`resource "${resource}" is not known`);
    return port;
  };
}

function note({ stderr, interrupt }: World, tally: Tally): void {
  stderr.write(`${interrupt.aborted ? "interrupted: " : ""}${formatTally(tally)}\n`);
}

function fail({ stderr }: World, code: number, message: string, hint: string): number {
  stderr.write(`error  ${message}\nhint   ${hint}\n`);
  return code;
}

function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
