import {
  type FSWatcher,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { randomUUID } from "node:crypto";
import { spawnSync } from "node:child_process";
import type { RunGit } from "./diff/git.ts";

/** The effects of the generator. Paths are relative to the working folder, with forward slashes. */
export interface World {
  /** Undefined when there is no such file. */
  readonly readFile: (path: string) => string | undefined;
  /** Every file below a folder, relative to it, sorted; empty when there is no such folder. */
  readonly listFiles: (folder: string) => readonly string[];
  /** Puts a file in place in one step: a reader sees the old text or the new. */
  readonly writeFile: (path: string, text: string) => void;
  readonly removeFile: (path: string) => void;
  /** Undefined where files have no times: then every run is a whole one. */
  readonly stamps?: Stamps;
  /** Is told what the same run would print if it found nothing to do. */
  readonly settle?: (text: string) => void;
  /** Undefined where there is no history to ask. */
  readonly git?: RunGit;
  /** The answer. */
  readonly print: (text: string) => void;
  /** Everything else. */
  readonly complain: (text: string) => void;
}

/** Size and times of files: where they are the same, so is the text. */
export interface Stamps {
  /** Of every file below a folder, by its path there; of a file itself under the empty name. */
  readonly below: (place: string) => ReadonlyMap<string, string>;
  /** Of one file; undefined when there is none. */
  readonly of: (path: string) => string | undefined;
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
    stamps: { below: (place) => stampsBelow(at(place)), of: (path) => stampOf(at(path)) },
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
    git: (args, input) => {
      const { status, stdout, stderr, error } = spawnSync("git", args, {
        cwd: root,
        input,
        // A page with an accent in its name is listed as it is.
        env: {
          ...process.env,
          GIT_CONFIG_COUNT: "1",
          GIT_CONFIG_KEY_0: "core.quotePath",
          GIT_CONFIG_VALUE_0: "false",
        },
        maxBuffer: 1 << 30,
      });
      return error === undefined
        ? { status: status ?? 1, stdout, stderr: stderr.toString("utf8") }
        : undefined;
    },
  };
}

function stampsBelow(place: string): ReadonlyMap<string, string> {
  const own = stampOf(place);
  if (own !== undefined) return new Map([["", own]]);
  const stamps = new Map<string, string>();
  for (const name of listBelow(place, "")) {
    const stamp = stampOf(join(place, name));
    if (stamp !== undefined) stamps.set(name, stamp);
  }
  return stamps;
}

/** The time of the last change of any kind tells of an edit even when its author set the file's own time back. */
function stampOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true ? `${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}` : undefined;
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

/** Calls back after each change of a file, or of anything below a folder; answers how to stop. */
export function watchPlace(folder: string, place: string, changed: () => void): () => void {
  // Folders, not files: an editor that saves by renaming makes a new file, which a watch of the old one does not see.
  const watchers = new Map<string, FSWatcher>();
  const follow = (): void => {
    for (const path of foldersOf(resolve(folder, place)))
      if (!watchers.has(path))
        watchers.set(
          path,
          watch(path, () => {
            follow();
            changed();
          }).on("error", () => watchers.delete(path)),
        );
  };
  follow();
  return () => {
    for (const watcher of watchers.values()) watcher.close();
  };
}

/** A folder and all below it; of a file the folder that it is in. */
function foldersOf(path: string): readonly string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [dirname(path)];
  const below = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [path, ...below.flatMap(({ name }) => foldersOf(join(path, name)))];
}
