import type { Context } from "./context.ts";

/** Words as one line that a shell reads back, for the record and for hints. */
export function toCommandLine(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w.:/\\-]+$/.test(word) ? word : `"${word.replaceAll('"', String.raw`\"`)}"`))
    .join(" ");
}

/** The program as a hint must name it: what is copied from a demo goes on in the demo. */
export function toProgram({ options }: Context): string {
  return options.demo ? "intunectl --demo" : "intunectl";
}
