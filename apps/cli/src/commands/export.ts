import { createSnapshot, formatDesiredState, formatSnapshot } from "@intunectl/assignments";
import { CliError } from "../cli-error.ts";
import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { formatCsv } from "../csv.ts";
import { readConfigurations } from "../directory-reader.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { writeNamedFile } from "../named-file.ts";
import { toAssignmentRows } from "../render/plan-rows.ts";
import { count } from "../render/text.ts";
import { withSession } from "../session.ts";
import { chooseConfigurations, readListed, readListedLabels } from "./list-configurations.ts";

/** `export [config…] --as yaml|csv|json`: what is there, as a file that can be changed and read back. */
export async function exportAssignments(context: Context, given: Given): Promise<ExitCode> {
  const out = given.text("out");
  const format = given.text("as") ?? toFormat(out);
  return await withSession(context, { isReadOnly: true }, async (session) => {
    const chosen = chooseConfigurations(await readConfigurations(session), given.arguments);
    const listed = await readListed(session, chosen);
    const labels = await readListedLabels(session, listed);
    const unread = listed.flatMap(({ name, set }) =>
      set.kind === "unknown" ? [{ name, reason: set.reason }] : [],
    );
    if (given.has("strict") && unread.length > 0)
      throw new CliError("something could not be read, and --strict forbids that; nothing was written", {
        code: "incomplete",
        exitCode: exitCodes.refused,
        details: unread.map(({ name, reason }) => ({ message: `${name}: ${reason}` })),
      });
    const { name: tenant } = session.tenant;
    const taken = createSnapshot({ tenant, takenAt: session.now(), configurations: listed, labels });
    const text =
      format === "json"
        ? formatSnapshot(taken)
        : format === "csv"
          ? formatCsv(toAssignmentRows(listed, labels), true)
          : formatDesiredState(taken);
    if (out === undefined) context.world.out.write(text);
    else {
      await writeNamedFile(context.world, out, text);
      context.note(`Saved ${out}: ${count(listed.length - unread.length, "configuration")}`);
    }
    for (const { name, reason } of unread) context.note(`${name}: assignments could not be read: ${reason}`);
    return exitCodes.done;
  });
}

/** By the name of the file; YAML without one. */
function toFormat(out: string | undefined): string {
  const extension = /\.(csv|json)$/i.exec(out ?? "")?.[1];
  return extension?.toLowerCase() ?? "yaml";
}
