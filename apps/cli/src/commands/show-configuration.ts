import { CliError } from "../cli-error.ts";
import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { readConfigurations } from "../directory-reader.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { isSignIn } from "../is-sign-in.ts";
import { toAssignmentRows } from "../render/plan-rows.ts";
import { renderConfiguration } from "../render/configuration.ts";
import { withSession } from "../session.ts";
import {
  chooseConfigurations,
  readListed,
  readListedLabels,
  toConfigurationJson,
} from "./list-configurations.ts";

/** `configs show <config>`: one configuration with every assignment. */
export async function showConfiguration(context: Context, given: Given): Promise<ExitCode> {
  return await withSession(context, { isReadOnly: true }, async (session) => {
    const chosen = chooseConfigurations(await readConfigurations(session), given.arguments);
    const [one, ...others] = await readListed(session, chosen);
    if (one === undefined || others.length > 0)
      throw new CliError(`"${given.arguments.join(" ")}" means ${chosen.length} configurations`, {
        code: "ambiguous-configuration",
        exitCode: exitCodes.usage,
        hint: "configs list takes patterns; show takes one",
      });
    const labels = await readListedLabels(session, [one]);
    const { world, appearance } = context;
    await context.answer({
      text: () => renderConfiguration(one, labels, world.now(), appearance),
      value: toConfigurationJson(one),
      rows: toAssignmentRows([one], labels),
    });
    if (one.set.kind === "known") return exitCodes.done;
    return isSignIn(one.set.failure?.status) ? exitCodes.signIn : exitCodes.failed;
  });
}
