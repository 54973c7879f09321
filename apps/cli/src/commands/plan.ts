import { formatPlanFile, hasChanges, type PlanFile } from "@intunectl/assignments";
import type { Given } from "../command-definition.ts";
import { toProgram } from "../command-line.ts";
import type { Context } from "../context.ts";
import { readDesiredFiles } from "../desired-files.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { writeNamedFile } from "../named-file.ts";
import { planDesired } from "../plan-desired.ts";
import { toPlanMarkdown } from "../render/plan-markdown.ts";
import { toPlanRows } from "../render/plan-rows.ts";
import { renderPlan } from "../render/plan.ts";
import { withSession } from "../session.ts";
import { noteLeftOut, toSource } from "./left-out.ts";

/** `plan <file…>`: says what would change, and changes nothing. */
export async function plan(context: Context, given: Given): Promise<ExitCode> {
  const desired = await readDesiredFiles(context.world, given.arguments);
  const out = given.text("out");
  return await withSession(context, { isReadOnly: true }, async (session) => {
    const options = { skipUnresolved: given.has("skipUnresolved"), source: toSource(given.arguments) };
    const { plan: made, leftOut } = await planDesired(session, desired, options);
    const { account } = session.tenant;
    if (out !== undefined) await writeNamedFile(context.world, out, formatPlanFile(made));
    const saved = out === undefined ? "" : `Saved ${out} (${toShortDigest(made)}). `;
    await context.answer({
      text: () =>
        `${made.tenant}${account === undefined ? "" : `  as ${account}`}\n\n${renderPlan(made, "Plan", context.appearance)}${saved}Nothing was changed.\n`,
      value: made,
      rows: toPlanRows(made),
      markdown: () => toPlanMarkdown(made),
    });
    noteLeftOut(context, leftOut);
    if (out !== undefined) context.note(`\nNext: ${toProgram(context)} apply ${out}`);
    const isIncomplete = made.skipped.length + leftOut.length > 0;
    if (given.has("strict") && isIncomplete) return exitCodes.refused;
    const isChanged = made.configurations.some(({ changes }) => hasChanges(changes));
    return given.has("exitCode") && isChanged ? exitCodes.differences : exitCodes.done;
  });
}

function toShortDigest({ digest }: PlanFile): string {
  return `sha256 ${digest.slice(7, 19)}`;
}
