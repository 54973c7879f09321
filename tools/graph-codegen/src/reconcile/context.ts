import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { shortName } from "../model/names.ts";
import type { CsdlFacts } from "../read/csdl-facts.ts";
import type { OpenApiFacts } from "../read/openapi.ts";
import type { Overlay } from "../read/overlay.ts";
import type { PageFacts } from "../read/page.ts";
import type { EnumPage, ResourcePage } from "../read/resource-page.ts";
import type { Surface } from "../read/surface.ts";
import type { Decisions } from "./decisions.ts";
import type { TypeTable } from "./type-table.ts";

/** Everything that was read, before anything is believed. */
export interface SpecFacts {
  readonly surface: Surface;
  /** By the path that the surface uses: `api/<page>.md`. */
  readonly pages: ReadonlyMap<string, PageFacts>;
  /** Resource and enum pages by the short name of their type. */
  readonly types: ReadonlyMap<string, ResourcePage | EnumPage>;
  readonly csdl: readonly CsdlFacts[];
  readonly openapi: readonly OpenApiFacts[];
  readonly overlays: readonly Overlay[];
}

/** What the parts of one reconciliation share. */
export interface Reconciling {
  readonly facts: SpecFacts;
  readonly table: TypeTable;
  readonly decisions: Decisions;
  readonly diagnostics: Diagnostic[];
  /** Resource pages that pages link to, by short type name. */
  readonly pageByType: Map<string, string>;
}

/** The page of a type. Pages know types by their short names: where several namespaces have one, it is the nearest. */
export function pageOf({ facts, table }: Reconciling, type: string): ResourcePage | EnumPage | undefined {
  const short = shortName(type);
  const page = facts.types.get(short);
  return page !== undefined && table.named(short) === type ? page : undefined;
}

/** Overlays as a file's head names them. */
export function citeOverlays(
  overlays: readonly Overlay[],
): readonly { readonly file: string; readonly rule: string }[] {
  return overlays.map(({ file, rule }) => ({ file, rule }));
}
