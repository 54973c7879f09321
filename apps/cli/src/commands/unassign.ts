import { usage } from "../cli-error.ts";
import type { Given } from "../command-definition.ts";
import { toCommandLine } from "../command-line.ts";
import type { Context } from "../context.ts";
import type { ExitCode } from "../exit-codes.ts";
import { planRequest } from "../planning.ts";
import { withSession } from "../session.ts";
import { showAndExecute } from "./show-and-execute.ts";

/** `unassign <config…> --from …`: takes away what is named, and nothing else. */
export async function unassign(context: Context, given: Given): Promise<ExitCode> {
  const [from, all, deleted] = [given.texts("from"), given.has("all"), given.has("deleted")];
  if (from.length === 0 && !all && !deleted)
    throw usage("nobody is named", "give --from, --deleted or --all");
  if (all && (from.length > 0 || deleted))
    throw usage("--all takes everything, so it goes alone", "leave the others out");
  return await withSession(context, { isReadOnly: given.has("dryRun") }, async (session) => {
    const request = { configurations: given.arguments, to: from, except: [], mode: "remove" } as const;
    const plan = await planRequest(session, request, all ? "all" : deleted ? "deleted" : undefined);
    return await showAndExecute(context, session, plan, { given, after: "", command: toCommand(given) });
  });
}

/** What was typed, for the record. */
function toCommand(given: Given): string {
  const from = given.texts("from");
  const words = ["unassign", ...given.arguments, ...(from.length > 0 ? ["--from", ...from] : [])];
  for (const name of ["all", "deleted"]) if (given.has(name)) words.push(`--${name}`);
  return toCommandLine(words);
}
