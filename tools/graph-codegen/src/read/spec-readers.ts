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
import type { Found, MakeReader, Reader } from "./readers.ts";
import type { Surface } from "./surface.ts";
import { readSurface } from "./surface.ts";

/** The readers of every format under `specs/`. */
export interface SpecReaders {
  readonly surface: Reader<Found<{ readonly surface: Surface }>>;
  readonly page: Reader<Found<{ readonly page: PageFacts | undefined }>>;
  readonly anyPage: Reader<Found<{ readonly page: AnyPage | undefined }>>;
  readonly csdl: Reader<CsdlResult>;
  readonly openapi: Reader<Found<{ readonly facts: OpenApiFacts }>>;
  readonly overlays: Reader<Found<{ readonly overlays: readonly Overlay[] }>>;
}

export function createSpecReaders(make: MakeReader): SpecReaders {
  return {
    surface: make(readSurface),
    page: make((source) => readOperationPage(source)),
    anyPage: make(readAnyPage),
    csdl: make(readCsdl),
    openapi: make(readOpenApi),
    overlays: make(readOverlays),
  };
}
