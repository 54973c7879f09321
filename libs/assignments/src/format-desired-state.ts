import { Document, isMap, isSeq, visit } from "yaml";
import { sortAssignments } from "./assignment-set.ts";
import { everyoneNames } from "./desired-configurations.ts";
import type { Labels } from "./plan-file.ts";
import type { Snapshot, SnapshotConfiguration } from "./snapshot.ts";
import { type Assignment, toAudience, toFilter } from "./target.ts";

/**
 * A desired state in YAML that wants exactly what a snapshot holds.
 *
 * What the format cannot say (a group that no longer exists, a collection, a filter without a name) stands in a comment,
 * and its configuration is then merged instead of replaced, so that applying the file takes nothing away.
 */
export function formatDesiredState(snapshot: Snapshot): string {
  const { tenant, takenAt, configurations, labels } = snapshot;
  const names = collectNames(snapshot);
  const known = configurations.filter(({ assignments }) => assignments !== undefined);
  const written = known.map((one) => toEntry(one, labels, names));
  const document = new Document({
    tenant,
    ...(names.groups.size === 0 ? {} : { groups: toNameEntries(names.groups, labels.groups) }),
    ...(names.filters.size === 0 ? {} : { filters: toNameEntries(names.filters, labels.filters) }),
    configurations: written.map(({ entry }) => entry),
  });
  document.commentBefore = ` yaml-language-server: $schema=./assignments.v1.schema.json\n exported ${takenAt}`;
  const list = document.get("configurations");
  if (isSeq(list))
    for (const [index, { comments }] of written.entries()) {
      const item = list.items[index];
      if (isMap(item) && comments.length > 0)
        item.commentBefore = comments.map((line) => ` ${line}`).join("\n");
    }
  visit(document, {
    Pair(_key, pair) {
      const name = String(pair.key);
      if ((name === "include" || name === "exclude") && isSeq(pair.value)) pair.value.flow = true;
      if ((name === "groups" || name === "filters") && isMap(pair.value))
        for (const { value } of pair.value.items) if (isMap(value)) value.flow = true;
    },
  });
  const unread = configurations.filter(({ assignments }) => assignments === undefined);
  if (unread.length > 0)
    document.comment = [
      " not read, so not exported:",
      ...unread.map(({ name, id }) => `   ${toLine(name)}  ${id}`),
    ].join("\n");
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

interface LocalNames {
  /** Local names by id in lower case. */
  readonly groups: ReadonlyMap<string, string>;
  readonly filters: ReadonlyMap<string, string>;
}

function collectNames({ configurations, labels }: Snapshot): LocalNames {
  const groupIds = new Set<string>();
  const filterIds = new Set<string>();
  for (const { target } of configurations.flatMap(({ assignments = [] }) => assignments)) {
    const audience = toAudience(target);
    const filter = toFilter(target);
    if ("groupId" in audience) groupIds.add(audience.groupId.toLowerCase());
    if (filter !== undefined) filterIds.add(filter.id.toLowerCase());
  }
  return { groups: nameAll(groupIds, labels.groups), filters: nameAll(filterIds, labels.filters) };
}

/** Short names that tell apart, for everything whose name is known. */
function nameAll(ids: ReadonlySet<string>, labels: Labels["groups"]): ReadonlyMap<string, string> {
  const taken = new Set<string>(everyoneNames);
  const byName = [...ids].flatMap((id) => {
    const name = labels[id];
    return name === undefined ? [] : [{ id, name }];
  });
  return new Map(
    byName
      .toSorted((left, right) =>
        left.name < right.name ? -1 : left.name > right.name ? 1 : left.id < right.id ? -1 : 1,
      )
      .map(({ id, name }) => {
        const base =
          name
            .normalize("NFKD")
            .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
            .replaceAll(/^-+|-+$/g, "")
            .toLowerCase() || "group";
        let local = base;
        for (let count = 2; taken.has(local); count += 1) local = `${base}-${count}`;
        taken.add(local);
        return [id, local];
      }),
  );
}

function toNameEntries(names: ReadonlyMap<string, string>, labels: Labels["groups"]): object {
  return Object.fromEntries([...names].map(([id, local]) => [local, { name: labels[id] ?? id, id }]));
}

function toEntry(
  { id, name, assignments = [] }: SnapshotConfiguration,
  labels: Labels,
  names: LocalNames,
): { readonly entry: object; readonly comments: readonly string[] } {
  const comments: string[] = [];
  const include: unknown[] = [];
  const exclude: unknown[] = [];
  const onBothSides = findOnBothSides(assignments);
  for (const assignment of sortAssignments(assignments)) {
    const written = onBothSides.has(toGroupId(assignment))
      ? `group ${toGroupId(assignment)}, which is both included and excluded`
      : toTarget(assignment, labels, names);
    if (typeof written === "string") comments.push(`left out: ${toLine(written)}`);
    else (written.isExclusion ? exclude : include).push(written.value);
  }
  const mode = comments.length === 0 ? "replace" : "merge";
  const excluded = exclude.length === 0 ? {} : { exclude };
  return { entry: { name, id, mode, include, ...excluded }, comments };
}

/** A file may not want a group on both sides; the service may have it. */
function findOnBothSides(assignments: readonly Assignment[]): ReadonlySet<string> {
  const sides = Map.groupBy(
    assignments.filter((assignment) => toGroupId(assignment) !== ""),
    toGroupId,
  );
  return new Set([...sides].filter(([, members]) => members.length > 1).map(([id]) => id));
}

function toGroupId({ target }: Assignment): string {
  const audience = toAudience(target);
  return "groupId" in audience ? audience.groupId.toLowerCase() : "";
}

/** An entry of `include` or `exclude`; words when the format has none. */
function toTarget(
  { target }: Assignment,
  { deletedGroups }: Labels,
  { groups, filters }: LocalNames,
): { readonly isExclusion: boolean; readonly value: unknown } | string {
  const audience = toAudience(target);
  if (audience.kind === "collection") return `Configuration Manager collection ${audience.collectionId}`;
  const isExclusion = audience.kind === "exclude";
  const filter = toFilter(target);
  const local = "groupId" in audience ? groups.get(audience.groupId.toLowerCase()) : audience.kind;
  if (local === undefined && "groupId" in audience) {
    const what = deletedGroups.includes(audience.groupId.toLowerCase())
      ? "deleted group"
      : "group without a name";
    return `${what} ${audience.groupId}${isExclusion ? " (excluded)" : ""}`;
  }
  if (filter === undefined) return { isExclusion, value: local };
  const filterName = filters.get(filter.id.toLowerCase());
  if (filterName === undefined) return `${local ?? ""} with the unknown filter ${filter.id}`;
  return { isExclusion, value: { group: local, [filter.mode === "include" ? "only" : "not"]: filterName } };
}

/** A comment is one line, whatever the tenant's names hold. */
function toLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
