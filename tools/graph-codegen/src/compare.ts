import { structuredPatch } from "diff";
import type { GeneratedFile } from "./emit/printer.ts";
import { formatOrigin } from "./model/facts.ts";
import { byText } from "./model/names.ts";
import type { World } from "./world.ts";

/** A file of the output folder that is not what the specs make. */
export interface StaleFile {
  readonly path: string;
  readonly reason: "changed" | "missing" | "surplus" | "disputed";
  /** What would change, with the places in `specs/` that the new lines come from. */
  readonly difference: string;
}

interface ComparingOptions {
  readonly withDifference?: boolean;
}

/** Compares what was made with what is on disk. Reads only. */
export function compareFiles(
  world: World,
  out: string,
  files: ReadonlyMap<string, GeneratedFile>,
  options: ComparingOptions = {},
): readonly StaleFile[] {
  const comparing = startComparing(world, out, options);
  const stale = [...files].flatMap(([name, file]) => comparing.compare(name, file) ?? []);
  return [...stale, ...comparing.findSurplus()].toSorted((a, b) => byText(a.path, b.path));
}

/** A comparison of files that come one by one and need not be kept. */
interface Comparing {
  /** Undefined when the file is on disk as it was made. */
  readonly compare: (name: string, file: GeneratedFile) => StaleFile | undefined;
  /** After all were compared: the files on disk that were not among them. */
  readonly findSurplus: () => readonly StaleFile[];
}

export function startComparing(
  world: World,
  out: string,
  { withDifference = true }: ComparingOptions = {},
): Comparing {
  const present = new Set(world.listFiles(out));
  const made = new Set<string>();
  return {
    compare: (name, file) => {
      made.add(name);
      const path = `${out}/${name}`;
      // To ask for a file that is not there costs more than to read one.
      const current = present.has(name) ? readText(world, path) : undefined;
      if (current === undefined) return { path, reason: "missing", difference: "" };
      if (current === file.text) return undefined;
      return { path, reason: "changed", difference: withDifference ? describe(path, current, file) : "" };
    },
    findSurplus: () =>
      [...present]
        .filter((name) => !made.has(name))
        .map((name) => ({ path: `${out}/${name}`, reason: "surplus", difference: "" })),
  };
}

function readText(world: World, path: string): string | undefined {
  const text = world.readFile(path);
  return text?.includes("\r\n") === true ? text.replaceAll("\r\n", "\n") : text;
}

/** A unified diff in which each new line names the places that it comes from. */
function describe(path: string, current: string, file: GeneratedFile): string {
  const patch = structuredPatch(path, path, current, file.text, "committed", "from specs/", { context: 2 });
  const lines = [`--- ${path}  (committed)`, `+++ ${path}  (from specs/)`];
  for (const hunk of patch.hunks) {
    lines.push(`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`);
    let at = hunk.newStart;
    for (const line of hunk.lines) {
      lines.push(line);
      const places = line.startsWith("+") ? [...new Set((file.origins[at - 1] ?? []).map(formatOrigin))] : [];
      lines.push(...places.map((place) => `     from ${place}`));
      if (!line.startsWith("-") && !line.startsWith("\\")) at += 1;
    }
  }
  return lines.join("\n");
}
