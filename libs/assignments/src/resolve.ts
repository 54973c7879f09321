import type { DesiredConfiguration, DesiredName, DesiredState, DesiredTarget } from "./desired-state.ts";
import type { Diagnostic, SourcePosition } from "./diagnostic.ts";
import {
  type Directory,
  type DirectoryConfiguration,
  findOne,
  findConfigurations,
  type ResolvedConfiguration,
  type Resolution,
} from "./directory.ts";
import type { DirectoryEntry } from "./selector.ts";
import {
  allDevices,
  allUsers,
  type Assignment,
  exclude,
  include,
  type TargetFilter,
  targetKey,
} from "./target.ts";

/** Puts ids in the place of the names of a file, or says which names do not resolve; nothing is skipped. */
export function resolveDesiredState(state: DesiredState, directory: Directory): Resolution {
  const diagnostics: Diagnostic[] = [];
  const groups = resolveNames(state.groups, directory.groups, "group", diagnostics);
  const filters = resolveNames(state.filters, directory.filters, "filter", diagnostics);
  const seen = new Map<string, SourcePosition>();
  const configurations: ResolvedConfiguration[] = [];
  for (const wanted of state.configurations) {
    const desired = resolveTargets(wanted, groups, filters, diagnostics);
    for (const { resource, id, name } of resolveConfiguration(wanted, directory, diagnostics)) {
      const first = seen.get(id.toLowerCase());
      if (first !== undefined)
        diagnostics.push({
          code: "duplicate-configuration",
          message: `configuration "${name}" was already meant in line ${first.line}`,
          hint: "put its groups in one entry",
          position: wanted.position,
        });
      seen.set(id.toLowerCase(), wanted.position);
      configurations.push({ resource, id, name, mode: wanted.mode, desired, position: wanted.position });
    }
  }
  return diagnostics.length > 0 ? { kind: "unresolved", diagnostics } : { kind: "resolved", configurations };
}

type ByLocalName = ReadonlyMap<string, DirectoryEntry>;

function resolveNames(
  names: readonly DesiredName[],
  entries: readonly DirectoryEntry[],
  what: "group" | "filter",
  diagnostics: Diagnostic[],
): ByLocalName {
  const byLocal = new Map<string, DirectoryEntry>();
  for (const { local, name, id, position } of names) {
    const selector = id === undefined ? ({ kind: "name", name } as const) : ({ kind: "id", id } as const);
    const found = findOne(selector, entries, what);
    if (found.kind === "none") {
      diagnostics.push({ ...found.diagnostic, position });
    } else if (id !== undefined && found.entry.name.toLowerCase() !== name.toLowerCase()) {
      diagnostics.push({
        code: `${what}-name-differs`,
        message: `${what} ${id} is named "${found.entry.name}" in the tenant, not "${name}"`,
        hint: "correct the name or the id; the two must mean the same",
        position,
      });
    } else byLocal.set(local, found.entry);
  }
  return byLocal;
}

function resolveConfiguration(
  { name, id, position }: DesiredConfiguration,
  directory: Directory,
  diagnostics: Diagnostic[],
): readonly DirectoryConfiguration[] {
  const found = findConfigurations(id === undefined ? (name ?? "") : `id:${id}`, directory);
  if (found.kind === "none") {
    diagnostics.push({ ...found.diagnostic, position });
    return [];
  }
  const other =
    id === undefined || name === undefined
      ? undefined
      : found.entries.find((entry) => entry.name.toLowerCase() !== name.toLowerCase());
  if (other === undefined) return found.entries;
  diagnostics.push({
    code: "configuration-name-differs",
    message: `configuration ${id} is named "${other.name}" in the tenant, not "${name}"`,
    hint: "correct the name or the id; the two must mean the same",
    position,
  });
  return [];
}

function resolveTargets(
  { include: included, exclude: excluded }: DesiredConfiguration,
  groups: ByLocalName,
  filters: ByLocalName,
  diagnostics: Diagnostic[],
): readonly Assignment[] {
  const seen = new Map<string, SourcePosition>();
  const resolveOne = (wanted: DesiredTarget, isIncluded: boolean): readonly Assignment[] => {
    const target = toTarget(wanted, isIncluded, groups, filters);
    if (target === undefined) return [];
    const key = targetKey(target);
    const [kind, groupId] = key.split(":");
    // Two local names can mean one group; only the tenant's ids show it.
    const twin = seen.get(key);
    const opposite = kind === "exclude" ? seen.get(`include:${groupId}`) : undefined;
    const { position } = wanted;
    if (twin !== undefined)
      diagnostics.push({
        code: "duplicate-target",
        message: `"${wanted.group}" means the same group as the entry in line ${twin.line}`,
        position,
      });
    if (opposite !== undefined)
      diagnostics.push({
        code: "include-and-exclude",
        message: `"${wanted.group}" means the same group as the included one in line ${opposite.line}`,
        position,
      });
    seen.set(key, position);
    return [{ target }];
  };
  return [
    ...included.flatMap((wanted) => resolveOne(wanted, true)),
    ...excluded.flatMap((wanted) => resolveOne(wanted, false)),
  ];
}

function toTarget(
  { group, filter }: DesiredTarget,
  isIncluded: boolean,
  groups: ByLocalName,
  filters: ByLocalName,
): Assignment["target"] | undefined {
  const found = filter === undefined ? undefined : filters.get(filter.filter);
  // Already reported where the filter was declared; a target without it would reach more than was meant.
  if (filter !== undefined && found === undefined) return undefined;
  const targetFilter: TargetFilter | undefined =
    filter === undefined || found === undefined ? undefined : { id: found.id, mode: filter.mode };
  if (group === "all-devices") return allDevices(targetFilter);
  if (group === "all-users") return allUsers(targetFilter);
  const entry = groups.get(group);
  if (entry === undefined) return undefined;
  return isIncluded ? include(entry.id, targetFilter) : exclude(entry.id, targetFilter);
}
