import type { Command } from "./commands.ts";
import { parseCommand } from "./commands.ts";
import { runRecorded } from "./incremental/run-recorded.ts";
import type { World } from "./world.ts";
import { createWorld, watchPlace } from "./world.ts";

/** What the process gives. */
interface Outside extends Pick<World, "print" | "complain"> {
  /** Calls back when a person or a supervisor wants an end. */
  readonly onInterrupt: (listener: () => void) => void;
}

/** Starts the program on the real disk: an unchanged `generate` ends before the generator is even loaded. */
export async function start(args: readonly string[], folder: string, outside: Outside): Promise<number> {
  const world = createWorld(folder, outside.print, outside.complain);
  const command = tryParse(args);
  const load = async (): Promise<(world: World) => number> => {
    if (command?.name === "generate" && command.all) {
      const { runWhole } = await import("./whole/run.ts");
      return (own) => runWhole(command, own);
    }
    const { run } = await import("./run.ts");
    return (own) => run(args, own);
  };
  if (command?.watch === true) {
    const { runWatch } = await import("./incremental/watch.ts");
    const stop = new AbortController();
    outside.onInterrupt(() => stop.abort());
    return runWatch(
      command,
      {
        ...world,
        onChange: (place, changed) => watchPlace(folder, place, changed),
        nowMs: () => performance.now(),
      },
      stop.signal,
    );
  }
  return command === undefined ? (await load())(world) : runRecorded(command, world, toolStamp(world), load);
}

/** Undefined for anything but a command that `run` would take, too; what is wrong with it `run` says. */
function tryParse(args: readonly string[]): Command | undefined {
  try {
    const command = parseCommand(args);
    return command === "help" ? undefined : command;
  } catch {
    return undefined;
  }
}

/** Changes with every edit of the generator itself. */
function toolStamp({ stamps }: World): string {
  return JSON.stringify([...(stamps?.below(import.meta.dirname) ?? [])]);
}
