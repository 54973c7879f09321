import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { emit } from "./emit/emit.ts";
import type { GeneratedFile } from "./emit/printer.ts";
import { loadSpecs } from "./load.ts";
import type { Model } from "./model/ir.ts";
import type { SourceText } from "./model/source-text.ts";
import { hashText } from "./read/lock.ts";
import { reconcile } from "./reconcile/reconcile.ts";
import type { World } from "./world.ts";

/** What a run made, before anything is written. */
export interface Generated {
  readonly model: Model;
  /** By name, relative to the output folder; empty when there are errors. */
  readonly files: ReadonlyMap<string, GeneratedFile>;
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads, reconciles and prints. Writes nothing. */
export function generate(
  world: World,
  specs: string,
  options: { readonly withOverlays: boolean } = { withOverlays: true },
): Generated {
  const loaded = loadSpecs(world, specs, options);
  const { model, diagnostics: disputed } = reconcile(loaded.facts);
  const diagnostics = [...loaded.diagnostics, ...disputed];
  const isSound = !diagnostics.some(({ severity }) => severity === "error");
  const hashes = new Map([...loaded.sources].map(([file, source]) => [file, hashText(source.text)]));
  return {
    model,
    files: isSound ? emit(model, hashes) : new Map<string, GeneratedFile>(),
    sources: loaded.sources,
    diagnostics,
  };
}
