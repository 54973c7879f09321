import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceText } from "../model/source-text.ts";
import { createSourceText } from "../model/source-text.ts";
import type { World } from "../world.ts";

/** Reads the file at a path; undefined when there is none. */
export type Reader<Result> = (
  path: string,
) => { readonly source: SourceText; readonly result: Result } | undefined;

export type Found<Facts> = Facts & { readonly diagnostics: readonly Diagnostic[] };

/** Makes a reader of files from a reader of texts. */
export type MakeReader = <Result>(read: (source: SourceText) => Result) => Reader<Result>;

/** Readers that read each time. */
export function readEachTime(world: World): MakeReader {
  return (read) => (path) => {
    const text = world.readFile(path);
    if (text === undefined) return undefined;
    const source = createSourceText(path, text);
    return { source, result: read(source) };
  };
}

/** Readers that remember what they read, as long as a file's size and times stay: for runs that follow each other. */
export function rememberReadings(world: World): MakeReader {
  const { stamps } = world;
  if (stamps === undefined) return readEachTime(world);
  return <Result>(read: (source: SourceText) => Result): Reader<Result> => {
    const known = new Map<string, { stamp: string; source: SourceText; result: Result }>();
    const readNow = readEachTime(world)(read);
    return (path) => {
      const stamp = stamps.of(path);
      const before = known.get(path);
      if (stamp !== undefined && before?.stamp === stamp) return before;
      const now = readNow(path);
      if (now !== undefined && stamp !== undefined) known.set(path, { stamp, ...now });
      return now;
    };
  };
}
