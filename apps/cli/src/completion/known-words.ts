import { join } from "node:path";
import { parseSnapshot, type Labels } from "@intunectl/assignments";
import { toRunWords } from "../render/history.ts";
import { readRuns } from "../run-store.ts";
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

async function readNewestSnapshot(
  world: World,
  stateFolder: string,
): Promise<Extract<ReturnType<typeof parseSnapshot>, { kind: "decoded" }>["snapshot"] | undefined> {
  const paths: { readonly path: string; readonly name: string }[] = [];
  for (const tenant of await world.listFolder(stateFolder)) {
    const folder = join(stateFolder, tenant, "snapshots");
    if (!(await world.isFolder(folder))) continue;
    for (const name of await world.listFolder(folder)) paths.push({ path: join(folder, name), name });
  }
  const newest = paths.toSorted((left, right) => (left.name < right.name ? 1 : -1))[0];
  if (newest === undefined) return undefined;
  const parsed = parseSnapshot(await world.readText(newest.path));
  return parsed.kind === "decoded" ? parsed.snapshot : undefined;
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
