import { CliError } from "./cli-error.ts";
import type { Context } from "./context.ts";
import { exitCodes } from "./exit-codes.ts";

/** Asks on a terminal; without one the person has said yes by typing the command. Throws when the answer is no. */
export async function confirm({ world, options }: Context, question: string): Promise<void> {
  if (options.yes === true) return;
  if (!options.input)
    throw new CliError("this asks for a confirmation, and --no-input forbids it", {
      code: "needs-confirmation",
      exitCode: exitCodes.usage,
      hint: "add --yes",
    });
  if (!world.isInputTerminal || !world.err.isTerminal) return;
  const answer = await world.ask(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new CliError("not confirmed; nothing was written", {
    code: "not-confirmed",
    exitCode: exitCodes.failed,
  });
}
