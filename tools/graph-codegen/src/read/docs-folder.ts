import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isError } from "../diagnostics/diagnostic.ts";
import type { SourceText } from "../model/source-text.ts";
import type { World } from "../world.ts";
import type { AnyPage } from "./any-page.ts";
import { readAnyPage } from "./any-page.ts";
import type { Found, Reader } from "./readers.ts";
import { readEachTime } from "./readers.ts";

/** A folder of reference pages, read. */
export interface DocsFolder {
  readonly pages: readonly AnyPage[];
  readonly sources: readonly SourceText[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads every page below a folder; answers a sentence when there are none, or one cannot be read. */
export function readDocsFolder(
  world: World,
  folder: string,
  readPage: Reader<Found<{ readonly page: AnyPage | undefined }>> = readEachTime(world)(readAnyPage),
): DocsFolder | string {
  const names = world.listFiles(folder).filter((name) => name.endsWith(".md"));
  if (names.length === 0) return `there are no pages (*.md) in ${folder}`;
  const pages: AnyPage[] = [];
  const sources: SourceText[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const name of names) {
    const read = readPage(`${folder}/${name}`);
    if (read === undefined) return `${folder}/${name} cannot be read`;
    sources.push(read.source);
    diagnostics.push(...read.result.diagnostics);
    if (read.result.page !== undefined) pages.push(read.result.page);
  }
  return { pages, sources, diagnostics };
}

/** How much pages say, and which files say nothing; a plain count of their rows and lines must come to the same. */
export function countPages({ pages, sources, diagnostics }: DocsFolder): Readonly<Record<string, number>> {
  const read = new Set(pages.map(({ file }) => file));
  const refused = new Set(
    diagnostics.filter(isError).flatMap(({ origins }) => origins.map(({ file }) => file)),
  );
  const unread = sources.filter(({ file }) => !read.has(file));
  const counts = {
    files: sources.length,
    refused: unread.filter(({ file }) => refused.has(file)).length,
    describeNoApi: unread.filter(({ file }) => !refused.has(file)).length,
    operationPages: 0,
    resourcePages: 0,
    enumPages: 0,
    requests: 0,
    permissionRows: 0,
    parameters: 0,
    examples: 0,
    properties: 0,
    relationships: 0,
    enumMembers: 0,
  };
  for (const page of pages)
    switch (page.kind) {
      case "operation":
        counts.operationPages += 1;
        counts.requests += page.requests.length;
        counts.permissionRows += page.permissions.rows.length;
        counts.parameters += page.parameters.length;
        counts.examples += page.examples.length;
        break;
      case "resource":
        counts.resourcePages += 1;
        counts.properties += page.properties.length;
        counts.relationships += page.relationships.length;
        break;
      case "enum":
        counts.enumPages += 1;
        counts.enumMembers += page.members.length;
        break;
      default:
        page satisfies never;
    }
  return counts;
}
