import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { randomUUID } from "node:crypto";

/** The effects of the generator. Paths are relative to the working folder, with forward slashes. */
export interface World {
  /** Undefined when there is no such file. */
  readonly readFile: (path: string) => string | undefined;
  /** Every file below a folder, relative to it, sorted; empty when there is no such folder. */
  readonly listFiles: (folder: string) => readonly string[];
  /** Puts a file in place in one step: a reader sees the old text or the new. */
  readonly writeFile: (path: string, text: string) => void;
  readonly removeFile: (path: string) => void;
  /** The answer. */
  readonly print: (text: string) => void;
  /** Everything else. */
  readonly complain: (text: string) => void;
}

/** The real disk below `root`. */
export function createWorld(
  root: string,
  print: (text: string) => void,
  complain: (text: string) => void,
): World {
  const at = (path: string): string => resolve(root, path);
  // Asking for each of some thousand files whether its folder is there costs as much as writing them.
  const folders = new Set<string>();
  const makeFolder = (folder: string): void => {
    if (folders.has(folder)) return;
    mkdirSync(folder, { recursive: true });
    folders.add(folder);
  };
  return {
    print,
    complain,
    readFile: (path) => {
      try {
        return readFileSync(at(path), "utf8");
      } catch (cause) {
        if (cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "EISDIR"))
          return undefined;
        throw cause;
      }
    },
    listFiles: (folder) => listBelow(at(folder), ""),
    writeFile: (path, text) => {
      const target = at(path);
      makeFolder(dirname(target));
      const temporary = join(dirname(target), `.${randomUUID()}.tmp`);
      try {
        writeFileSync(temporary, text);
        renameSync(temporary, target);
      } catch (cause) {
        rmSync(temporary, { force: true });
        throw cause;
      }
    },
    removeFile: (path) => rmSync(at(path), { force: true }),
  };
}

function listBelow(folder: string, prefix: string): readonly string[] {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory()
        ? listBelow(join(folder, entry.name), `${prefix}${entry.name}/`)
        : [`${prefix}${entry.name}`],
    );
}
