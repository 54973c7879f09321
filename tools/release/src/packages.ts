import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A package that is published. */
export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  /** Declaration files by entry: `.` and the like. */
  readonly types: ReadonlyMap<string, string>;
}

/** The packages of the workspace that are not private, by name. */
export function findPackages(root: string): readonly PublishedPackage[] {
  return ["libs", "apps", "tools"]
    .flatMap((part) => readdirSync(join(root, part)).map((name) => join(root, part, name)))
    .flatMap((folder): PublishedPackage[] => {
      const manifest = readManifest(join(folder, "package.json"));
      if (manifest === undefined || manifest["private"] === true) return [];
      return [
        {
          name: String(manifest["name"]),
          version: String(manifest["version"]),
          folder,
          types: typesOf(manifest["exports"]),
        },
      ];
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** A manifest as an object; undefined when there is none. */
export function readManifest(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typesOf(exports: unknown): ReadonlyMap<string, string> {
  if (!isRecord(exports)) return new Map();
  return new Map(
    Object.entries(exports).flatMap(([entry, target]) =>
      isRecord(target) && typeof target["types"] === "string" ? [[entry, target["types"]] as const] : [],
    ),
  );
}
