import { type Labels, parseSnapshot, type Snapshot } from "@intunectl/assignments";
import { toRunWords } from "../render/history.ts";
import { readRuns } from "../run-store.ts";
import { findNewestSnapshot } from "../snapshot-store.ts";
import { toStateFolder } from "../state-folder.ts";
import type { World } from "../world.ts";
import type { Candidate, KnownWords } from "./complete.ts";

/** Names from the newest snapshot and the runs of this machine; the network is never asked. */
export async function readKnownWords(world: World, isDemo: boolean): Promise<KnownWords> {
  const stateFolder = toStateFolder(world, isDemo);
  const { runs } = await readRuns(world, stateFolder);
  const snapshot = await readNewestSnapshot(world, stateFolder);
  const labels: readonly Labels[] = [
    ...runs.map((run) => run.labels),
    ...(snapshot === undefined ? [] : [snapshot.labels]),
  ];
  const configurations = [...runs.flatMap((run) => run.configurations), ...(snapshot?.configurations ?? [])];
  return {
    configuration: toCandidates(configurations.map(({ id, name }) => [id, name])),
    group: toCandidates(labels.flatMap(({ groups }) => Object.entries(groups))),
    filter: toCandidates(labels.flatMap(({ filters }) => Object.entries(filters))),
    run: runs.map((run) => ({ value: run.id, description: `${run.command}, ${toRunWords(run)}` })),
  };
}

async function readNewestSnapshot(world: World, stateFolder: string): Promise<Snapshot | undefined> {
  const newest = await findNewestSnapshot(world, stateFolder);
  const parsed = newest === undefined ? undefined : parseSnapshot(newest.text);
  return parsed?.kind === "decoded" ? parsed.snapshot : undefined;
}

/** The last name of each id, by name. */
function toCandidates(entries: readonly (readonly [string, string | undefined])[]): readonly Candidate[] {
  const byId = new Map(
    entries.flatMap(([id, name]) => (name === undefined ? [] : [[id.toLowerCase(), name] as const])),
  );
  return [...byId]
    .map(([id, name]) => ({ value: name, description: id.slice(0, 8) }))
    .toSorted((left, right) => (left.value < right.value ? -1 : 1));
}
