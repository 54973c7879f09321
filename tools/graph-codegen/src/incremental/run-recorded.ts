import type { Command } from "../commands.ts";
import type { World } from "../world.ts";
import type { Places } from "./build-record.ts";
import { printRecord, readUnchanged, stampAll } from "./build-record.ts";

/** Where records are kept; a workspace without it has none. */
const cacheFolder = "node_modules/.cache/graph-codegen";

/**
 * Runs `generate`, or finds from the stamps of its files (size and times) that nothing changed since it last ended well.
 *
 * Only a run without a word of complaint is recorded: what it would complain about must be said again. `load` brings the
 * generator itself, which an unchanged run does not need.
 */
export async function runRecorded(
  command: Command,
  world: World,
  tool: string,
  load: () => Promise<(world: World) => number>,
): Promise<number> {
  const { stamps } = world;
  const places = placesOf(command);
  if (stamps === undefined || places === undefined || stamps.of("node_modules/.modules.yaml") === undefined)
    return (await load())(world);
  const key = JSON.stringify([tool, { ...command, check: false }]);
  const file = `${cacheFolder}/${hashOf(key)}.json`;
  const unchanged = readUnchanged(world.readFile(file), key, stamps, places);
  if (unchanged !== undefined) {
    world.print(unchanged);
    return 0;
  }
  const inputs = stampAll(stamps, places.inputs);
  let settled: string | undefined;
  let isClean = true;
  const code = (await load())({
    ...world,
    complain: (text) => {
      isClean = false;
      world.complain(text);
    },
    settle: (text) => {
      settled = text;
    },
  });
  if (code === 0 && isClean && settled !== undefined) {
    const record = { key, inputs, outputs: stampAll(stamps, [places.out]), text: settled };
    // The run may itself have written the lock beside its inputs; then the next run looks again.
    world.writeFile(file, printRecord(record));
  }
  return code;
}

/** What a command reads and writes; undefined for one that says something each time. */
export function placesOf({ name, all, specs, docs, csdl, out, verbose }: Command): Places | undefined {
  if (name !== "generate" || verbose) return undefined;
  if (!all) return { inputs: [specs], out };
  return csdl === undefined ? undefined : { inputs: docs === undefined ? [csdl] : [csdl, docs], out };
}

/** Short and stable; two commands that meet only forget each other's record, whose key says which it is. */
function hashOf(key: string): string {
  let hash = 0;
  for (let index = 0; index < key.length; index += 1) hash = (hash * 31 + key.charCodeAt(index)) | 0;
  return (hash >>> 0).toString(36);
}
