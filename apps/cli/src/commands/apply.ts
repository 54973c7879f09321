import type { Given } from "../command-definition.ts";
import { toCommandLine } from "../command-line.ts";
import { CliError, usage } from "../cli-error.ts";
import { confirmPlan } from "../confirm.ts";
import type { Context } from "../context.ts";
import { readDesiredFiles } from "../desired-files.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { isPlanFile, readNamedFile, readPlan } from "../named-file.ts";
import { planDesired } from "../plan-desired.ts";
import { renderCounts, renderPlan } from "../render/plan.ts";
import { type Session, withSession } from "../session.ts";
import { execute } from "./execute-and-tell.ts";
import { noteLeftOut, toSource } from "./left-out.ts";
import { resume } from "./resume.ts";

const defaultMaxRemovals = 10;

/** How many removals go without the tenant's name. */
export function toMaxRemovals(given: Given): number {
  return given.number("maxRemovals") ?? defaultMaxRemovals;
}

/** `apply <plan.json|file…>`: a saved plan exactly as it stands, or desired states planned first. */
export async function apply(context: Context, given: Given): Promise<ExitCode> {
  const runId = given.text("resume");
  const [file, ...others] = given.arguments;
  if (runId !== undefined) {
    if (file !== undefined)
      throw usage("--resume goes on with a run, so it takes no file", "leave the file out");
    return await resume(context, runId, toMaxRemovals(given));
  }
  if (file === undefined)
    throw usage("nothing is named", "give a saved plan, a desired state, or --resume <run>");
  if (others.length === 0 && !(await context.world.isFolder(file))) {
    const text = await readNamedFile(context.world, file);
    if (isPlanFile(file, text)) return await applyPlan(context, given, file, text);
  }
  return await applyDesired(context, given);
}

async function applyPlan(context: Context, given: Given, file: string, text: string): Promise<ExitCode> {
  const saved = readPlan(text, file);
  const again = `intunectl plan ${saved.source ?? "<file>"} --out ${file}`;
  return await withSession(context, { isReadOnly: false }, async (session) => {
    session.tenant.check(saved.tenant, file);
    context.print(`${toHead(saved.tenant, session)}${renderCounts(saved, "Plan", context.appearance)}\n`);
    refuseIncomplete(given, saved.skipped.length);
    const question = `Apply to ${saved.tenant}?`;
    await confirmPlan(context, saved, { question, maxRemovals: toMaxRemovals(given), ask: "never" });
    return await execute(context, session, saved, { command: toCommandLine(["apply", file]), again });
  });
}

async function applyDesired(context: Context, given: Given): Promise<ExitCode> {
  const desired = await readDesiredFiles(context.world, given.arguments);
  const command = toCommandLine(["apply", ...given.arguments]);
  return await withSession(context, { isReadOnly: false }, async (session) => {
    const options = { skipUnresolved: given.has("skipUnresolved"), source: toSource(given.arguments) };
    const { plan: made, leftOut } = await planDesired(session, desired, options);
    context.print(`${toHead(made.tenant, session)}\n${renderPlan(made, "Plan", context.appearance)}\n`);
    noteLeftOut(context, leftOut);
    refuseIncomplete(given, made.skipped.length + leftOut.length);
    const question = `Apply to ${made.tenant}?`;
    await confirmPlan(context, made, { question, maxRemovals: toMaxRemovals(given), ask: "losses" });
    const code = await execute(context, session, made, { command, again: `intunectl ${command}` });
    return code === exitCodes.done && leftOut.length > 0 ? exitCodes.partly : code;
  });
}

/** Which tenant is about to be changed, and by whom. */
export function toHead(tenant: string, { tenant: { account } }: Session): string {
  return `Apply to ${tenant}${account === undefined ? "" : ` as ${account}`}\n`;
}

function refuseIncomplete(given: Given, missing: number): void {
  if (!given.has("strict") || missing === 0) return;
  throw new CliError("the plan is not complete, and --strict forbids that; nothing was written", {
    code: "incomplete",
    exitCode: exitCodes.refused,
  });
}
