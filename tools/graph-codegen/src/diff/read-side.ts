import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { generate } from "../generate.ts";
import type { SourceText } from "../model/source-text.ts";
import { createSourceText } from "../model/source-text.ts";
import type { World } from "../world.ts";
import type { Contract } from "./contract.ts";
import { contractFromCsdl } from "./contract-from-csdl.ts";
import { contractFromModel } from "./contract-from-model.ts";
import { contractFromPages } from "./contract-from-pages.ts";
import { worldAt } from "./git.ts";

/** One side of a comparison, or why it cannot be read. */
export type Side =
  | { readonly contract: Contract; readonly diagnostics: readonly Diagnostic[] }
  | { readonly problem: string };

/**
 * Reads what one argument names: a `specs/` folder, a CSDL file or a folder of them, a page or a folder of them, or a
 * git revision (`main`, `v1.2.0:specs`, `HEAD~3:path/to/metadata.csdl`) of any of these. A file or folder of that name
 * wins over a revision.
 */
export function readSide(world: World, text: string, specs: string): Side {
  const path = text.replaceAll("\\", "/").replace(/(?<=.)\/$/, "");
  const onDisk = readPath(world, path, path);
  if (onDisk !== undefined) return onDisk;
  const { git } = world;
  const colon = text.indexOf(":");
  const [revision, inside] = colon === -1 ? [text, specs] : [text.slice(0, colon), text.slice(colon + 1)];
  const at = git === undefined ? undefined : worldAt(world, git, revision, inside);
  if (at === undefined)
    return { problem: `"${text}" is neither a file, nor a folder, nor a revision that git knows here` };
  const side = readPath(at, inside, `${revision}:${inside}`);
  if (side !== undefined && "contract" in side) return { ...side, contract: { ...side.contract, revision } };
  return side ?? { problem: `revision "${revision}" has no pages, metadata or surface.yaml at ${inside}` };
}

function readPath(world: World, path: string, label: string): Side | undefined {
  const text = world.readFile(path);
  if (text !== undefined) {
    const source = createSourceText(path, text);
    if (/\.md$/i.test(path)) return contractFromPages(label, [source]);
    if (/\.(xml|csdl|edmx)$/i.test(path)) return contractFromCsdl(label, [source]);
    return { problem: `${label} is neither a page (.md) nor metadata (.csdl, .xml)` };
  }
  const files = world.listFiles(path);
  if (files.length === 0) return undefined;
  if (files.includes("surface.yaml")) return readSpecs(world, path, label);
  const open = (ending: RegExp): readonly SourceText[] =>
    files
      .filter((name) => ending.test(name))
      .flatMap((name) => {
        const content = world.readFile(`${path}/${name}`);
        return content === undefined ? [] : [createSourceText(`${path}/${name}`, content)];
      });
  const pages = open(/\.md$/i);
  if (pages.length > 0) return contractFromPages(label, pages);
  const metadata = open(/\.(xml|csdl|edmx)$/i);
  if (metadata.length > 0) return contractFromCsdl(label, metadata);
  return { problem: `${label} holds no surface.yaml, no pages (.md) and no metadata (.csdl, .xml)` };
}

function readSpecs(world: World, path: string, label: string): Side {
  const { model, diagnostics, sources } = generate(world, path);
  const root = { file: `${path}/surface.yaml`, line: 1, column: 1, length: 1 };
  return { contract: contractFromModel(model, { label, root, sources }), diagnostics };
}
