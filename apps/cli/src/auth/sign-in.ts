import { clouds, staticToken, type TokenCredential } from "@intunectl/graph-core";
import { CliError, usage } from "../cli-error.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { toStateFolder } from "../state-folder.ts";
import type { World } from "../world.ts";
import { clientClouds, type CloudName, readCloudName } from "./cloud-names.ts";
import { createCredential } from "./create-credential.ts";
import { type Profile, readProfile, signInMethods } from "./profile.ts";
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
  if (kept !== undefined) return { ...facts, token: kept.token, credential: staticToken(kept.token) };
  // These ask a person, and only `login` may do that.
  if (profile.method === "browser" || profile.method === "device-code") return undefined;
  const credential = await createCredential(profile, world, context.note);
  const got = await getToken(credential, profile);
  if (saved !== undefined) await keepToken(world, toStateFolder(world, false), profile.name, got);
  return { ...facts, token: got.token, credential };
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

/** A token for Graph, or an error (exit 4) with the first line of what the identity service said. */
export async function getToken(credential: TokenCredential, { cloud, method }: Profile): Promise<KeptToken> {
  try {
    const got = await credential.getToken([clouds[clientClouds[cloud]].scope]);
    if (got !== null) return got;
  } catch (error) {
    if (error instanceof CliError) throw error;
    const reason = error instanceof Error ? (error.message.split(/\r?\n/)[0] ?? "") : String(error);
    throw new CliError(`signing in with ${method} failed: ${reason}`, {
      code: "sign-in-failed",
      exitCode: exitCodes.signIn,
      hint: "intunectl doctor looks at what is there",
    });
  }
  throw new CliError(`signing in with ${method} gave no token`, {
    code: "sign-in-failed",
    exitCode: exitCodes.signIn,
  });
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
