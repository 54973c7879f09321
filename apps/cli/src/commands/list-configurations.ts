import { type Directory, findConfigurations, type Labels } from "@intunectl/assignments";
import type { Rows } from "../answer.ts";
import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { type ReadConfiguration, readConfigurations, readFilters, readSets } from "../directory-reader.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readLabels } from "../labels.ts";
import { toDiagnosticsError } from "../planning.ts";
import { type ListedConfiguration, renderConfigurations } from "../render/configurations.ts";
import { toPhrase, toSide } from "../render/words.ts";
import { type Session, withSession } from "../session.ts";

/** `configs list [config…]`: configurations and who they reach. */
export async function listConfigurations(context: Context, given: Given): Promise<ExitCode> {
  return await withSession(context, { isReadOnly: true }, async (session) => {
    const chosen = chooseConfigurations(await readConfigurations(session), given.arguments);
    const all = await readListed(session, chosen);
    const listed = given.has("unassigned")
      ? all.filter(({ set }) => set.kind === "unknown" || set.assignments.length === 0)
      : all;
    const labels = await readListedLabels(session, listed);
    const { world, appearance } = context;
    await context.answer({
      text: () => renderConfigurations(listed, labels, world.now(), appearance),
      value: listed.map(toConfigurationJson),
      rows: toRows(listed, labels),
    });
    const unread = listed.filter(({ set }) => set.kind === "unknown");
    for (const { name, set } of unread)
      if (set.kind === "unknown") context.note(`${name}: assignments could not be read: ${set.reason}`);
    return given.has("strict") && unread.length > 0 ? exitCodes.refused : exitCodes.done;
  });
}

/** The configurations that were named, or all; throws with every name that means none. */
export function chooseConfigurations(
  configurations: readonly ReadConfiguration[],
  wanted: readonly string[],
): readonly ReadConfiguration[] {
  if (wanted.length === 0) return configurations;
  const directory: Directory = { configurations, groups: [], filters: [] };
  const found = wanted.map((text) => findConfigurations(text, directory));
  const problems = found.flatMap((one) => (one.kind === "none" ? [one.diagnostic] : []));
  if (problems.length > 0) throw toDiagnosticsError(problems);
  const ids = new Set(found.flatMap((one) => (one.kind === "some" ? one.entries.map(({ id }) => id) : [])));
  return configurations.filter(({ id }) => ids.has(id));
}

/** Configurations with their sets. */
export async function readListed(
  session: Session,
  configurations: readonly ReadConfiguration[],
): Promise<readonly ListedConfiguration[]> {
  const sets = await readSets(session, configurations);
  return configurations.map(({ resource, id, name, changed }): ListedConfiguration => {
    const set = sets.get(id.toLowerCase()) ?? {
      kind: "unknown",
      code: "unreadable",
      reason: "it was not read",
    };
    return { resource, id, name, set, ...(changed === undefined ? {} : { changed }) };
  });
}

/** Names for everything in the sets. */
export async function readListedLabels(
  session: Session,
  listed: readonly ListedConfiguration[],
): Promise<Labels> {
  const known = listed.flatMap(({ set }) => (set.kind === "known" ? [set.assignments] : []));
  const filters = await readFilters(session);
  return await readLabels(session, known, { groups: [], filters });
}

/** A configuration as JSON; assignments that could not be read are null, with the reason beside them. */
export function toConfigurationJson({ id, name, changed, set }: ListedConfiguration): object {
  return {
    id,
    name,
    lastModifiedDateTime: changed ?? null,
    assignments: set.kind === "known" ? set.assignments : null,
    unreadable: set.kind === "known" ? null : { code: set.code, reason: set.reason },
  };
}

function toRows(listed: readonly ListedConfiguration[], labels: Labels): Rows {
  return {
    columns: ["name", "id", "includes", "excludes", "assignments", "changed", "unreadable"],
    rows: listed.map(({ id, name, changed, set }) => {
      const side = (wanted: "include" | "exclude"): string =>
        set.kind === "unknown"
          ? "?"
          : set.assignments
              .filter(({ target }) => toSide(target) === wanted)
              .map(({ target }) => toPhrase(target, labels).replace(/^not /, ""))
              .join("; ");
      return {
        name,
        id,
        includes: side("include"),
        excludes: side("exclude"),
        assignments: set.kind === "known" ? set.assignments.length : "?",
        changed,
        unreadable: set.kind === "known" ? "" : set.reason,
      };
    }),
  };
}
