import type { Writable } from "node:stream";
import type { ResultSink } from "./job.ts";

/** Results as JSON lines; a slow reader slows the work down instead of filling memory. */
export function createLineSink(output: Writable): ResultSink {
  return {
    write: (result) =>
      new Promise((resolve, reject) => {
        output.write(`${JSON.stringify(result)}\n`, (error) =>
          error instanceof Error ? reject(error) : resolve(),
        );
      }),
  };
}
