import type { Command } from "../commands.ts";
import { createRememberingReaders } from "../read/readers.ts";
import { run } from "../run.ts";
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
export async function runWatch(
  args: readonly string[],
  command: Command,
  world: WatchWorld,
  signal: AbortSignal,
): Promise<number> {
  const readers = createRememberingReaders(world);
  const own = args.filter((argument) => argument !== "--watch");
  const generate = (): void => {
    const start = world.nowMs();
    const code = run(own, world, readers);
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
