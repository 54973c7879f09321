import type { Given } from "../command-definition.ts";
import { completionScripts, shells } from "../completion/scripts.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";

/** `completion <shell>`: the script that makes Tab work. */
export function completion({ world }: Context, given: Given): ExitCode {
  const shell = shells.find((one) => one === given.arguments[0]);
  if (shell !== undefined) world.out.write(completionScripts[shell]);
  return exitCodes.done;
}
