import {
  type AssignmentSet,
  type Directory,
  type DirectoryConfiguration,
  type DirectoryEntry,
  findEntries,
  parseSelector,
  type Selector,
} from "@intunectl/assignments";
import { isGraphError, type Operation } from "@intunectl/graph-core";
import { assignableKinds, getGroup, listAssignmentFilters, listGroups } from "@intunectl/graph-intune";
import { mapConcurrently } from "./concurrently.ts";
import type { Session } from "./session.ts";

/** A configuration with what the service says about it. */
export interface ReadConfiguration extends DirectoryConfiguration {
  readonly changed?: string;
}

/** Every configuration of every kind, by name. */
export async function readConfigurations({
  client,
  progress,
}: Session): Promise<readonly ReadConfiguration[]> {
  const found: ReadConfiguration[] = [];
  for (const { resource, list } of assignableKinds) {
    const { name, method, path, version, permissions } = list;
    const operation: Operation<object, { readonly value: readonly unknown[] }> = {
      name,
      method,
      path,
      version,
      permissions,
    };
    for await (const item of client.pages(operation, {})) {
      const entry = decodeEntry(item);
      if (entry !== undefined) found.push({ resource, ...entry });
      progress.show("Reading configurations", found.length);
    }
  }
  return found.toSorted(byName);
}

/** A filter with what the service says about it. */
export interface ReadFilter extends DirectoryEntry {
  readonly platform: string;
  readonly rule: string;
}

/** Every assignment filter. */
export async function readFilters({ client }: Session): Promise<readonly ReadFilter[]> {
  const filters: ReadFilter[] = [];
  for await (const item of client.pages(listAssignmentFilters, {})) {
    const entry = decodeEntry(item);
    const text = (value: unknown): string => (typeof value === "string" ? value : "");
    if (entry !== undefined)
      filters.push({ id: entry.id, name: entry.name, platform: text(item.platform), rule: text(item.rule) });
  }
  return filters.toSorted(byName);
}

/** Configurations and filters, and the groups that the given names and ids mean or nearly mean. */
export async function readDirectory(session: Session, groups: readonly Selector[]): Promise<Directory> {
  const configurations = await readConfigurations(session);
  const filters = await readFilters(session);
  const found = await mapConcurrently(groups, session.concurrency, (selector) =>
    findGroups(session, selector),
  );
  const byId = new Map(found.flat().map((group) => [group.id.toLowerCase(), group]));
  return { configurations, filters, groups: [...byId.values()] };
}

/** The group with an id; `deleted` when the service says that there is none. */
export async function readGroup({ client }: Session, groupId: string): Promise<DirectoryEntry | "deleted"> {
  try {
    const entry = decodeEntry(await client.send(getGroup, { groupId }));
    return entry === undefined ? { id: groupId, name: groupId } : { id: entry.id, name: entry.name };
  } catch (error) {
    if (isGraphError(error) && error.status === 404) return "deleted";
    throw error;
  }
}

/** The current sets, by id in lower case. */
export async function readSets(
  session: Session,
  configurations: readonly Pick<DirectoryConfiguration, "resource" | "id">[],
): Promise<ReadonlyMap<string, AssignmentSet>> {
  let done = 0;
  const sets = await mapConcurrently(configurations, session.concurrency, async ({ resource, id }) => {
    const set = await session.port(resource).read(id);
    done += 1;
    session.progress.show("Reading assignments", done, configurations.length);
    return [id.toLowerCase(), set] as const;
  });
  // A read that was cut off looks like one that failed.
  session.throwIfInterrupted();
  return new Map(sets);
}

/** Groups that a selector means; without one, those that it may be a slip of. */
export async function findGroups(session: Session, selector: Selector): Promise<readonly DirectoryEntry[]> {
  if (selector.kind === "pattern") return await findGroupsByPattern(session, selector.pattern);
  if (selector.kind === "id") {
    const group = await readGroup(session, selector.id);
    return group === "deleted" ? [] : [group];
  }
  const named = await listGroupsBy(session, `displayName eq ${quote(selector.name)}`);
  if (named.length > 0) return named;
  // Nothing has this name, so look for what it may be a slip of.
  const letters = Array.from(selector.name);
  const start = letters.slice(0, Math.max(1, Math.ceil(letters.length / 2))).join("");
  return await listGroupsBy(session, `startswith(displayName,${quote(start)})`);
}

/** Graph looks for beginnings only; the rest of the pattern is looked at here. */
async function findGroupsByPattern(session: Session, pattern: string): Promise<readonly DirectoryEntry[]> {
  const start = pattern.slice(0, pattern.indexOf("*"));
  const groups = await listGroupsBy(
    session,
    start === "" ? undefined : `startswith(displayName,${quote(start)})`,
    Number.POSITIVE_INFINITY,
  );
  return findEntries({ kind: "pattern", pattern }, groups);
}

async function listGroupsBy(
  { client, progress }: Session,
  $filter: string | undefined,
  limit = 100,
): Promise<readonly DirectoryEntry[]> {
  const groups: DirectoryEntry[] = [];
  for await (const item of client.pages(listGroups, $filter === undefined ? {} : { $filter })) {
    const entry = decodeEntry(item);
    if (entry !== undefined) groups.push({ id: entry.id, name: entry.name });
    progress.show("Reading groups", groups.length);
    if (groups.length === limit) break;
  }
  return groups;
}

/** OData doubles a quote inside of a text. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

interface Entry extends DirectoryEntry {
  readonly changed?: string;
}

function decodeEntry(value: unknown): Entry | undefined {
  if (typeof value !== "object" || value === null || !("id" in value) || typeof value.id !== "string")
    return undefined;
  const name = "displayName" in value && typeof value.displayName === "string" ? value.displayName : value.id;
  const changed =
    "lastModifiedDateTime" in value && typeof value.lastModifiedDateTime === "string"
      ? { changed: value.lastModifiedDateTime }
      : {};
  return { id: value.id, name, ...changed };
}

function byName(left: DirectoryEntry, right: DirectoryEntry): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : left.id < right.id ? -1 : 1;
}

/** Names and ids as typed, as selectors; the names that mean everyone are not groups. */
export function toGroupSelectors(names: readonly string[]): readonly Selector[] {
  return [...new Set(names)]
    .filter((name) => name !== "all-devices" && name !== "all-users")
    .map(parseSelector)
    .filter(({ kind }) => kind !== "pattern");
}
