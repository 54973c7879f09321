import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { chmod, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname } from "node:path";
import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** A stream that text goes to. */
export interface Terminal {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Absent when it is not a terminal. */
  readonly columns: number | undefined;
}

/** Everything outside of the program. */
export interface World {
  readonly environment: Readonly<Partial<Record<string, string>>>;
  readonly platform: string;
  readonly homeFolder: string;
  readonly out: Terminal;
  readonly err: Terminal;
  readonly isInputTerminal: boolean;
  /** Aborted when the person or the system asks to stop. */
  readonly interrupted: AbortSignal;
  /** `24.21.0`. */
  readonly nodeVersion: string;
  /** Why an address does not answer; absent when it does, whatever it says. */
  reach(url: string): Promise<string | undefined>;
  /** This program's own version. */
  readVersion(): string;
  /** Milliseconds since 1970, UTC. */
  now(): number;
  newHex(bytes: number): string;
  sleep(milliseconds: number): Promise<void>;
  ask(question: string): Promise<string>;
  readText(path: string): Promise<string>;
  readBytes(path: string): Promise<Uint8Array>;
  /** Replaces the file in one step. `isPrivate`: readable by this user alone, and so is its new folder. */
  writeText(path: string, text: string, isPrivate: boolean): Promise<void>;
  /** Adds to the end of a private file; it is on the disk when this resolves. */
  appendText(path: string, text: string): Promise<void>;
  removeFile(path: string): Promise<void>;
  isFolder(path: string): Promise<boolean>;
  /** Names in a folder; none when it does not exist. */
  listFolder(path: string): Promise<readonly string[]>;
  makePrivateFolder(path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
}

/** The real world; only streams and signals come from outside, because they belong to the process. */
export function createWorld(
  parts: Pick<
    World,
    "environment" | "platform" | "nodeVersion" | "out" | "err" | "isInputTerminal" | "interrupted"
  > & {
    readonly input: NodeJS.ReadableStream;
    readonly questions: NodeJS.WritableStream;
  },
): World {
  const { input, questions, ...rest } = parts;
  return {
    ...rest,
    homeFolder: homedir(),
    reach,
    readVersion,
    now: () => Date.now(),
    newHex: (bytes) => randomBytes(bytes).toString("hex"),
    sleep: async (milliseconds) => {
      await sleep(milliseconds);
    },
    ask: async (question) => {
      const lines = createInterface({ input, output: questions });
      try {
        return await lines.question(question, { signal: parts.interrupted });
      } catch (error) {
        // What is said next begins a line.
        questions.write("\n");
        throw error;
      } finally {
        lines.close();
      }
    },
    readText: (path) => readFile(path, "utf8"),
    readBytes: (path) => readFile(path),
    writeText,
    appendText,
    removeFile: (path) => rm(path, { force: true }),
    isFolder: async (path) => {
      try {
        return (await stat(path)).isDirectory();
      } catch {
        return false;
      }
    },
    listFolder: async (path) => {
      try {
        return await readdir(path);
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
    makePrivateFolder,
    removeFolder: (path) => rm(path, { recursive: true, force: true }),
  };
}

async function reach(url: string): Promise<string | undefined> {
  try {
    // Any answer will do; following one could lead anywhere.
    await fetch(url, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(5000) });
    return undefined;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    if (!(cause instanceof Error)) return String(cause);
    const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
    return code === "" ? cause.message : code;
  }
}

function readVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? "unknown";
}

/** Whether a file was not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

async function writeText(path: string, text: string, isPrivate: boolean): Promise<void> {
  if (isPrivate) await makePrivateFolder(dirname(path));
  const part = `${path}.${randomBytes(4).toString("hex")}.part`;
  try {
    const file = await open(part, "wx", isPrivate ? 0o600 : 0o666);
    try {
      await file.writeFile(text, "utf8");
      // The record of a write must be on the disk before the write is sent.
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
    if (isPrivate) await syncFolder(dirname(path));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function appendText(path: string, text: string): Promise<void> {
  const file = await open(path, "a", 0o600);
  try {
    await file.appendFile(text, "utf8");
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** A new name is on the disk when its folder is. Windows has no such thing and needs none. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    // The file itself is on the disk; that is all that this system offers.
  }
}

async function makePrivateFolder(path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true, mode: 0o700 });
  // The mask of the process may have taken bits away that are needed.
  if (made !== undefined) await chmod(path, 0o700);
}
