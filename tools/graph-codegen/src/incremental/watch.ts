import type { Command } from "../commands.ts";
import { rememberReadings } from "../read/readers.ts";
import { createSpecReaders } from "../read/spec-readers.ts";
import { runGenerate } from "../run.ts";
import { createWholeReaders } from "../whole/readers.ts";
import { runWhole } from "../whole/run.ts";
import type { World } from "../world.ts";
import { placesOf } from "./run-recorded.ts";

/** Editors write a file in several steps; a run in the middle of them would complain about half a file. */
const settleMs = 60;

/** What a watch needs of the world beside the generator's. */
export interface WatchWorld extends World {
  /** Calls back after each change below a place; answers how to stop. */
  readonly onChange: (place: string, changed: () => void) => () => void;
  readonly nowMs: () => number;
}

/** Generates, then again after each change of a source, until `signal` is aborted. Only changed sources are read again. */
export async function runWatch(command: Command, world: WatchWorld, signal: AbortSignal): Promise<number> {
  const run = createRun(command, world);
  const generate = (): void => {
    const start = world.nowMs();
    const code = run();
    world.print(`${code === 0 ? "done" : "failed"} in ${Math.round(world.nowMs() - start)} ms; watching`);
  };
  generate();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stops = (placesOf(command)?.inputs ?? []).map((place) =>
    world.onChange(place, () => {
      clearTimeout(timer);
      timer = setTimeout(generate, settleMs);
    }),
  );
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
  clearTimeout(timer);
  for (const stop of stops) stop();
  return 0;
}

/** The same run again and again, with what it has read before. */
function createRun(command: Command, world: World): () => number {
  const make = rememberReadings(world);
  if (command.all) {
    const readers = createWholeReaders(make);
    return () => runWhole(command, world, readers);
  }
  const readers = createSpecReaders(make);
  return () => runGenerate(command, world, readers);
}
