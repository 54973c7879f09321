import type { DesiredConfiguration, DesiredName, DesiredState, DesiredTarget } from "./desired-state.ts";
import { everyoneNames } from "./desired-configurations.ts";
import { byPosition, type Diagnostic, formatPosition, type SourcePosition } from "./diagnostic.ts";
import {
  type Directory,
  type DirectoryConfiguration,
  findOne,
  findConfigurations,
  type ResolvedConfiguration,
  type Resolution,
} from "./directory.ts";
import type { SkippedConfiguration } from "./plan-file.ts";
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

/** How names are resolved. */
export interface ResolveOptions {
  /**
   * Leaves out each configuration that a name without an answer belongs to, as a whole and not in silence. A set is
   * never made smaller.
   */
  readonly skipUnresolved?: boolean;
}

/** Puts ids in the place of the names of a file, or says which names do not resolve; nothing is skipped in silence. */
export function resolveDesiredState(
  state: DesiredState,
  directory: Directory,
  options: ResolveOptions = {},
): Resolution {
  return resolveDesiredStates([state], directory, options);
}

/** The same for several files together; one configuration may be meant by one entry only. */
export function resolveDesiredStates(
  states: readonly DesiredState[],
  directory: Directory,
  { skipUnresolved = false }: ResolveOptions = {},
): Resolution {
  const diagnostics: Diagnostic[] = [];
  const conflicts: Diagnostic[] = [];
  const skipped: SkippedConfiguration[] = [];
  const seen = new Map<string, SourcePosition>();
  const configurations: ResolvedConfiguration[] = [];
  for (const state of states) {
    const groups = resolveNames(state.groups, directory.groups, "group", diagnostics);
    const filters = resolveNames(state.filters, directory.filters, "filter", diagnostics);
    for (const wanted of state.configurations) {
      const lacking = findLacking(wanted, groups, filters);
      const desired = resolveTargets(wanted, groups, filters, conflicts);
      for (const { resource, id, name } of resolveConfiguration(wanted, directory, diagnostics)) {
        const first = seen.get(id.toLowerCase());
        if (first !== undefined) conflicts.push(toDuplicate(name, first, wanted.position));
        seen.set(id.toLowerCase(), wanted.position);
        if (lacking === undefined)
          configurations.push({ resource, id, name, mode: wanted.mode, desired, position: wanted.position });
        else skipped.push({ resource, id, name, reason: `"${lacking}" was not found` });
      }
    }
  }
  if (conflicts.length > 0 || (diagnostics.length > 0 && !skipUnresolved))
    return { kind: "unresolved", diagnostics: [...diagnostics, ...conflicts].toSorted(byPosition) };
  return { kind: "resolved", configurations, skipped, leftOut: diagnostics };
}

function toDuplicate(name: string, first: SourcePosition, position: SourcePosition): Diagnostic {
  const where = first.file === position.file ? `in line ${first.line}` : `at ${formatPosition(first)}`;
  return {
    code: "duplicate-configuration",
    message: `configuration "${name}" was already meant ${where}`,
    hint: "put its groups in one entry",
    position,
  };
}

/** The first local name of an entry that has no answer in the tenant. */
function findLacking(
  { include: included, exclude: excluded }: DesiredConfiguration,
  groups: ByLocalName,
  filters: ByLocalName,
): string | undefined {
  for (const { group, filter } of [...included, ...excluded]) {
    if (!everyoneNames.includes(group) && !groups.has(group)) return group;
    if (filter !== undefined && !filters.has(filter.filter)) return filter.filter;
  }
  return undefined;
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
    } else if (id !== undefined && name !== "" && found.entry.name.toLowerCase() !== name.toLowerCase()) {
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
