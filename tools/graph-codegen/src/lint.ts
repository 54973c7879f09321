import type { Command } from "./commands.ts";
import { checkLock } from "./check-lock.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { formatReport } from "./diagnostics/report.ts";
import { generate } from "./generate.ts";
import type { SourceText } from "./model/source-text.ts";
import { createSourceText } from "./model/source-text.ts";
import type { AnyPage } from "./read/any-page.ts";
import { readAnyPage } from "./read/any-page.ts";
import { readCsdl } from "./read/csdl.ts";
import type { CsdlFacts } from "./read/csdl-facts.ts";
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
  const { diagnostics, sources } = findings;
  const shown = diagnostics.filter(({ severity }) => severity !== "note" || command.verbose);
  world.print(formatReport(command.format, shown, sources));
  return diagnostics.some(
    ({ severity }) => severity === "error" || (severity === "warning" && (isComparison || command.strict)),
  )
    ? 1
    : 0;
}

interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, SourceText>;
}

function lintSpecs(command: Command, world: World): Findings {
  const { diagnostics, sources } = generate(world, command.specs, command);
  return { diagnostics: [...diagnostics, ...checkLock(world, command.specs).diagnostics], sources };
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
  const pages: AnyPage[] = [];
  const names = docs === undefined ? [] : world.listFiles(docs).filter((name) => name.endsWith(".md"));
  if (docs !== undefined && names.length === 0) return `there are no pages (*.md) in ${docs}`;
  for (const name of names) {
    const source = open(`${docs}/${name}`);
    if (source === undefined) return `${docs}/${name} cannot be read`;
    const read = readAnyPage(source);
    diagnostics.push(...read.diagnostics);
    if (read.page !== undefined) pages.push(read.page);
  }
  const facts: CsdlFacts[] = [];
  if (csdl !== undefined) {
    const source = open(csdl);
    if (source === undefined) return `there is no file ${csdl}`;
    const read = readCsdl(source);
    diagnostics.push(...read.diagnostics);
    facts.push(read.facts);
  }
  if (docs !== undefined && csdl !== undefined) diagnostics.push(...compareDocsWithCsdl(pages, facts));
  return { diagnostics, sources };
}
