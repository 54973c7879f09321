import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { toStateFolder } from "../state-folder.ts";

/** `demo reset`: the demo tenant as it was at first, and no runs. */
export async function resetDemo(context: Context): Promise<ExitCode> {
  const { world } = context;
  await world.removeFolder(toStateFolder(world, true));
  await context.answer({ text: () => "The demo tenant is as new.\n", value: { reset: true } });
  return exitCodes.done;
}
