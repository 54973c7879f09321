import { join } from "node:path";
import { formatSnapshot } from "@intunectl/assignments";
import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { writeNamedFile } from "../named-file.ts";
import { toAssignmentRows } from "../render/plan-rows.ts";
import { count } from "../render/text.ts";
import { withSession } from "../session.ts";
import { toFolderName } from "../state-folder.ts";
import { takeSnapshot } from "./take-snapshot.ts";

/** `snapshot`: every assignment of the tenant, in a file. */
export async function snapshot(context: Context, given: Given): Promise<ExitCode> {
  const { world } = context;
  return await withSession(context, { isReadOnly: true }, async (session) => {
    const { snapshot: taken, listed } = await takeSnapshot(session);
    const { takenAt, labels } = taken;
    const name = `${takenAt.replaceAll(":", "").replace(/\.\d+/, "")}.json`;
    const out = given.text("out");
    const path = out ?? join(session.stateFolder, toFolderName(taken.tenant), "snapshots", name);
    if (out === undefined) await world.writeText(path, formatSnapshot(taken), true);
    else await writeNamedFile(world, path, formatSnapshot(taken));
    const unread = listed.filter(({ set }) => set.kind === "unknown");
    const sizes = listed.map(({ set }) => (set.kind === "known" ? set.assignments.length : 0));
    const assignments = sizes.reduce((sum, one) => sum + one, 0);
    await context.answer({
      text: () => {
        const tail = unread.length === 0 ? "" : `, ${unread.length} could not be read`;
        return `${path}\n${count(listed.length, "configuration")}, ${count(assignments, "assignment")}${tail}\n`;
      },
      value: {
        path,
        tenant: taken.tenant,
        takenAt,
        configurations: listed.length,
        assignments,
        unreadable: unread.length,
        digest: taken.digest,
      },
      rows: toAssignmentRows(listed, labels),
    });
    for (const { name: what, set } of unread)
      if (set.kind === "unknown") context.note(`${what}: assignments could not be read: ${set.reason}`);
    return given.has("strict") && unread.length > 0 ? exitCodes.refused : exitCodes.done;
  });
}
