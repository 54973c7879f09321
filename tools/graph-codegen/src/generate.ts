import type { Diagnostic, DiagnosticCode } from "./diagnostics/diagnostic.ts";
import { isError } from "./diagnostics/diagnostic.ts";
import { emit } from "./emit/emit.ts";
import type { GeneratedFile } from "./emit/printer.ts";
import { loadSpecs } from "./load.ts";
import type { Model } from "./model/ir.ts";
import type { SourceText } from "./model/source-text.ts";
import { hashSource } from "./read/lock.ts";
import { reconcile } from "./reconcile/reconcile.ts";
import type { SpecReaders } from "./read/spec-readers.ts";
import type { World } from "./world.ts";

/** What a run made, before anything is written. */
export interface Generated {
  readonly model: Model;
  /**
   * By name, relative to the output folder. With errors among the diagnostics they are what the sources seem to say:
   * good for showing a difference, never for writing.
   */
  readonly files: ReadonlyMap<string, GeneratedFile>;
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly diagnostics: readonly Diagnostic[];
  /** Some source could not be read at all, so that what is missing from `files` says nothing. */
  readonly isPartial: boolean;
}

const consequences: readonly DiagnosticCode[] = [
  "action-unknown",
  "operation-unknown",
  "overlay-unused",
  "type-unknown",
];

/** Reads, reconciles and prints. Writes nothing. */
export function generate(
  world: World,
  specs: string,
  options: { readonly withOverlays: boolean } = { withOverlays: true },
  readers?: SpecReaders,
): Generated {
  const loaded = loadSpecs(world, specs, options, readers);
  const isPartial = loaded.diagnostics.some(isError);
  const { model, diagnostics: disputed } = reconcile(loaded.facts);
  // What was not read is missing everywhere: to say so again for each user of it would bury the cause.
  const settled = isPartial ? disputed.filter(({ code }) => !consequences.includes(code)) : disputed;
  const hashes = new Map([...loaded.sources].map(([file, source]) => [file, hashSource(source)]));
  return {
    model,
    files: emit(model, hashes),
    sources: loaded.sources,
    diagnostics: [...loaded.diagnostics, ...settled],
    isPartial,
  };
}
