import { usage } from "../cli-error.ts";
import type { Given } from "../command-definition.ts";
import { toCommandLine } from "../command-line.ts";
import type { Context } from "../context.ts";
import type { ExitCode } from "../exit-codes.ts";
import { planRequest } from "../planning.ts";
import { withSession } from "../session.ts";
import { showAndExecute } from "./show-and-execute.ts";

/** `assign <config…> --to …`: adds to what is there, unless `--replace` is typed. */
export async function assign(context: Context, given: Given): Promise<ExitCode> {
  const [to, except, replace] = [given.texts("to"), given.texts("except"), given.has("replace")];
  const filter = readFilter(given);
  if (to.length === 0 && except.length === 0) throw usage("nobody is named", "give --to or --except");
  if (filter !== undefined && to.length === 0) throw usage("--only and --not narrow --to, which is missing");
  const isReadOnly = given.has("dryRun");
  return await withSession(context, { isReadOnly }, async (session) => {
    const plan = await planRequest(session, {
      configurations: given.arguments,
      to,
      except,
      mode: replace ? "replace" : "merge",
      ...(filter === undefined ? {} : { filter }),
    });
    const after = replace ? "" : "Existing assignments stay (use --replace to drop them).\n";
    return await showAndExecute(context, session, plan, { given, after, command: toCommand(given) });
  });
}

function readFilter(
  given: Given,
): { readonly filter: string; readonly mode: "include" | "exclude" } | undefined {
  const [only, not] = [given.text("only"), given.text("not")];
  if (only !== undefined && not !== undefined) throw usage("--only and --not cannot be given together");
  if (only !== undefined) return { filter: only, mode: "include" };
  return not === undefined ? undefined : { filter: not, mode: "exclude" };
}

/** What was typed, for the record. */
function toCommand(given: Given): string {
  const words = ["assign", ...given.arguments];
  const [to, except] = [given.texts("to"), given.texts("except")];
  const [only, not] = [given.text("only"), given.text("not")];
  if (to.length > 0) words.push("--to", ...to);
  if (except.length > 0) words.push("--except", ...except);
  if (only !== undefined) words.push("--only", only);
  if (not !== undefined) words.push("--not", not);
  if (given.has("replace")) words.push("--replace");
  return toCommandLine(words);
}
