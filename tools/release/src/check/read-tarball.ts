import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseTarGzip } from "nanotar";
import type { Tarball } from "./tarball-rules.ts";

/** Reads a packed package. */
export async function readTarball(path: string): Promise<Tarball> {
  const data = readFileSync(path);
  const entries = await parseTarGzip(data);
  return {
    file: basename(path),
    bytes: data.length,
    files: new Map(
      entries
        .filter(({ type }) => type === "file" || type === undefined)
        .map(({ name, text }) => [name.replace(/^package\//, ""), text]),
    ),
  };
}
