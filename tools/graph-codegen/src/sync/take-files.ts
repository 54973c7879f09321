import { createSourceText } from "../model/source-text.ts";
import { readAnyPage } from "../read/any-page.ts";
import type { Lock, LockEntry } from "../read/lock.ts";
import { digestLines, hashText } from "../read/lock.ts";
import type { Surface } from "../read/surface.ts";
import type { World } from "../world.ts";
import type { Checkout } from "./checkouts.ts";
import { originOf } from "./checkouts.ts";
import type { Fragment } from "./take-csdl.ts";
import { takeCsdl } from "./take-csdl.ts";
import { readDocument } from "./upstream-csdl.ts";
import type { WantedPath } from "./wanted-paths.ts";
import { findPathDeclarations } from "./wanted-paths.ts";

/** A file of the specs as upstream has it now. */
export interface TakenFile {
  /** Relative to the specs folder. */
  readonly name: string;
  readonly text: string;
  readonly entry: LockEntry;
}

/** What a checkout has to give. */
export interface Taken {
  readonly files: readonly TakenFile[];
  /** Sentences for a person: what upstream lost, what was edited here and there. */
  readonly left: readonly string[];
  /** What came along. */
  readonly notes: readonly string[];
  readonly problem?: string;
}

/** What the specs are, as far as taking files goes. */
export interface Specs {
  readonly folder: string;
  readonly surface: Surface;
  readonly lock: Lock;
  readonly isPublished: (typeName: string) => boolean;
  readonly force: boolean;
}

/** The pages that the surface names, and those of types that are there already. */
export function takePages(world: World, checkout: Checkout, specs: Specs): Taken {
  const { version, entries } = specs.surface;
  const folder = `graph/${version}`;
  const named = entries.flatMap(({ source }) => (source.kind === "page" ? [source.name.value] : []));
  const present = ["api", "resources"].flatMap((part) =>
    world
      .listFiles(`${specs.folder}/${folder}/${part}`)
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${part}/${name}`),
  );
  const files: TakenFile[] = [];
  const left: string[] = [];
  for (const page of new Set([...named, ...present])) {
    const name = `${folder}/${page}`;
    const path = `${checkout.path}/${page}`;
    const text = world.readFile(`${checkout.folder}/${path}`);
    if (text === undefined)
      left.push(`${checkout.repository} has no ${path} any more: ${name} stays as it is`);
    else take({ world, checkout, specs }, { name, path, text }, files, left);
  }
  return { files, left, notes: [] };
}

/** The fragments of the metadata, made again from upstream's declarations. */
export function takeFragments(
  world: World,
  checkout: Checkout,
  specs: Specs,
  pages: readonly TakenFile[],
): Taken {
  const none = { files: [], left: [], notes: [] };
  const source = createSourceText(
    `${checkout.folder}/${checkout.path}`,
    world.readFile(`${checkout.folder}/${checkout.path}`) ?? "",
  );
  const upstream = readDocument(source);
  const [broken] = upstream.diagnostics;
  if (broken !== undefined) return { ...none, problem: `${source.file} cannot be read: ${broken.message}` };
  const folder = `graph/${specs.surface.version}/csdl`;
  const fragments = world
    .listFiles(`${specs.folder}/${folder}`)
    .filter((name) => /\.(xml|csdl)$/.test(name))
    .map((file): Fragment => {
      const name = `${folder}/${file}`;
      return {
        name,
        document: readDocument(createSourceText(name, world.readFile(`${specs.folder}/${name}`) ?? "")),
      };
    });
  const unreadable = fragments.find(({ document }) => document.diagnostics.length > 0);
  if (unreadable !== undefined)
    return { ...none, problem: `${specs.folder}/${unreadable.name} cannot be read: mend it first` };
  const wanted = wantedPaths(world, specs, pages).flatMap(
    (path) => findPathDeclarations(upstream, path) ?? [],
  );
  const { texts, gone, added } = takeCsdl(fragments, upstream, specs.isPublished, { wanted, folder });
  const files: TakenFile[] = [];
  const left = gone.map((what) => `${checkout.repository} has no ${what} any more: it was dropped`);
  for (const [name, text] of texts)
    take({ world, checkout, specs }, { name, path: checkout.path, text, isExcerpt: true }, files, left);
  return { files, left, notes: added.map((what) => `${what} came along with what uses it`) };
}

/** What the pages of the surface request, as they are after this run. */
function wantedPaths(
  world: World,
  { folder, surface }: Specs,
  taken: readonly TakenFile[],
): readonly WantedPath[] {
  return surface.entries.flatMap(({ source, path: chosen }) => {
    if (source.kind !== "page") return [];
    const name = `graph/${surface.version}/${source.name.value}`;
    const text = taken.find((file) => file.name === name)?.text ?? world.readFile(`${folder}/${name}`);
    const page = text === undefined ? undefined : readAnyPage(createSourceText(name, text)).page;
    if (page?.kind !== "operation") return [];
    const [first] = page.requests;
    const path = chosen?.value ?? first?.value.path;
    const area = page.slug.split("-").slice(0, 2).join("-");
    return path === undefined ? [] : [{ path, area: area === page.slug ? "more" : area }];
  });
}

interface Taking {
  readonly world: World;
  readonly checkout: Checkout;
  readonly specs: Specs;
}

interface Offered {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly isExcerpt?: boolean;
}

/** Takes a file that differs; one that was edited here is left to a person where upstream changed it, too. */
function take(
  { world, checkout, specs }: Taking,
  { name, path, text, isExcerpt = false }: Offered,
  files: TakenFile[],
  left: string[],
): void {
  const sha256 = hashText(text.replace(/^\uFEFF/, ""));
  const current = world.readFile(`${specs.folder}/${name}`);
  const isSame = current !== undefined && hashText(current.replace(/^\uFEFF/, "")) === sha256;
  const known = Object.hasOwn(specs.lock.files, name) ? specs.lock.files[name] : undefined;
  if (isSame) return;
  if (known?.editedSha256 !== undefined && !specs.force) {
    if (known.sha256 !== sha256)
      left.push(
        `${name} was edited here and changed upstream: take it with --force, or bring the change over by hand`,
      );
    return;
  }
  const { revision, date } = checkout;
  files.push({
    name,
    text,
    entry: {
      origin: `${isExcerpt ? "excerpt of " : ""}${originOf(checkout, path)}`,
      ...(revision === undefined
        ? {}
        : { revision: date === undefined ? revision : `${revision} (${date})` }),
      sha256,
      lines: digestLines(text.replace(/^\uFEFF/, "")),
    },
  });
}
