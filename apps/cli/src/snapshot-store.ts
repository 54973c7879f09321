import { join } from "node:path";
import type { World } from "./world.ts";

/** The newest snapshot on this machine; their names are their times. */
export async function findNewestSnapshot(
  world: World,
  stateFolder: string,
): Promise<{ readonly path: string; readonly text: string } | undefined> {
  const found: { readonly path: string; readonly name: string }[] = [];
  for (const tenant of await world.listFolder(stateFolder)) {
    const folder = join(stateFolder, tenant, "snapshots");
    if (!(await world.isFolder(folder))) continue;
    for (const name of await world.listFolder(folder))
      if (name.endsWith(".json")) found.push({ path: join(folder, name), name });
  }
  const newest = found.toSorted((left, right) => (left.name < right.name ? 1 : -1))[0];
  return newest === undefined ? undefined : { path: newest.path, text: await world.readText(newest.path) };
}
