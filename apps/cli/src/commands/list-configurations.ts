import type { Context } from "../context.ts";
import { readConfigurations, readFilters, readSets } from "../directory-reader.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readLabels } from "../labels.ts";
import { type ListedConfiguration, renderConfigurations } from "../render/configurations.ts";
import { withSession } from "../session.ts";

/** `configs list`: every configuration and who it reaches. */
export async function listConfigurations(context: Context): Promise<ExitCode> {
  return await withSession(context, { isReadOnly: true }, async (session) => {
    const configurations = await readConfigurations(session);
    const sets = await readSets(session, configurations);
    const filters = await readFilters(session);
    const listed = configurations.map(({ id, name, changed }): ListedConfiguration => {
      const set = sets.get(id.toLowerCase()) ?? {
        kind: "unknown",
        code: "unreadable",
        reason: "it was not read",
      };
      return { id, name, set, ...(changed === undefined ? {} : { changed }) };
    });
    const known = listed.flatMap(({ set }) => (set.kind === "known" ? [set.assignments] : []));
    const labels = await readLabels(session, known, { groups: [], filters });
    const { world, appearance } = context;
    context.print(renderConfigurations(listed, labels, world.now(), appearance));
    context.printJson(listed.map(toJson));
    for (const { name, set } of listed)
      if (set.kind === "unknown") context.note(`${name}: assignments could not be read: ${set.reason}`);
    return exitCodes.done;
  });
}

function toJson({ id, name, changed, set }: ListedConfiguration): object {
  return {
    id,
    name,
    lastModifiedDateTime: changed ?? null,
    assignments: set.kind === "known" ? set.assignments : null,
    unreadable: set.kind === "known" ? null : { code: set.code, reason: set.reason },
  };
}
