import type { AuthenticationRecord } from "@azure/identity";
import { clouds, staticToken, type TokenCredential } from "@intunectl/graph-core";
import { CliError, usage } from "../cli-error.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { toStateFolder } from "../state-folder.ts";
import type { World } from "../world.ts";
import { clientClouds, type CloudName, readCloudName } from "./cloud-names.ts";
import { createCredential, type InteractiveCredential } from "./create-credential.ts";
import { type Profile, readProfile, type SignInMethod, signInMethods } from "./profile.ts";
import { createCachePlugin, readAccount } from "./token-cache.ts";
import { keepToken, type KeptToken, readKeptToken } from "./token-file.ts";

/** Who this program is to the service. */
export interface SignIn {
  /** Where it comes from: `INTUNECTL_ACCESS_TOKEN`, `profile contoso (browser)`. */
  readonly source: string;
  readonly cloud: CloudName;
  /** The tenant that is meant, when somebody said so. */
  readonly tenant: string | undefined;
  readonly token: string;
  /** Gets further tokens where it can. */
  readonly credential: TokenCredential;
}

/** A sign-in that is there without asking anybody; `undefined` when there is none. Never opens a browser. */
export async function findSignIn(context: Context): Promise<SignIn | undefined> {
  const { world, options } = context;
  const { environment } = world;
  const token = environment["INTUNECTL_ACCESS_TOKEN"] ?? "";
  const cloud = readCloudName(options.cloud ?? "public");
  if (token !== "")
    return {
      source: "INTUNECTL_ACCESS_TOKEN",
      cloud,
      tenant: options.tenant,
      token,
      credential: staticToken(token),
    };
  const saved = await readProfile(world, options.profile);
  const profile = saved ?? toEnvironmentProfile(world, options.tenant, cloud);
  if (profile === undefined) return undefined;
  const source =
    saved === undefined ? `environment (${profile.method})` : `profile ${profile.name} (${profile.method})`;
  const tenant = options.tenant ?? profile.tenant;
  const facts = { source, cloud: profile.cloud, tenant };
  const kept =
    saved === undefined ? undefined : await readKeptToken(world, toStateFolder(world, false), profile.name);
  const create = async (): Promise<TokenCredential | undefined> => await createQuietly(context, profile);
  if (kept !== undefined)
    return { ...facts, token: kept.token, credential: renewWhenEnded(kept, create, world) };
  const credential = await create();
  const got = credential === undefined ? undefined : await getToken(credential, profile);
  if (credential === undefined || got === undefined) return undefined;
  if (saved !== undefined) await keepToken(world, toStateFolder(world, false), profile.name, got);
  return { ...facts, token: got.token, credential };
}

/** Whether a way to sign in asks a person. */
export function asksPerson(method: SignInMethod): boolean {
  return method === "browser" || method === "device-code";
}

/** A credential that asks nobody; absent when somebody would have to be asked, which only `login` does. */
async function createQuietly(
  { world, note }: Context,
  profile: Profile,
): Promise<TokenCredential | undefined> {
  if (!asksPerson(profile.method)) return await createCredential(profile, world, note);
  const stateFolder = toStateFolder(world, false);
  const account = await readAccount(world, stateFolder, profile.name);
  if (account === undefined) return undefined;
  const plugin = createCachePlugin(world, stateFolder, profile.name);
  return await createCredential(profile, world, note, { plugin, account });
}

/** A run may outlive the token that it began with. */
function renewWhenEnded(
  kept: KeptToken,
  create: () => Promise<TokenCredential | undefined>,
  { now }: Pick<World, "now">,
): TokenCredential {
  let renewed: Promise<TokenCredential | undefined> | undefined;
  return {
    async getToken(scopes, options) {
      if (kept.expiresOnTimestamp - 60_000 > now()) return kept;
      renewed ??= create();
      return (await (await renewed)?.getToken(scopes, options)) ?? kept;
    },
  };
}

/** The same, or an error (exit 4) that says how to sign in. */
export async function needSignIn(context: Context): Promise<SignIn> {
  const found = await findSignIn(context);
  if (found !== undefined) return found;
  throw new CliError("not signed in", {
    code: "no-token",
    exitCode: exitCodes.signIn,
    hint: "intunectl login, or put a token in INTUNECTL_ACCESS_TOKEN, or try it with --demo",
  });
}

// As the client asks: tokens of the other kind are kept apart, and would not be found again.
const asClient = { enableCae: true } as const;

/** A token for Graph, or an error (exit 4) with the first line of what the identity service said. */
export async function getToken(credential: TokenCredential, profile: Profile): Promise<KeptToken> {
  const got = await asking(profile, () =>
    credential.getToken([clouds[clientClouds[profile.cloud]].scope], asClient),
  );
  if (got !== null) return got;
  throw new CliError(`signing in with ${profile.method} gave no token`, {
    code: "sign-in-failed",
    exitCode: exitCodes.signIn,
  });
}

/** Asks a person to sign in and says who did; absent where no person is asked. */
export async function getAccount(
  credential: TokenCredential | InteractiveCredential,
  profile: Profile,
): Promise<AuthenticationRecord | undefined> {
  if (!("authenticate" in credential)) return undefined;
  return await asking(profile, () =>
    credential.authenticate([clouds[clientClouds[profile.cloud]].scope], asClient),
  );
}

async function asking<Result>({ method }: Profile, ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof CliError) throw error;
    if (asksPerson(method) && error instanceof Error && error.name === "AuthenticationRequiredError")
      throw new CliError("the sign-in has ended and cannot be renewed without you", {
        code: "sign-in-ended",
        exitCode: exitCodes.signIn,
        hint: "intunectl login",
      });
    const reason = error instanceof Error ? (error.message.split(/\r?\n/)[0] ?? "") : String(error);
    throw new CliError(`signing in with ${method} failed: ${reason}`, {
      code: "sign-in-failed",
      exitCode: exitCodes.signIn,
      hint: "intunectl doctor looks at what is there",
    });
  }
}

/** What the names that people already have in a pipeline say. */
function toEnvironmentProfile(
  { environment }: Pick<World, "environment">,
  namedTenant: string | undefined,
  cloud: CloudName,
): Profile | undefined {
  const read = (name: string): string | undefined => environment[name] || undefined;
  const [asked, clientId, secret, certificatePath, federated] = [
    read("INTUNECTL_AUTH"),
    read("AZURE_CLIENT_ID"),
    read("AZURE_CLIENT_SECRET"),
    read("AZURE_CLIENT_CERTIFICATE_PATH"),
    read("AZURE_FEDERATED_TOKEN_FILE"),
  ];
  const method = signInMethods.find((one) => one === asked);
  if (asked !== undefined && method === undefined)
    throw usage(`INTUNECTL_AUTH is "${asked}"`, `it may be ${signInMethods.join(", ")}`);
  const guessed =
    clientId === undefined
      ? undefined
      : secret !== undefined
        ? "client-secret"
        : certificatePath !== undefined
          ? "certificate"
          : federated !== undefined
            ? "workload-identity"
            : undefined;
  const chosen = method ?? guessed;
  if (chosen === undefined) return undefined;
  const tenant = read("AZURE_TENANT_ID") ?? namedTenant;
  return {
    name: "environment",
    method: chosen,
    cloud,
    ...(tenant === undefined ? {} : { tenant }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(certificatePath === undefined ? {} : { certificatePath }),
  };
}
