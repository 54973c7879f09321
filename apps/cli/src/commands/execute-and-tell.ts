import { isSuccess } from "@intunectl/assignments";
import type { Rows } from "../answer.ts";
import type { Context } from "../context.ts";
import { type ExecutablePlan, type Executed, executePlan, type RunFacts } from "../execute.ts";
import { toProgram } from "../command-line.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { toOutcomeWords } from "../render/outcome.ts";
import type { Session } from "../session.ts";

/** Runs a plan and says what became of it. */
export async function execute(
  context: Context,
  session: Session,
  plan: ExecutablePlan,
  facts: RunFacts,
): Promise<ExitCode> {
  const executed = await executePlan(context, session, plan, facts);
  const { run, results, wanted, exitCode } = executed;
  if (run === undefined)
    context.print(results.length > 0 ? "\nNothing was written: all is as planned.\n" : "Nothing to do.\n");
  else context.print(`\n${toWords(plan, executed, run.id)}\n`);
  await context.answer({ value: toJson(plan, executed), rows: toRows(executed) });
  if (run === undefined) return exitCode;
  const done = results.filter(({ outcome }) => isSuccess(outcome)).length;
  if (done < wanted) context.note(`Go on with: ${toProgram(context)} apply --resume ${run.id}`);
  if (done > 0) context.note(`Undo with: ${toProgram(context)} undo ${run.id}`);
  return exitCode;
}

/** The same for a plan with nothing in it. */
export async function tellNothing(context: Context, tenant: string, text: string): Promise<ExitCode> {
  context.print(text);
  const executed = { run: undefined, results: [], wanted: 0, exitCode: exitCodes.done };
  await context.answer({ value: toJson({ tenant, skipped: [] }, executed), rows: toRows(executed) });
  return exitCodes.done;
}

function toWords(
  { skipped }: ExecutablePlan,
  { results, wanted, exitCode }: Executed,
  runId: string,
): string {
  const done = results.filter(({ outcome }) => isSuccess(outcome)).length;
  const stopped = exitCode === exitCodes.interrupted ? "  Interrupted: the rest was not begun." : "";
  const left = skipped.length === 0 ? "" : `  Skipped ${skipped.length}.`;
  return `Applied ${done} of ${wanted}.  Run ${runId}.${left}${stopped}`;
}

function toJson(
  plan: Pick<ExecutablePlan, "tenant" | "skipped">,
  { run, results, exitCode }: Executed,
): object {
  return {
    run: run?.id ?? null,
    tenant: plan.tenant,
    results: results.map(({ planned, outcome }) => ({
      id: planned.id,
      name: planned.name,
      outcome: outcome.kind,
      reason: "reason" in outcome ? outcome.reason : "failure" in outcome ? outcome.failure.message : null,
      assignments: planned.after.length,
    })),
    skipped: plan.skipped,
    exitCode,
  };
}

function toRows({ run, results }: Executed): Rows {
  return {
    columns: ["run", "configuration", "configurationId", "outcome", "words", "assignments"],
    rows: results.map(({ planned, outcome }) => ({
      run: run?.id,
      configuration: planned.name,
      configurationId: planned.id,
      outcome: outcome.kind,
      words: toOutcomeWords(outcome),
      assignments: planned.after.length,
    })),
  };
}
