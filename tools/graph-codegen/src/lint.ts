import type { Command } from "./commands.ts";
import { checkLock } from "./check-lock.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { formatReport } from "./diagnostics/report.ts";
import { generate } from "./generate.ts";
import type { SourceText } from "./model/source-text.ts";
import { createSourceText } from "./model/source-text.ts";
import { readCsdl } from "./read/csdl.ts";
import type { CsdlFacts } from "./read/csdl-facts.ts";
import { countPages, readDocsFolder } from "./read/docs-folder.ts";
import { compareDocsWithCsdl } from "./reconcile/docs-against-csdl.ts";
import type { World } from "./world.ts";

/** `graph-codegen lint`: 0 clean, 1 findings, 2 could not read. */
export function lint(command: Command, world: World): number {
  const isComparison = command.docs !== undefined || command.csdl !== undefined;
  const findings = isComparison ? lintSources(command, world) : lintSpecs(command, world);
  if (typeof findings === "string") {
    world.complain(findings);
    return 2;
  }
  const { diagnostics, sources, counts } = findings;
  const shown = diagnostics.filter(({ severity }) => severity !== "note" || command.verbose);
  world.print(formatReport(command.format, shown, sources, counts));
  return diagnostics.some(
    ({ severity }) => severity === "error" || (severity === "warning" && (isComparison || command.strict)),
  )
    ? 1
    : 0;
}

interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, SourceText>;
  /** How much was read, for a count from elsewhere to be held against. */
  readonly counts: Readonly<Record<string, number>>;
}

function lintSpecs(command: Command, world: World): Findings {
  const { diagnostics, sources } = generate(world, command.specs, command);
  return {
    diagnostics: [...diagnostics, ...checkLock(world, command.specs).diagnostics],
    sources,
    counts: {},
  };
}

/** Pages alone, metadata alone, or one against the other. */
function lintSources({ docs, csdl }: Command, world: World): Findings | string {
  const sources = new Map<string, SourceText>();
  const diagnostics: Diagnostic[] = [];
  const open = (path: string): SourceText | undefined => {
    const text = world.readFile(path);
    if (text === undefined) return undefined;
    const source = createSourceText(path.replaceAll("\\", "/"), text);
    sources.set(source.file, source);
    return source;
  };
  const read = docs === undefined ? undefined : readDocsFolder(world, docs);
  if (typeof read === "string") return read;
  const pages = read?.pages ?? [];
  for (const source of read?.sources ?? []) sources.set(source.file, source);
  diagnostics.push(...(read?.diagnostics ?? []));
  const facts: CsdlFacts[] = [];
  if (csdl !== undefined) {
    const source = open(csdl);
    if (source === undefined) return `there is no file ${csdl}`;
    const metadata = readCsdl(source);
    diagnostics.push(...metadata.diagnostics);
    facts.push(metadata.facts);
  }
  if (docs !== undefined && csdl !== undefined) diagnostics.push(...compareDocsWithCsdl(pages, facts));
  return { diagnostics, sources, counts: read === undefined ? {} : countPages(read) };
}
