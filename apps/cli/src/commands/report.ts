import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readNamedFile, readPlan } from "../named-file.ts";
import type { MatrixState } from "../render/matrix-cells.ts";
import { renderMatrix } from "../render/matrix.ts";

/** `report --matrix <plan.json>`: who is reached by what, as a picture in text; needs no tenant. */
export async function report(context: Context, file: string, state: MatrixState): Promise<ExitCode> {
  const plan = readPlan(await readNamedFile(context.world, file), file);
  context.print(renderMatrix(plan, state, context.appearance));
  context.printJson(plan);
  return exitCodes.done;
}
