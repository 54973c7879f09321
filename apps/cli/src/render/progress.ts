import type { GlobalOptions } from "../global-options.ts";
import type { World } from "../world.ts";
import type { Appearance } from "./appearance.ts";
import { cut, pad } from "./text.ts";

/** How far something long has come. */
export interface Progress {
  /** Shows a bar, or moves it: `Reading assignments  ████░░  2/5`. */
  show(what: string, done: number, total?: number): void;
  /** Says for how long the service makes us wait. */
  wait(what: string, milliseconds: number): void;
  /** Takes the line away, so that something else can be written. */
  clear(): void;
}

const barWidth = 20;
// A short read needs no bar, and a line that flickers is worse than none.
const quietMs = 300;

/** A line on standard error that is written over; nothing where that is no terminal, and with `--quiet`. */
export function createProgress(
  world: Pick<World, "err" | "now">,
  { quiet }: Pick<GlobalOptions, "quiet">,
  { glyphs }: Pick<Appearance, "glyphs">,
): Progress {
  if (!world.err.isTerminal || quiet) return { show: () => {}, wait: () => {}, clear: () => {} };
  const startedAt = world.now();
  let shown = "";
  const write = (line: string): void => {
    const text = cut(line, Math.max(20, (world.err.columns ?? 80) - 1), glyphs.ellipsis);
    if (text === shown) return;
    world.err.write(`\r\u001B[2K${text}`);
    shown = text;
  };
  return {
    show(what, done, total) {
      if (world.now() - startedAt < quietMs) return;
      if (total === undefined) return write(`${what}  ${done}`);
      const full = total === 0 ? barWidth : Math.floor((barWidth * Math.min(done, total)) / total);
      const bar = glyphs.full.repeat(full) + glyphs.empty.repeat(barWidth - full);
      write(`${pad(what, 22)}  ${bar}  ${done}/${total}`);
    },
    wait(what, milliseconds) {
      write(`${glyphs.ellipsis} ${what}, again in ${Math.ceil(milliseconds / 1000)} s`);
    },
    clear() {
      if (shown === "") return;
      world.err.write("\r\u001B[2K");
      shown = "";
    },
  };
}
