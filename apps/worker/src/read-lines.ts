/** One line of bytes, or a line that was too long to keep. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its line end; `undefined` when it was longer than allowed or is not UTF-8. */
  readonly text: string | undefined;
}

/** Longest line that is kept, in bytes. */
export const maxLineBytes = 262_144;

const lineFeed = 0x0a;

/**
 * Splits a stream at line feeds, as JSON lines are; a byte order mark at the start is dropped; a CR stays, JSON allows it.
 *
 * Not `node:readline`, which also splits at U+2028 and U+2029: those may stand inside a JSON string.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let number = 1;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      keep(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    keep(chunk.subarray(start));
  }
  if (size > 0) yield take();

  function keep(part: Uint8Array): void {
    size += part.length;
    if (size > maxLineBytes) parts = [];
    else if (part.length > 0) parts.push(part);
  }
  function take(): Line {
    const line = { number, text: size > maxLineBytes ? undefined : decode(parts) };
    parts = [];
    size = 0;
    number += 1;
    return line;
  }
}

function decode(parts: readonly Uint8Array[]): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    return undefined;
  }
}
