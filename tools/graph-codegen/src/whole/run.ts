import type { Command } from "../commands.ts";
import { startComparing } from "../compare.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isError } from "../diagnostics/diagnostic.ts";
import { renderDiagnostic } from "../diagnostics/render.ts";
import { emitWhole } from "../emit/emit.ts";
import type { GeneratedFile } from "../emit/printer.ts";
import type { SourceText } from "../model/source-text.ts";
import type { DocsFolder } from "../read/docs-folder.ts";
import { countPages, readDocsFolder } from "../read/docs-folder.ts";
import { hashSource } from "../read/lock.ts";
import { readEachTime } from "../read/readers.ts";
import type { WholeReaders } from "./readers.ts";
import { createWholeReaders } from "./readers.ts";
import type { World } from "../world.ts";
import { countFindings } from "./documented.ts";
import type { Whole } from "./model.ts";
import { wholeModel } from "./model.ts";
import type { Summary } from "./summary.ts";
import { printSummary, summarizeWhole } from "./summary.ts";

const noDocs: DocsFolder = { pages: [], sources: [], diagnostics: [] };

/** `graph-codegen generate --all --csdl <file> [--docs <folder>] --out <folder>`: everything that a CSDL declares. */
export function runWhole(
  command: Command,
  world: World,
  readers: WholeReaders = createWholeReaders(readEachTime(world)),
): number {
  const file = command.csdl ?? "";
  const metadata = readers.csdl(file);
  const docs = command.docs === undefined ? noDocs : readDocsFolder(world, command.docs, readers.anyPage);
  if (metadata === undefined || typeof docs === "string") {
    world.complain(typeof docs === "string" ? docs : `there is no file ${file}`);
    return 1;
  }
  const { source, result: read } = metadata;
  const version = command.version ?? (/beta/i.test(file) ? "beta" : "v1.0");
  const whole = wholeModel([read.facts], version, docs.pages, { withPaths: command.paths });
  const diagnostics = [...read.diagnostics.map(softened), ...whole.diagnostics];
  report(command, world, diagnostics, source);
  if (diagnostics.some(isError)) {
    world.complain("nothing was written");
    return 1;
  }
  const hashes = new Map([source, ...docs.sources].map((each) => [each.file, hashSource(each)]));
  const { files, changed } = writeWhole(command, world, emitWhole(whole.model, hashes));
  const summary = { ...summarize(whole, read.facts, docs), files, changed };
  const print = (said: typeof summary): string =>
    command.format === "json" ? JSON.stringify(said, undefined, 2) : printSummary(said);
  world.print(print(summary));
  world.settle?.(print({ ...summary, changed: 0 }));
  return command.check && changed > 0 ? 1 : 0;
}

/** Writes, or with `--check` only names, the files that are not on disk as they are made. */
function writeWhole(
  { out, check }: Command,
  world: World,
  made: Iterable<readonly [name: string, file: GeneratedFile]>,
): { readonly files: number; readonly changed: number } {
  const comparing = startComparing(world, out, { withDifference: false });
  let [files, changed] = [0, 0];
  for (const [name, file] of made) {
    files += 1;
    const stale = comparing.compare(name, file);
    if (stale === undefined) continue;
    changed += 1;
    if (check) world.complain(`stale  ${stale.path}  (${stale.reason})`);
    else world.writeFile(stale.path, file.text);
  }
  for (const { path, reason } of comparing.findSurplus()) {
    changed += 1;
    if (check) world.complain(`stale  ${path}  (${reason})`);
    else world.removeFile(path);
  }
  return { files, changed };
}

/** A member declared twice is mended by the first; a file that cannot be read as CSDL is not mended. */
function softened(found: Diagnostic): Diagnostic {
  return found.code === "name-collision" ? { ...found, severity: "warning" } : found;
}

function report(
  command: Command,
  world: World,
  diagnostics: readonly Diagnostic[],
  source: SourceText,
): void {
  const sources = new Map([[source.file, source]]);
  for (const found of diagnostics)
    if (found.severity !== "note" || command.verbose) world.complain(`${renderDiagnostic(found, sources)}\n`);
}

function summarize(
  whole: Whole,
  facts: Parameters<typeof summarizeWhole>[0][number],
  docs: DocsFolder,
): Summary {
  const summary = summarizeWhole([facts], whole.model, whole.diagnostics);
  if (docs.pages.length === 0) return summary;
  const { byOperation, entities, unknown } = whole.documented;
  return {
    ...summary,
    docs: {
      read: countPages(docs),
      operations: {
        documentedBound: byOperation.size,
        documentedRequests: entities.length,
        pagesUnknownToMetadata: unknown.length,
      },
      findings: countFindings([...docs.diagnostics, ...whole.disagreements]),
    },
  };
}
