import { CliError } from "../cli-error.ts";
import { confirm } from "../confirm.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { planRequest } from "../planning.ts";
import { renderPlan } from "../render/plan.ts";
import { withSession } from "../session.ts";
import { execute, mayTakeAway } from "./apply.ts";

/** The options of `assign`. */
export interface AssignOptions {
  readonly to?: readonly string[];
  readonly except?: readonly string[];
  readonly only?: string;
  readonly not?: string;
  readonly replace?: boolean;
  readonly dryRun?: boolean;
}

/** `assign <config…> --to …`: adds to what is there, unless `--replace` is typed. */
export async function assign(
  context: Context,
  configurations: readonly string[],
  options: AssignOptions,
): Promise<ExitCode> {
  const { to = [], except = [], replace = false, dryRun = false } = options;
  const filter = readFilter(options);
  if (to.length === 0 && except.length === 0) throw usage("nobody is named", "give --to or --except");
  if (filter !== undefined && to.length === 0) throw usage("--only and --not narrow --to, which is missing");
  return await withSession(context, { isReadOnly: dryRun }, async (session) => {
    const plan = await planRequest(session, {
      configurations,
      to,
      except,
      mode: replace ? "replace" : "merge",
      ...(filter === undefined ? {} : { filter }),
    });
    const stays = replace ? "" : "Existing assignments stay (use --replace to drop them).\n";
    context.print(`${plan.tenant}\n\n${renderPlan(plan, "Plan", context.appearance)}${stays}`);
    if (dryRun) {
      context.print("Nothing was sent.\n");
      context.printJson(plan);
      return exitCodes.done;
    }
    if (mayTakeAway(plan)) await confirm(context, `Apply to ${plan.tenant}?`);
    context.print("\n");
    const command = toCommand(configurations, options);
    return await execute(context, session, plan, { command, again: `intunectl ${command}` });
  });
}

function readFilter({
  only,
  not,
}: AssignOptions): { readonly filter: string; readonly mode: "include" | "exclude" } | undefined {
  if (only !== undefined && not !== undefined) throw usage("--only and --not cannot be given together");
  if (only !== undefined) return { filter: only, mode: "include" };
  return not === undefined ? undefined : { filter: not, mode: "exclude" };
}

/** What was typed, for the record. */
function toCommand(
  configurations: readonly string[],
  { to = [], except = [], only, not, replace = false }: AssignOptions,
): string {
  const words = ["assign", ...configurations];
  if (to.length > 0) words.push("--to", ...to);
  if (except.length > 0) words.push("--except", ...except);
  if (only !== undefined) words.push("--only", only);
  if (not !== undefined) words.push("--not", not);
  if (replace) words.push("--replace");
  return words
    .map((word) => (/^[\w.:-]+$/.test(word) ? word : `"${word.replaceAll('"', String.raw`\"`)}"`))
    .join(" ");
}

function usage(message: string, hint?: string): CliError {
  return new CliError(message, {
    code: "usage",
    exitCode: exitCodes.usage,
    ...(hint === undefined ? {} : { hint }),
  });
}
