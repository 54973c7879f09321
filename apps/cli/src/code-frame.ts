import { CliError, type ErrorDetail } from "./cli-error.ts";
import { decodeText } from "./decode-text.ts";
import { cut, toSafeText } from "./render/text.ts";
import type { World } from "./world.ts";

/** The same error with the line of each problem under it, for those that have a place in a file that can be read. */
export async function withCodeFrames(world: World, error: CliError, width: number): Promise<CliError> {
  const files = new Set(
    error.details.flatMap(({ position }) => (position === undefined ? [] : [position.file])),
  );
  if (files.size === 0) return error;
  const lines = new Map<string, readonly string[]>();
  for (const file of files) {
    try {
      const { text } = decodeText(await world.readBytes(file));
      lines.set(file, text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/));
    } catch {
      // The place in words is enough.
    }
  }
  const details = error.details.map((detail): ErrorDetail => {
    const { position } = detail;
    const line = position === undefined ? undefined : lines.get(position.file)?.[position.line - 1];
    if (position === undefined || line === undefined) return detail;
    return { ...detail, frame: toFrame(line, position, width) };
  });
  const { code, exitCode, hint, requestId, message } = error;
  return new CliError(message, {
    code,
    exitCode,
    details,
    ...(hint === undefined ? {} : { hint }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

/** Two lines: the line of the file, and a mark under its column. A long line is shown from where the mark is in sight. */
function toFrame(
  line: string,
  { line: number, column }: { readonly line: number; readonly column: number },
  width: number,
): readonly string[] {
  const gutter = String(number).padStart(4);
  const room = Math.max(20, width - gutter.length - 14);
  const start = column > room ? column - Math.floor(room / 2) : 0;
  const shown = cut(toSafeText(line.replaceAll("\t", " ").slice(start)), room, "..");
  return [
    `${gutter} | ${shown}`.trimEnd(),
    `${" ".repeat(gutter.length)} | ${" ".repeat(Math.max(0, column - 1 - start))}^`,
  ];
}
