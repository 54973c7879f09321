import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { diagnostic } from "./diagnostics/diagnostic.ts";
import type { SourceText } from "./model/source-text.ts";
import type { PageFacts } from "./read/page.ts";
import { readEachTime } from "./read/readers.ts";
import type { SpecReaders } from "./read/spec-readers.ts";
import { createSpecReaders } from "./read/spec-readers.ts";
import type { EnumPage, ResourcePage } from "./read/resource-page.ts";
import type { SpecFacts } from "./reconcile/context.ts";
import type { World } from "./world.ts";

/** Everything that `specs/` says, with the texts for code frames. */
export interface LoadedSpecs {
  readonly facts: SpecFacts;
  /** By path from the workspace root; those that have a say in the output. */
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the surface and all that it needs. */
export function loadSpecs(
  world: World,
  specs: string,
  options: { readonly withOverlays: boolean },
  readers: SpecReaders = createSpecReaders(readEachTime(world)),
): LoadedSpecs {
  const sources = new Map<string, SourceText>();
  const diagnostics: Diagnostic[] = [];
  const take = <T extends { readonly diagnostics: readonly Diagnostic[] }>(
    read: { readonly source: SourceText; readonly result: T } | undefined,
  ): T | undefined => {
    if (read === undefined) return undefined;
    sources.set(read.source.file, read.source);
    diagnostics.push(...read.result.diagnostics);
    return read.result;
  };

  const surfaceFile = `${specs}/surface.yaml`;
  const surfaceRead = take(readers.surface(surfaceFile));
  if (surfaceRead === undefined) {
    diagnostics.push(
      diagnostic("file-missing", [{ file: surfaceFile, line: 1, column: 1, length: 1 }], {
        path: surfaceFile,
      }),
    );
    return {
      facts: {
        surface: { version: "beta", entries: [] },
        pages: new Map(),
        types: new Map(),
        csdl: [],
        openapi: [],
        overlays: [],
      },
      sources,
      diagnostics,
    };
  }
  const { surface } = surfaceRead;
  const folder = `${specs}/graph/${surface.version}`;
  const pages = new Map<string, PageFacts>();
  for (const { source: entry } of surface.entries) {
    if (entry.kind !== "page") continue;
    const path = `${folder}/${entry.name.value}`;
    const read = take(readers.page(path));
    if (read === undefined) diagnostics.push(diagnostic("file-missing", [entry.name.origin], { path }));
    else if (read.page !== undefined) pages.set(entry.name.value, read.page);
  }
  const each = <T extends { readonly diagnostics: readonly Diagnostic[] }>(
    name: string,
    ending: RegExp,
    read: (path: string) => { readonly source: SourceText; readonly result: T } | undefined,
  ): readonly T[] =>
    world
      .listFiles(`${folder}/${name}`)
      .filter((file) => ending.test(file))
      .map((file) => take(read(`${folder}/${name}/${file}`)))
      .filter((result) => result !== undefined);
  const types = new Map<string, ResourcePage | EnumPage>();
  for (const { page } of each("resources", /\.md$/, readers.anyPage))
    if (page !== undefined && page.kind !== "operation") types.set(page.type.value, page);
  const csdl = each("csdl", /\.(xml|csdl)$/, readers.csdl).map(({ facts }) => facts);
  const openapi = each("openapi", /\.ya?ml$/, readers.openapi).map(({ facts }) => facts);
  const overlays = options.withOverlays
    ? each("overlays", /\.ya?ml$/, readers.overlays).flatMap((read) => read.overlays)
    : [];
  return { facts: { surface, pages, types, csdl, openapi, overlays }, sources, diagnostics };
}
