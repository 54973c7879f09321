import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readNamedFile, readPlan } from "../named-file.ts";
import type { MatrixState } from "../render/matrix-cells.ts";
import { renderMatrix } from "../render/matrix.ts";
import { toPlanMarkdown } from "../render/plan-markdown.ts";
import { toPlanRows } from "../render/plan-rows.ts";

/** `report <plan.json>`: who is reached by what; needs no tenant. */
export async function report(context: Context, given: Given): Promise<ExitCode> {
  const [file = ""] = given.arguments;
  const plan = readPlan(await readNamedFile(context.world, file), file);
  const state = toMatrixState(given.text("state"));
  await context.answer({
    text: () => renderMatrix(plan, state, context.appearance),
    value: plan,
    rows: toPlanRows(plan),
    markdown: () => toPlanMarkdown(plan),
  });
  return exitCodes.done;
}

function toMatrixState(text: string | undefined): MatrixState {
  return text === "before" || text === "after" ? text : "diff";
}
