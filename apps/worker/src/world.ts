import type { Readable, Writable } from "node:stream";

/** The effects of the program; a test brings its own. */
export interface World {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Opens a file to read; rejects when there is none. */
  readonly openFile: (path: string) => Promise<Readable>;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Aborted when the user asks to stop. */
  readonly interrupt: AbortSignal;
}
