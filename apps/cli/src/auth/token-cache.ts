import { join } from "node:path";
import type { AuthenticationRecord, IdentityPlugin } from "@azure/identity";
import type { World } from "../world.ts";

/** The part of MSAL's cache that a plugin sees. */
interface CacheAccess {
  readonly cacheHasChanged: boolean;
  readonly tokenCache: { deserialize(text: string): void; serialize(): string };
}

type SetPersistence = (
  create: (options?: { readonly name?: string }) => Promise<{
    beforeCacheAccess(access: CacheAccess): Promise<void>;
    afterCacheAccess(access: CacheAccess): Promise<void>;
  }>,
) => void;

type Files = Pick<World, "readText" | "writeText" | "removeFile">;

/**
 * Lets `@azure/identity` keep what renews a person's sign-in in a file that this user alone can read.
 *
 * The package that it offers for this needs a keyring and a native module, which are not there in a container or over SSH.
 */
export function createCachePlugin(world: Files, stateFolder: string, profile: string): IdentityPlugin {
  return (context) => {
    if (!isSettable(context)) throw new Error("this version of @azure/identity has no place for a cache");
    context.cachePluginControl.setPersistence((options) => {
      const path = toCachePath(stateFolder, profile, options?.name?.endsWith(".cae") === true);
      return Promise.resolve({
        async beforeCacheAccess(access) {
          try {
            access.tokenCache.deserialize(await world.readText(path));
          } catch {
            // No file, or none of MSAL's: then one signs in again.
          }
        },
        async afterCacheAccess(access) {
          if (access.cacheHasChanged) await world.writeText(path, access.tokenCache.serialize(), true);
        },
      });
    });
  };
}

/** Who signed in last with a profile; what MSAL needs to find them in its cache. Holds no secret. */
export async function readAccount(
  world: Files,
  stateFolder: string,
  profile: string,
): Promise<AuthenticationRecord | undefined> {
  try {
    return decodeAccount(JSON.parse(await world.readText(toAccountPath(stateFolder, profile))));
  } catch {
    return undefined;
  }
}

/** Keeps it. */
export async function keepAccount(
  world: Files,
  stateFolder: string,
  profile: string,
  account: AuthenticationRecord,
): Promise<void> {
  await world.writeText(toAccountPath(stateFolder, profile), `${JSON.stringify(account)}\n`, true);
}

/** Forgets the account and everything that renews its sign-in. */
export async function dropCache(world: Files, stateFolder: string, profile: string): Promise<void> {
  await world.removeFile(toAccountPath(stateFolder, profile));
  for (const isCae of [false, true]) await world.removeFile(toCachePath(stateFolder, profile, isCae));
}

// A profile's own token is `<profile>.json`; an `@` is in no profile's name.
function toCachePath(stateFolder: string, profile: string, isCae: boolean): string {
  return join(stateFolder, ".tokens", `${profile}@${isCae ? "cache-cae" : "cache"}.json`);
}

function toAccountPath(stateFolder: string, profile: string): string {
  return join(stateFolder, ".tokens", `${profile}@account.json`);
}

function isSettable(context: unknown): context is {
  readonly cachePluginControl: { readonly setPersistence: SetPersistence };
} {
  if (typeof context !== "object" || context === null || !("cachePluginControl" in context)) return false;
  const control = context.cachePluginControl;
  return (
    typeof control === "object" &&
    control !== null &&
    "setPersistence" in control &&
    typeof control.setPersistence === "function"
  );
}

function decodeAccount(value: unknown): AuthenticationRecord | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const facts = new Map<string, unknown>(Object.entries(value));
  const text = (name: string): string => {
    const found = facts.get(name);
    return typeof found === "string" ? found : "";
  };
  const [authority, homeAccountId, clientId, tenantId, username] = [
    text("authority"),
    text("homeAccountId"),
    text("clientId"),
    text("tenantId"),
    text("username"),
  ];
  if (authority === "" || homeAccountId === "" || clientId === "") return undefined;
  return { authority, homeAccountId, clientId, tenantId, username };
}
