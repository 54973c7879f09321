import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPackages } from "../packages.ts";
import { printSurface } from "./surface.ts";

/** Writes or compares each package's `api.txt`; answers the paths that are, or were, not what the package exports. */
export function runApi(root: string, isCheck: boolean): readonly string[] {
  return findPackages(root).flatMap(({ name, folder, types }) => {
    const file = join(folder, "api.txt");
    const text = printSurface(
      name,
      new Map([...types].map(([entry, path]) => [entry, path.replace(/^\.\//, "")])),
      (path) => readText(join(folder, path)),
    );
    if (readText(file)?.replaceAll("\r\n", "\n") === text) return [];
    if (!isCheck) writeFileSync(file, text);
    return [file];
  });
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
