import { byPosition, type Diagnostic, type SourcePosition } from "./diagnostic.ts";
import { everyoneNames, readConfigurations, readId } from "./desired-configurations.ts";
import { createYamlReader, type YamlEntry, type YamlReader } from "./yaml-reader.ts";

/** What a file wants to be true of a tenant's assignments. */
export interface DesiredState {
  /** The file's name as given, for positions and hints. */
  readonly file: string;
  /** The tenant that this is for; every other one is refused. Empty for a format that names none. */
  readonly tenant: string;
  readonly groups: readonly DesiredName[];
  readonly filters: readonly DesiredName[];
  readonly configurations: readonly DesiredConfiguration[];
}

/** A group or a filter under the name that the file uses for it. The id decides; the name is checked. */
export interface DesiredName {
  readonly local: string;
  /** Empty when only the id was given. */
  readonly name: string;
  readonly id?: string;
  readonly position: SourcePosition;
}

/** One configuration, or all that a pattern matches, and who it should reach. */
export interface DesiredConfiguration {
  /** A display name, a pattern with `*`, or one with the prefix `name:` or `id:`. */
  readonly name?: string;
  readonly id?: string;
  /** `replace` is exactly this, `merge` is at least this. */
  readonly mode: "replace" | "merge";
  readonly include: readonly DesiredTarget[];
  readonly exclude: readonly DesiredTarget[];
  readonly position: SourcePosition;
}

/** One entry of `include` or `exclude`. */
export interface DesiredTarget {
  /** A local group name, or `all-devices` or `all-users`. */
  readonly group: string;
  readonly filter?: {
    /** A local filter name. */
    readonly filter: string;
    readonly mode: "include" | "exclude";
    readonly position: SourcePosition;
  };
  readonly position: SourcePosition;
}

/** A state, or everything that is wrong with the file. */
export type DecodedDesiredState =
  | { readonly kind: "decoded"; readonly state: DesiredState }
  | { readonly kind: "invalid"; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads a desired-state file; line ends and a byte order mark make no difference.
 *
 * Every problem is reported in one go, in the order of the file. Never throws.
 *
 * @example
 * ```ts
 * const decoded = parseDesiredState(await readFile("windows.yaml", "utf8"), "windows.yaml");
 * ```
 */
export function parseDesiredState(text: string, file: string): DecodedDesiredState {
  const reader = createYamlReader(text, file);
  const state = reader.root === undefined ? undefined : readState(reader, reader.root, file);
  if (state === undefined || reader.diagnostics.length > 0)
    return { kind: "invalid", diagnostics: reader.diagnostics.toSorted(byPosition) };
  return { kind: "decoded", state };
}

function readState(
  reader: YamlReader,
  root: NonNullable<YamlReader["root"]>,
  file: string,
): DesiredState | undefined {
  const entries = reader.readMapping(root, "the file", ["tenant", "groups", "filters", "configurations"]);
  if (entries === undefined) return undefined;
  const tenant = reader.readText(entries.get("tenant"), "tenant");
  const groups = readNames(reader, entries.get("groups"), "group");
  const filters = readNames(reader, entries.get("filters"), "filter");
  const list = entries.get("configurations");
  if (!entries.has("tenant"))
    reader.report(
      "missing-key",
      root.position,
      "the file has no tenant",
      "add tenant: contoso.onmicrosoft.com",
    );
  if (list === undefined)
    reader.report("missing-key", root.position, "the file has no configurations", "add configurations:");
  if (list === undefined) return undefined;
  const configurations = readConfigurations(reader, list, {
    groups: new Set([...groups.keys(), ...everyoneNames]),
    filters: new Set(filters.keys()),
  });
  if (tenant === undefined) return undefined;
  return {
    file,
    tenant,
    groups: [...groups.values()].filter((group) => group !== undefined),
    filters: [...filters.values()].filter((filter) => filter !== undefined),
    configurations,
  };
}

/** By local name. A name whose entry is wrong stays known, so that its uses are not reported too. */
function readNames(
  reader: YamlReader,
  value: YamlEntry | undefined,
  what: "group" | "filter",
): ReadonlyMap<string, DesiredName | undefined> {
  if (value === undefined) return new Map();
  const entries = reader.readMapping(value, `${what}s`);
  return new Map(
    [...(entries ?? [])].map(([local, entry]) => {
      if (what === "group" && everyoneNames.includes(local))
        reader.report(
          "reserved-name",
          entry.keyPosition,
          `"${local}" means everyone and cannot name a group`,
          "give the group another name here",
        );
      return [local, readName(reader, local, entry, what)];
    }),
  );
}

function readName(
  reader: YamlReader,
  local: string,
  entry: YamlEntry,
  what: string,
): DesiredName | undefined {
  const members = reader.readMapping(entry, `${what} "${local}"`, ["name", "id"]);
  if (members === undefined) return undefined;
  const name = reader.readText(members.get("name"), `the name of ${what} "${local}"`);
  const id = readId(reader, members.get("id"), `${what} "${local}"`);
  if (!members.has("name"))
    reader.report(
      "missing-key",
      entry.keyPosition,
      `${what} "${local}" has no name`,
      "add name: with its display name",
    );
  if (name === undefined) return undefined;
  return { local, name, position: entry.keyPosition, ...(id === undefined ? {} : { id }) };
}
