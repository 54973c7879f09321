import { toProfilePath } from "../auth/profile.ts";
import { dropCache } from "../auth/token-cache.ts";
import { dropToken } from "../auth/token-file.ts";
import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { toStateFolder } from "../state-folder.ts";

/** `logout`: forgets the token of a profile, and with `--forget` the profile too. */
export async function logout(context: Context, given: Given): Promise<ExitCode> {
  const { world, options } = context;
  const path = toProfilePath(world, options.profile);
  const stateFolder = toStateFolder(world, false);
  await dropToken(world, stateFolder, options.profile);
  await dropCache(world, stateFolder, options.profile);
  const forget = given.has("forget");
  if (forget) await world.removeFile(path);
  await context.answer({
    text: () => `Signed out of profile ${options.profile}${forget ? ", which is forgotten" : ""}.\n`,
    value: { profile: options.profile, forgotten: forget },
  });
  return exitCodes.done;
}
