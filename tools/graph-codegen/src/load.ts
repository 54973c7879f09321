import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { diagnostic } from "./diagnostics/diagnostic.ts";
import type { SourceText } from "./model/source-text.ts";
import { createSourceText } from "./model/source-text.ts";
import { readAnyPage } from "./read/any-page.ts";
import { readCsdl } from "./read/csdl.ts";
import type { CsdlFacts } from "./read/csdl-facts.ts";
import { readOpenApi } from "./read/openapi.ts";
import type { OpenApiFacts } from "./read/openapi.ts";
import { readOverlays } from "./read/overlay.ts";
import type { Overlay } from "./read/overlay.ts";
import { readOperationPage } from "./read/page.ts";
import type { PageFacts } from "./read/page.ts";
import type { EnumPage, ResourcePage } from "./read/resource-page.ts";
import { readSurface } from "./read/surface.ts";
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
): LoadedSpecs {
  const sources = new Map<string, SourceText>();
  const diagnostics: Diagnostic[] = [];
  const open = (file: string): SourceText | undefined => {
    const text = world.readFile(file);
    if (text === undefined) return undefined;
    const source = createSourceText(file, text);
    sources.set(file, source);
    return source;
  };
  const take = <T>(result: { readonly diagnostics: readonly Diagnostic[] } & T): T => {
    diagnostics.push(...result.diagnostics);
    return result;
  };

  const surfaceFile = `${specs}/surface.yaml`;
  const surfaceSource = open(surfaceFile);
  if (surfaceSource === undefined) {
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
  const { surface } = take(readSurface(surfaceSource));
  const folder = `${specs}/graph/${surface.version}`;
  const pages = new Map<string, PageFacts>();
  for (const { source: entry } of surface.entries) {
    if (entry.kind !== "page") continue;
    const source = open(`${folder}/${entry.name.value}`);
    if (source === undefined)
      diagnostics.push(
        diagnostic("file-missing", [entry.name.origin], { path: `${folder}/${entry.name.value}` }),
      );
    else {
      const { page } = take(readOperationPage(source));
      if (page !== undefined) pages.set(entry.name.value, page);
    }
  }
  const each = <T>(name: string, ending: RegExp, read: (source: SourceText) => T): readonly T[] =>
    world
      .listFiles(`${folder}/${name}`)
      .filter((file) => ending.test(file))
      .flatMap((file) => {
        const source = open(`${folder}/${name}/${file}`);
        return source === undefined ? [] : [read(source)];
      });
  const types = new Map<string, ResourcePage | EnumPage>();
  for (const page of each("resources", /\.md$/, (source) => take(readAnyPage(source)).page))
    if (page !== undefined && page.kind !== "operation") types.set(page.type.value, page);
  const csdl: readonly CsdlFacts[] = each("csdl", /\.(xml|csdl)$/, (source) => take(readCsdl(source)).facts);
  const openapi: readonly OpenApiFacts[] = each(
    "openapi",
    /\.ya?ml$/,
    (source) => take(readOpenApi(source)).facts,
  );
  const overlays: readonly Overlay[] = options.withOverlays
    ? each("overlays", /\.ya?ml$/, (source) => take(readOverlays(source)).overlays).flat()
    : [];
  return { facts: { surface, pages, types, csdl, openapi, overlays }, sources, diagnostics };
}
