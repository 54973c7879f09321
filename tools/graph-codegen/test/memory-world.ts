import type { World } from "../src/world.ts";

/** A world in memory, with what was printed. */
export interface MemoryWorld extends World {
  readonly files: Map<string, string>;
  readonly printed: string[];
  readonly complaints: string[];
}

export function createMemoryWorld(files: Iterable<readonly [string, string]>): MemoryWorld {
  const map = new Map(files);
  const printed: string[] = [];
  const complaints: string[] = [];
  return {
    files: map,
    printed,
    complaints,
    readFile: (path) => map.get(path),
    listFiles: (folder) =>
      [...map.keys()]
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1))
        .toSorted(),
    writeFile: (path, text) => void map.set(path, text),
    removeFile: (path) => void map.delete(path),
    print: (text) => void printed.push(text),
    complain: (text) => void complaints.push(text),
  };
}
