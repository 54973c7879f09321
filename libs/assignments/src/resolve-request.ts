import type { Diagnostic } from "./diagnostic.ts";
import {
  type Directory,
  type DirectoryConfiguration,
  findConfigurations,
  findOne,
  type Resolution,
} from "./directory.ts";
import { isGuid } from "./guid.ts";
import type { AssignMode } from "./plan.ts";
import { type DirectoryEntry, parseSelector } from "./selector.ts";
import {
  allDevices,
  allUsers,
  type Assignment,
  exclude,
  include,
  type TargetFilter,
  targetKey,
} from "./target.ts";

/** One change for several configurations, as a person types it. */
export interface AssignRequest {
  /** Names, ids or patterns. */
  readonly configurations: readonly string[];
  /** Group names or ids, `all-devices` or `all-users`. */
  readonly to: readonly string[];
  readonly except: readonly string[];
  /** For all of `to`. */
  readonly filter?: { readonly filter: string; readonly mode: TargetFilter["mode"] };
  readonly mode: AssignMode;
}

/** Puts ids in the place of names, or says which names do not resolve; nothing is skipped. */
export function resolveRequest(request: AssignRequest, directory: Directory): Resolution {
  const diagnostics: Diagnostic[] = [];
  const filter = resolveFilter(request, directory, diagnostics);
  const toGroup = (name: string): DirectoryEntry | undefined => {
    const found = findOne(parseSelector(name), directory.groups, "group");
    if (found.kind === "one") return found.entry;
    const selector = parseSelector(name);
    // A group that no longer exists can still be taken away, by its id.
    if (request.mode === "remove" && selector.kind === "id" && isGuid(selector.id))
      return { id: selector.id, name: selector.id };
    diagnostics.push(found.diagnostic);
    return undefined;
  };
  const desired = [
    ...request.to.flatMap((name): readonly Assignment[] => {
      if (name === "all-devices") return [{ target: allDevices(filter) }];
      if (name === "all-users") return [{ target: allUsers(filter) }];
      const group = toGroup(name);
      if (group === undefined) return [];
      const included = { target: include(group.id, filter) };
      // To take a group away is to take it from both sides.
      return request.mode === "remove" ? [included, { target: exclude(group.id) }] : [included];
    }),
    ...request.except.flatMap((name): readonly Assignment[] => {
      const group = toGroup(name);
      return group === undefined ? [] : [{ target: exclude(group.id) }];
    }),
  ];
  if (request.mode !== "remove") diagnostics.push(...findRepeated(desired, directory));
  const configurations = new Map<string, DirectoryConfiguration>();
  for (const text of request.configurations) {
    const found = findConfigurations(text, directory);
    if (found.kind === "none") diagnostics.push(found.diagnostic);
    // Patterns may overlap: the same change twice is one change.
    else for (const entry of found.entries) configurations.set(entry.id.toLowerCase(), entry);
  }
  if (diagnostics.length > 0) return { kind: "unresolved", diagnostics };
  return {
    kind: "resolved",
    skipped: [],
    leftOut: [],
    configurations: [...configurations.values()].map(({ resource, id, name }) => ({
      resource,
      id,
      name,
      mode: request.mode,
      desired,
    })),
  };
}

function resolveFilter(
  { filter }: AssignRequest,
  directory: Directory,
  diagnostics: Diagnostic[],
): TargetFilter | undefined {
  if (filter === undefined) return undefined;
  const found = findOne(parseSelector(filter.filter), directory.filters, "filter");
  if (found.kind === "one") return { id: found.entry.id, mode: filter.mode };
  diagnostics.push(found.diagnostic);
  return undefined;
}

function findRepeated(desired: readonly Assignment[], directory: Directory): readonly Diagnostic[] {
  const seen = new Set<string>();
  return desired.flatMap(({ target }): readonly Diagnostic[] => {
    const key = targetKey(target);
    const [kind, groupId] = key.split(":");
    const name = directory.groups.find(({ id }) => id.toLowerCase() === groupId)?.name ?? key;
    const isTwin = seen.has(key);
    seen.add(key);
    if (isTwin) return [{ code: "duplicate-target", message: `"${name}" is given more than once` }];
    if (kind !== "exclude" || !seen.has(`include:${groupId}`)) return [];
    return [{ code: "include-and-exclude", message: `"${name}" is both included and excluded` }];
  });
}
