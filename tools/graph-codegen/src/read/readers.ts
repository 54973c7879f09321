import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceText } from "../model/source-text.ts";
import { createSourceText } from "../model/source-text.ts";
import type { World } from "../world.ts";
import type { AnyPage } from "./any-page.ts";
import { readAnyPage } from "./any-page.ts";
import type { CsdlResult } from "./csdl.ts";
import { readCsdl } from "./csdl.ts";
import type { OpenApiFacts } from "./openapi.ts";
import { readOpenApi } from "./openapi.ts";
import type { Overlay } from "./overlay.ts";
import { readOverlays } from "./overlay.ts";
import type { PageFacts } from "./page.ts";
import { readOperationPage } from "./page.ts";
import type { Surface } from "./surface.ts";
import { readSurface } from "./surface.ts";

/** Reads the file at a path; undefined when there is none. */
type Reader<Result> = (path: string) => { readonly source: SourceText; readonly result: Result } | undefined;

type Found<Facts> = Facts & { readonly diagnostics: readonly Diagnostic[] };

/** The readers of every format. */
export interface Readers {
  readonly surface: Reader<Found<{ readonly surface: Surface }>>;
  readonly page: Reader<Found<{ readonly page: PageFacts | undefined }>>;
  readonly anyPage: Reader<Found<{ readonly page: AnyPage | undefined }>>;
  readonly csdl: Reader<CsdlResult>;
  readonly openapi: Reader<Found<{ readonly facts: OpenApiFacts }>>;
  readonly overlays: Reader<Found<{ readonly overlays: readonly Overlay[] }>>;
}

/** Readers that read each time. */
export function createReaders(world: World): Readers {
  return bind((read) => (path) => {
    const text = world.readFile(path);
    if (text === undefined) return undefined;
    const source = createSourceText(path, text);
    return { source, result: read(source) };
  });
}

/** Readers that remember what they read, as long as a file's size and times stay: for runs that follow each other. */
export function createRememberingReaders(world: World): Readers {
  const { stamps } = world;
  if (stamps === undefined) return createReaders(world);
  return bind(<Result>(read: (source: SourceText) => Result): Reader<Result> => {
    const known = new Map<string, { stamp: string; source: SourceText; result: Result }>();
    return (path) => {
      const stamp = stamps.of(path);
      const before = known.get(path);
      if (stamp !== undefined && before?.stamp === stamp) return before;
      const text = world.readFile(path);
      if (text === undefined) return undefined;
      const source = createSourceText(path, text);
      const now = { source, result: read(source) };
      if (stamp !== undefined) known.set(path, { stamp, ...now });
      return now;
    };
  });
}

function bind(make: <Result>(read: (source: SourceText) => Result) => Reader<Result>): Readers {
  return {
    surface: make(readSurface),
    page: make((source) => readOperationPage(source)),
    anyPage: make(readAnyPage),
    csdl: make(readCsdl),
    openapi: make(readOpenApi),
    overlays: make(readOverlays),
  };
}
