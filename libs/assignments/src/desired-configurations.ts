import type { SourcePosition } from "./diagnostic.ts";
import type { DesiredConfiguration, DesiredTarget } from "./desired-state.ts";
import { isGuid } from "./guid.ts";
import { findNearName } from "./near-name.ts";
import type { YamlEntry, YamlReader, YamlValue } from "./yaml-reader.ts";

/** The local names that entries may use. */
export interface LocalNames {
  readonly groups: ReadonlySet<string>;
  readonly filters: ReadonlySet<string>;
}

/** Names that mean everyone, so no group of the file may have them. */
export const everyoneNames: readonly string[] = ["all-devices", "all-users"];

/** Reads `configurations:`; what does not fit is reported. */
export function readConfigurations(
  reader: YamlReader,
  list: YamlEntry,
  names: LocalNames,
): readonly DesiredConfiguration[] {
  const seen = new Map<string, SourcePosition>();
  return reader.readSequence(list, "configurations").flatMap((item) => {
    const configuration = readConfiguration(reader, item, names);
    if (configuration === undefined) return [];
    const { name, id, position } = configuration;
    const keys = [
      ...(id === undefined ? [] : [`id ${id.toLowerCase()}`]),
      ...(name === undefined ? [] : [`name ${name.toLowerCase()}`]),
    ];
    const first = keys.map((key) => seen.get(key)).find((found) => found !== undefined);
    if (first !== undefined)
      reader.report(
        "duplicate-configuration",
        position,
        `configuration "${name ?? id}" was already given in line ${first.line}`,
        "put its groups in one entry",
      );
    for (const key of keys) seen.set(key, position);
    return [configuration];
  });
}

/** A GUID, or nothing and a report. */
export function readId(reader: YamlReader, entry: YamlEntry | undefined, what: string): string | undefined {
  const id = reader.readText(entry, `the id of ${what}`);
  if (id === undefined || entry === undefined || isGuid(id)) return id;
  reader.report(
    "invalid-id",
    entry.position,
    `the id of ${what} is not a GUID: "${id}"`,
    "give the whole id, or the name alone",
  );
  return undefined;
}

function readConfiguration(
  reader: YamlReader,
  item: YamlValue,
  names: LocalNames,
): DesiredConfiguration | undefined {
  const entries = reader.readMapping(item, "a configuration", ["name", "id", "mode", "include", "exclude"]);
  if (entries === undefined) return undefined;
  const name = reader.readText(entries.get("name"), "the name of a configuration");
  const what = name === undefined ? "a configuration" : `configuration "${name}"`;
  const id = readId(reader, entries.get("id"), what);
  if (!entries.has("name") && !entries.has("id"))
    reader.report("missing-key", item.position, "a configuration has neither name nor id", "add name:");
  const mode = readMode(reader, entries.get("mode"), what);
  // An empty set must be said: a forgotten key would unassign everybody.
  if (mode === "replace" && !entries.has("include"))
    reader.report(
      "missing-key",
      item.position,
      `${what} is to be replaced but has no include`,
      "write include: [] if it should reach nobody",
    );
  else if (!entries.has("include") && !entries.has("exclude"))
    reader.report("missing-key", item.position, `${what} has neither include nor exclude`, "add include:");
  const include = readTargets(reader, entries.get("include"), `include of ${what}`, names);
  const exclude = readTargets(reader, entries.get("exclude"), `exclude of ${what}`, names);
  checkTargets(reader, include, exclude, what);
  return {
    mode,
    include,
    exclude,
    position: item.position,
    ...(name === undefined ? {} : { name }),
    ...(id === undefined ? {} : { id }),
  };
}

function readMode(reader: YamlReader, entry: YamlEntry | undefined, what: string): "replace" | "merge" {
  const mode = reader.readText(entry, `the mode of ${what}`);
  if (mode === undefined || entry === undefined || mode === "merge") return "merge";
  if (mode !== "replace")
    reader.report(
      "wrong-type",
      entry.position,
      `the mode of ${what} must be replace or merge, not "${mode}"`,
      "replace is exactly this, merge is at least this",
    );
  return mode === "replace" ? "replace" : "merge";
}

function readTargets(
  reader: YamlReader,
  entry: YamlEntry | undefined,
  what: string,
  names: LocalNames,
): readonly DesiredTarget[] {
  if (entry === undefined) return [];
  return reader.readSequence(entry, what).flatMap((item) => {
    const target = readTarget(reader, item, what, names);
    return target === undefined ? [] : [target];
  });
}

function readTarget(
  reader: YamlReader,
  item: YamlValue,
  what: string,
  names: LocalNames,
): DesiredTarget | undefined {
  const { position } = item;
  if (item.node === undefined || !("items" in item.node)) {
    const group = reader.readText(item, `an entry of ${what}`);
    if (group === undefined || !isKnown(reader, group, position, "group", names.groups)) return undefined;
    return { group, position };
  }
  const entries = reader.readMapping(item, `an entry of ${what}`, ["group", "only", "not"]);
  if (entries === undefined) return undefined;
  const group = reader.readText(entries.get("group"), `the group of an entry of ${what}`);
  if (!entries.has("group"))
    reader.report("missing-key", position, `an entry of ${what} has no group`, "add group:");
  const [only, not] = [entries.get("only"), entries.get("not")];
  if (only !== undefined && not !== undefined)
    reader.report(
      "wrong-type",
      not.keyPosition,
      `an entry of ${what} has both only and not; one filter is possible`,
      "take one of them out",
    );
  const filterEntry = only ?? not;
  const filter = reader.readText(filterEntry, `the filter of an entry of ${what}`);
  if (filter !== undefined && filterEntry !== undefined)
    isKnown(reader, filter, filterEntry.position, "filter", names.filters);
  if (group === undefined) return undefined;
  isKnown(reader, group, entries.get("group")?.position ?? position, "group", names.groups);
  if (filter === undefined || filterEntry === undefined) return { group, position };
  const mode = filterEntry === only ? "include" : "exclude";
  return { group, position, filter: { filter, mode, position: filterEntry.position } };
}

function isKnown(
  reader: YamlReader,
  name: string,
  position: SourcePosition,
  what: "group" | "filter",
  names: ReadonlySet<string>,
): boolean {
  if (names.has(name)) return true;
  const near = findNearName(name, names);
  const hint = near === undefined ? `add it under ${what}s:` : `did you mean "${near}"?`;
  reader.report(`unknown-${what}`, position, `${what} "${name}" is not under ${what}s:`, hint);
  return false;
}

/** One audience once: the service keeps one assignment for each. */
function checkTargets(
  reader: YamlReader,
  include: readonly DesiredTarget[],
  exclude: readonly DesiredTarget[],
  what: string,
): void {
  const included = new Set<string>();
  for (const { group, position } of include) {
    if (included.has(group))
      reader.report(
        "duplicate-target",
        position,
        `"${group}" is included more than once in ${what}`,
        "take one of them out",
      );
    included.add(group);
  }
  const excluded = new Set<string>();
  for (const { group, position } of exclude) {
    if (everyoneNames.includes(group))
      reader.report("reserved-name", position, `"${group}" cannot be excluded`, "take it out of exclude");
    else if (excluded.has(group))
      reader.report(
        "duplicate-target",
        position,
        `"${group}" is excluded more than once in ${what}`,
        "take one of them out",
      );
    else if (included.has(group))
      reader.report(
        "include-and-exclude",
        position,
        `"${group}" is both included and excluded in ${what}`,
        "decide for one",
      );
    excluded.add(group);
  }
}
