import { type Assignment, type DirectoryEntry, type Labels, toAudience } from "@intunectl/assignments";
import { mapConcurrently } from "./concurrently.ts";
import { readGroup } from "./directory-reader.ts";
import type { Session } from "./session.ts";

/** What is known already, so that it is not asked again. */
export interface KnownNames {
  readonly groups: readonly DirectoryEntry[];
  readonly filters: readonly DirectoryEntry[];
}

/** The names that a plan or a run carries. */
export function toKnownNames({ groups, filters }: Labels): KnownNames {
  const toEntries = (names: Labels["groups"]): readonly DirectoryEntry[] =>
    Object.entries(names).map(([id, name = id]) => ({ id, name }));
  return { groups: toEntries(groups), filters: toEntries(filters) };
}

/** Names for every group of some sets. A group that cannot be looked up stays unknown; it is not called deleted. */
export async function readLabels(
  session: Session,
  sets: readonly (readonly Assignment[])[],
  known: KnownNames,
): Promise<Labels> {
  const names = new Map(known.groups.map(({ id, name }) => [id.toLowerCase(), name]));
  const ids = new Set(sets.flat().flatMap(({ target }) => toGroupIds(target)));
  const asked = [...ids].filter((id) => !names.has(id)).toSorted();
  const answers = await mapConcurrently(asked, session.concurrency, async (id) => {
    try {
      return await readGroup(session, id);
    } catch {
      // A name is a comfort: the plan stands without it, and shows the id.
      return undefined;
    }
  });
  const deletedGroups: string[] = [];
  for (const [index, id] of asked.entries()) {
    const answer = answers[index];
    if (answer === "deleted") deletedGroups.push(id);
    else if (answer !== undefined) names.set(id, answer.name);
  }
  return {
    groups: toRecord([...names].filter(([id]) => ids.has(id))),
    deletedGroups,
    filters: toRecord(known.filters.map(({ id, name }) => [id.toLowerCase(), name])),
  };
}

function toGroupIds(target: Assignment["target"]): readonly string[] {
  const audience = toAudience(target);
  return audience.kind === "include" || audience.kind === "exclude" ? [audience.groupId.toLowerCase()] : [];
}

function toRecord(entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
