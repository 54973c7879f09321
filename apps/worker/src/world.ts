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
  /** The text of a small file. */
  readonly readText: (path: string) => Promise<string>;
  readonly processId: number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly clock: {
    readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
    /** Milliseconds since 1970; may jump. */
    readonly now: () => number;
    /** Milliseconds that only grow. */
    readonly monotonic: () => number;
    /** From 0 to 1. */
    readonly random: () => number;
  };
  /** Aborted when the user asks to stop. */
  readonly interrupt: AbortSignal;
}
