import type { Given } from "../command-definition.ts";
import { toCommandLine } from "../command-line.ts";
import type { Context } from "../context.ts";
import { readDesiredFiles } from "../desired-files.ts";
import type { ExitCode } from "../exit-codes.ts";
import { planDesired } from "../plan-desired.ts";
import { withSession } from "../session.ts";
import { noteLeftOut } from "./left-out.ts";
import { showAndExecute } from "./show-and-execute.ts";

/** `import <file>`: what an exported file says is added to what is there, or with `--replace` put in its place. */
export async function importAssignments(context: Context, given: Given): Promise<ExitCode> {
  const replace = given.has("replace");
  const mode = replace ? "replace" : "merge";
  const desired = await readDesiredFiles(context.world, given.arguments, mode);
  const command = toCommandLine(["import", ...given.arguments, ...(replace ? ["--replace"] : [])]);
  return await withSession(context, { isReadOnly: given.has("dryRun") }, async (session) => {
    const options = {
      skipUnresolved: given.has("skipUnresolved"),
      source: toCommandLine(given.arguments),
      mode,
    } as const;
    const { plan, leftOut } = await planDesired(session, desired, options);
    noteLeftOut(context, leftOut);
    const after = replace
      ? ""
      : "Existing assignments stay (use --replace to drop what the file does not name).\n";
    return await showAndExecute(context, session, plan, { given, command, after });
  });
}
