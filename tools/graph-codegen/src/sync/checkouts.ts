import { gitText } from "../diff/git.ts";
import type { World } from "../world.ts";

/** A local checkout of an upstream repository. */
export interface Checkout {
  readonly folder: string;
  /** What it has of the version that we publish. */
  readonly kind: "docs" | "metadata";
  /** `https://github.com/microsoftgraph/msgraph-metadata`, or the folder's name when it has no remote. */
  readonly repository: string;
  /** Shortened; undefined when the folder is no git checkout. */
  readonly revision: string | undefined;
  /** Day of the commit. */
  readonly date: string | undefined;
  /** Path of the metadata in it, or of the folder of pages. */
  readonly path: string;
}

/** Looks what a checkout is; a sentence when it is neither. */
export function openCheckout(world: World, folder: string, version: "beta" | "v1.0"): Checkout | string {
  const pages = `api-reference/${version}`;
  const metadata = `schemas/${version}-Prod.csdl`;
  const isDocs = world.listFiles(`${folder}/${pages}/api`).length > 0;
  if (!isDocs && world.readFile(`${folder}/${metadata}`) === undefined)
    return `${folder} has neither pages (${pages}/api) nor metadata (${metadata})`;
  const git = world.git ?? (() => undefined);
  const ask = (...args: readonly string[]): string | undefined => gitText(git, ["-C", folder, ...args]);
  // A folder inside another checkout is none itself.
  const isRoot = ask("rev-parse", "--show-prefix") === "";
  const remote = isRoot ? ask("remote", "get-url", "origin") : undefined;
  return {
    folder,
    kind: isDocs ? "docs" : "metadata",
    repository:
      remote === undefined || remote === ""
        ? (folder.split("/").at(-1) ?? folder)
        : remote.replace(/^git@([^:]+):/, "https://$1/").replace(/\.git$/, ""),
    revision: isRoot ? ask("rev-parse", "--short=10", "HEAD") : undefined,
    date: isRoot ? ask("show", "--no-patch", "--format=%cs", "HEAD") : undefined,
    path: isDocs ? pages : metadata,
  };
}

/** Where a file of a checkout is on the web, at its revision; a sentence where there is no web. */
export function originOf({ repository, revision }: Checkout, path: string): string {
  return repository.startsWith("https://") && revision !== undefined
    ? `${repository}/blob/${revision}/${path}`
    : `${path} of ${repository}`;
}
