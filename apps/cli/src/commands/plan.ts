import { formatPlanFile, hasChanges, type PlanFile } from "@intunectl/assignments";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { planDesiredState, readDesiredState } from "../planning.ts";
import { readNamedFile, writeNamedFile } from "../named-file.ts";
import { renderPlan } from "../render/plan.ts";
import { withSession } from "../session.ts";

/** The options of `plan`. */
export interface PlanOptions {
  readonly out?: string;
  readonly exitCode?: boolean;
}

/** `plan <file>`: says what would change, and changes nothing. */
export async function plan(context: Context, file: string, options: PlanOptions): Promise<ExitCode> {
  const state = readDesiredState(await readNamedFile(context.world, file), file);
  return await withSession(context, { isReadOnly: true }, async (session) => {
    const made = await planDesiredState(session, state);
    const { account } = session.tenant;
    context.print(`${made.tenant}${account === undefined ? "" : `  as ${account}`}\n\n`);
    context.print(renderPlan(made, "Plan", context.appearance));
    context.printJson(made);
    if (options.out === undefined) context.print("Nothing was changed.\n");
    else {
      await writeNamedFile(context.world, options.out, formatPlanFile(made));
      context.print(`Saved ${options.out} (${toShortDigest(made)}). Nothing was changed.\n`);
      context.note(`\nNext: intunectl apply ${options.out}`);
    }
    const isChanged = made.configurations.some(({ changes }) => hasChanges(changes));
    return options.exitCode === true && isChanged ? exitCodes.differences : exitCodes.done;
  });
}

function toShortDigest({ digest }: PlanFile): string {
  return `sha256 ${digest.slice(7, 19)}`;
}
