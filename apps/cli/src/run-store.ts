import { basename, join } from "node:path";
import { parseRun, type Run } from "@intunectl/assignments";
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
  const folders = tenant === undefined ? await world.listFolder(stateFolder) : [toFolderName(tenant)];
  for (const folder of folders.filter((name) => name !== "demo" && name !== "emulator")) {
    const path = join(stateFolder, folder, "runs");
    for (const name of await listRuns(world, path)) {
      const parsed = parseRun(await world.readText(join(path, name)));
      if (parsed.kind === "decoded") runs.push(parsed.run);
      else unreadable.push({ path: join(path, name), reason: parsed.message });
    }
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

/** Writes a run's file; it is on the disk when this resolves. */
export async function writeRun(world: World, stateFolder: string, run: Run): Promise<void> {
  const path = join(stateFolder, toFolderName(run.tenant), "runs", `${run.id}.json`);
  await world.writeText(path, `${JSON.stringify(run, null, 2)}\n`, true);
}

/** A short id that no run on this machine has. */
export async function newRunId(world: World, stateFolder: string): Promise<string> {
  const { runs, unreadable } = await readRuns(world, stateFolder);
  const taken = new Set([
    ...runs.map(({ id }) => id),
    ...unreadable.map(({ path }) => basename(path, ".json")),
  ]);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const id = world.newHex(2);
    if (!taken.has(id)) return id;
  }
  return world.newHex(6);
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
