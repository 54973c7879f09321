import { dirname } from "node:path";
import { cloudNames, readCloudName } from "../auth/cloud-names.ts";
import { createCredential } from "../auth/create-credential.ts";
import { type Profile, readProfile, signInMethods, writeProfile } from "../auth/profile.ts";
import { asksPerson, getAccount, getToken } from "../auth/sign-in.ts";
import { createCachePlugin, dropCache, keepAccount } from "../auth/token-cache.ts";
import { readTokenFacts } from "../auth/token-facts.ts";
import { keepToken } from "../auth/token-file.ts";
import { CliError } from "../cli-error.ts";
import type { Given } from "../command-definition.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { toStateFolder } from "../state-folder.ts";
import { toIdentityText } from "./whoami.ts";

/** `login`: signs in, and keeps how; secrets stay in the environment. */
export async function login(context: Context, given: Given): Promise<ExitCode> {
  const { world, options } = context;
  const saved = await readProfile(world, options.profile);
  const profile = toProfile(context, given, saved);
  if (!options.input && asksPerson(profile.method))
    throw new CliError(`signing in with ${profile.method} asks a person, and --no-input forbids it`, {
      code: "needs-confirmation",
      exitCode: exitCodes.usage,
      hint: "use --method client-secret, certificate, workload-identity, managed-identity or azure-cli",
    });
  const stateFolder = toStateFolder(world, false);
  const plugin = createCachePlugin(world, stateFolder, profile.name);
  const tell = (message: string): void => world.err.write(`${message}\n`);
  // Somebody else may sign in now.
  await dropCache(world, stateFolder, profile.name);
  const credential = await createCredential(
    profile,
    world,
    tell,
    asksPerson(profile.method) ? { plugin } : undefined,
  );
  const account = await getAccount(credential, profile);
  const kept = await getToken(credential, profile);
  const facts = readTokenFacts(kept.token);
  await writeProfile(world, profile);
  const path = await keepToken(world, stateFolder, profile.name, kept);
  if (account !== undefined) await keepAccount(world, stateFolder, profile.name, account);
  await context.answer({
    text: () =>
      toIdentityText(
        `profile ${profile.name} (${profile.method})`,
        profile.cloud,
        profile.tenant,
        facts,
        world.now(),
      ),
    value: {
      profile: profile.name,
      method: profile.method,
      cloud: profile.cloud,
      tenant: profile.tenant ?? null,
      ...facts,
    },
  });
  // Said once: here, and nowhere else.
  if (saved === undefined)
    context.note(
      account === undefined
        ? `The token is kept until it ends, readable by you alone: ${path}`
        : `The sign-in is kept, and renewed, in files readable by you alone: ${dirname(path)}`,
    );
  return exitCodes.done;
}

/** What was typed, before what the environment says, before what was there. */
function toProfile({ options, world }: Context, given: Given, saved: Profile | undefined): Profile {
  const read = (name: string): string | undefined => world.environment[name] || undefined;
  const method = signInMethods.find((one) => one === given.text("method")) ?? saved?.method ?? "browser";
  const tenant = options.tenant ?? read("AZURE_TENANT_ID") ?? saved?.tenant;
  const clientId = given.text("clientId") ?? read("AZURE_CLIENT_ID") ?? saved?.clientId;
  const certificatePath =
    given.text("certificate") ?? read("AZURE_CLIENT_CERTIFICATE_PATH") ?? saved?.certificatePath;
  return {
    name: options.profile,
    method,
    cloud: options.cloud === undefined ? (saved?.cloud ?? cloudNames[0]) : readCloudName(options.cloud),
    ...(tenant === undefined ? {} : { tenant }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(certificatePath === undefined || method !== "certificate" ? {} : { certificatePath }),
  };
}
