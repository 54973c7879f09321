import { basename, join } from "node:path";
import { formatRunRecord, parseRun, replayRunLog, type Run, type RunRecord } from "@intunectl/assignments";
import { CliError } from "./cli-error.ts";
import { exitCodes } from "./exit-codes.ts";
import { toFolderName } from "./state-folder.ts";
import type { World } from "./world.ts";

/** A run's file that could not be read. */
export interface UnreadableRun {
  readonly path: string;
  readonly reason: string;
}

/** What is on record. */
export interface RunHistory {
  /** The newest first. */
  readonly runs: readonly Run[];
  readonly unreadable: readonly UnreadableRun[];
}

/** All runs of every tenant, or of one. */
export async function readRuns(world: World, stateFolder: string, tenant?: string): Promise<RunHistory> {
  const runs: Run[] = [];
  const unreadable: UnreadableRun[] = [];
  for (const path of await listRunFiles(world, stateFolder, tenant)) {
    const parsed = parseRun(await world.readText(path));
    if (parsed.kind === "invalid") unreadable.push({ path, reason: parsed.message });
    else runs.push(replayRunLog(parsed.run, await readLog(world, path)));
  }
  const newestFirst = (left: Run, right: Run): number =>
    left.startedAt < right.startedAt
      ? 1
      : left.startedAt > right.startedAt
        ? -1
        : left.id < right.id
          ? -1
          : 1;
  return { runs: runs.toSorted(newestFirst), unreadable };
}

/** The run with an id, or the newest one. Throws when there is none. */
export function findRun({ runs }: RunHistory, id: string | undefined): Run {
  const run = id === undefined ? runs[0] : runs.find((one) => one.id === id.toLowerCase());
  if (run !== undefined) return run;
  throw new CliError(id === undefined ? "there is no run to undo" : `there is no run ${id}`, {
    code: "unknown-run",
    exitCode: exitCodes.usage,
    hint: "intunectl history lists them",
  });
}

/** The record of a run that is under way. */
export interface RunJournal {
  readonly run: Run;
  /** Resolves when the step is on the disk. Steps that come together are written together. */
  record(step: RunRecord): Promise<void>;
  /** Says that the run came to its end. */
  finish(finishedAt: string): Promise<void>;
}

/** Puts a new run on the disk, with a log beside it that every step is added to. */
export async function createJournal(world: World, stateFolder: string, run: Run): Promise<RunJournal> {
  const path = toRunPath(stateFolder, run);
  const log = toLogPath(path);
  await world.writeText(path, formatRun(run), true);
  let written = "";
  let queue = Promise.resolve();
  let open: Batch | undefined;
  /** Steps that come while another batch is being written wait together, and share what becomes of theirs. */
  const openBatch = (): Batch => {
    const lines: string[] = [];
    const write = async (before: Promise<void>): Promise<void> => {
      await before.catch(() => {});
      open = undefined;
      const text = lines.join("");
      await world.appendText(log, text);
      written += text;
    };
    const done = write(queue);
    queue = done;
    return { lines, done };
  };
  return {
    run,
    record: async (step) => {
      open ??= openBatch();
      open.lines.push(formatRunRecord(step));
      await open.done;
    },
    finish: async (finishedAt) => {
      // The log may be read once more with the finished run; it says the same.
      await world.writeText(path, formatRun({ ...replayRunLog(run, written), finishedAt }), true);
      await world.removeFile(log);
    },
  };
}

interface Batch {
  readonly lines: string[];
  readonly done: Promise<void>;
}

/** A short id that no run on this machine has. */
export async function newRunId(world: World, stateFolder: string): Promise<string> {
  const files = await listRunFiles(world, stateFolder);
  const taken = new Set(files.map((path) => basename(path, ".json")));
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const id = world.newHex(2);
    if (!taken.has(id)) return id;
  }
  return world.newHex(6);
}

/** Where a run's file is. */
export function toRunPath(stateFolder: string, { tenant, id }: Pick<Run, "tenant" | "id">): string {
  return join(stateFolder, toFolderName(tenant), "runs", `${id}.json`);
}

function toLogPath(path: string): string {
  return path.replace(/\.json$/, ".log");
}

function formatRun(run: Run): string {
  return `${JSON.stringify(run, null, 2)}\n`;
}

async function readLog(world: World, path: string): Promise<string> {
  try {
    return await world.readText(toLogPath(path));
  } catch {
    // No step was taken yet, or the run was finished.
    return "";
  }
}

async function listRunFiles(world: World, stateFolder: string, tenant?: string): Promise<readonly string[]> {
  const paths: string[] = [];
  const folders = tenant === undefined ? await world.listFolder(stateFolder) : [toFolderName(tenant)];
  for (const folder of folders.filter((name) => name !== "demo" && name !== "emulator")) {
    const path = join(stateFolder, folder, "runs");
    for (const name of await listRuns(world, path)) paths.push(join(path, name));
  }
  return paths;
}

async function listRuns(world: World, path: string): Promise<readonly string[]> {
  try {
    return (await world.listFolder(path)).filter((name) => name.endsWith(".json"));
  } catch (error) {
    // A plain file among the tenants' folders is not ours.
    if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return [];
    throw error;
  }
}
