import { decodeJob } from "./decode-job.ts";
import type { JobSource } from "./job.ts";
import { maxLineBytes, readLines } from "./read-lines.ts";

/** Jobs from JSON lines; blank lines are skipped. */
export async function* createLineSource(
  chunks: AsyncIterable<Uint8Array>,
  resources: readonly string[],
): JobSource {
  for await (const { number, text } of readLines(chunks)) {
    if (text === undefined) {
      yield { kind: "problem", line: number, problem: `is not UTF-8 text of at most ${maxLineBytes} bytes` };
    } else if (text.trim() !== "") {
      yield { line: number, ...decodeJob(text, resources) };
    }
  }
}
