import type { PlanFile } from "@intunectl/assignments";
import type { Given } from "../command-definition.ts";
import { confirmPlan } from "../confirm.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { toPlanMarkdown } from "../render/plan-markdown.ts";
import { toPlanRows } from "../render/plan-rows.ts";
import { renderPlan } from "../render/plan.ts";
import type { Session } from "../session.ts";
import { toMaxRemovals } from "./apply.ts";
import { execute } from "./execute-and-tell.ts";

/** Shows a plan that was made from a command line, asks, and carries it out; or, with `--dry-run`, only shows it. */
export async function showAndExecute(
  context: Context,
  session: Session,
  plan: PlanFile,
  facts: { readonly given: Given; readonly command: string; readonly after: string },
): Promise<ExitCode> {
  const { given, command, after } = facts;
  const { account } = session.tenant;
  const head = `${plan.tenant}${account === undefined ? "" : `  as ${account}`}`;
  const text = `${head}\n\n${renderPlan(plan, "Plan", context.appearance)}${after}`;
  if (given.has("dryRun")) {
    await context.answer({
      text: () => `${text}Nothing was sent.\n`,
      value: plan,
      rows: toPlanRows(plan),
      markdown: () => toPlanMarkdown(plan),
    });
    return exitCodes.done;
  }
  context.print(`${text}\n`);
  const question = `Apply to ${plan.tenant}?`;
  await confirmPlan(context, plan, { question, maxRemovals: toMaxRemovals(given), ask: "losses" });
  return await execute(context, session, plan, { command, again: `intunectl ${command}` });
}
