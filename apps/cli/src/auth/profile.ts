import { join } from "node:path";
import { CliError, usage } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";
import { isMissing, type World } from "../world.ts";
import { type CloudName, cloudNames } from "./cloud-names.ts";

/** How one signs in. */
export const signInMethods = [
  "browser",
  "device-code",
  "azure-cli",
  "client-secret",
  "certificate",
  "workload-identity",
  "managed-identity",
] as const;

/** One of them. */
export type SignInMethod = (typeof signInMethods)[number];

/** How to sign in to one tenant. It holds no secret. */
export interface Profile {
  readonly name: string;
  readonly method: SignInMethod;
  readonly cloud: CloudName;
  /** Domain or id. */
  readonly tenant?: string;
  readonly clientId?: string;
  readonly certificatePath?: string;
}

/** The profile with a name; absent when it was never signed in to. */
export async function readProfile(world: World, name: string): Promise<Profile | undefined> {
  const path = toProfilePath(world, name);
  let text: string;
  try {
    text = await world.readText(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  const profile = decodeProfile(text, name);
  if (profile !== undefined) return profile;
  throw new CliError(`the profile "${name}" cannot be read: ${path}`, {
    code: "invalid-profile",
    exitCode: exitCodes.usage,
    hint: "sign in again: intunectl login",
  });
}

/** Keeps a profile, readable by this user alone. */
export async function writeProfile(world: World, profile: Profile): Promise<void> {
  await world.writeText(toProfilePath(world, profile.name), `${JSON.stringify(profile, null, 2)}\n`, true);
}

/** Where a profile is; its name is a file's name. */
export function toProfilePath(world: World, name: string): string {
  if (/^[\w.-]{1,64}$/.test(name) && !/^\.+$/.test(name))
    return join(toConfigFolder(world), "profiles", `${name}.json`);
  throw usage(`"${name}" cannot be the name of a profile`, "letters, digits, dots, dashes and underscores");
}

function toConfigFolder({ environment, platform, homeFolder }: World): string {
  const named = environment["INTUNECTL_CONFIG"] ?? "";
  if (named !== "") return named;
  const xdg = environment["XDG_CONFIG_HOME"] ?? "";
  if (xdg !== "") return join(xdg, "intunectl");
  const roaming = environment["APPDATA"] ?? "";
  if (platform === "win32" && roaming !== "") return join(roaming, "intunectl");
  return join(homeFolder, ".config", "intunectl");
}

function decodeProfile(text: string, name: string): Profile | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const facts = new Map<string, unknown>(Object.entries(value));
  const method = signInMethods.find((one) => one === facts.get("method"));
  const cloud = cloudNames.find((one) => one === facts.get("cloud"));
  if (method === undefined || cloud === undefined) return undefined;
  const optional = (key: "tenant" | "clientId" | "certificatePath"): Partial<Profile> => {
    const found = facts.get(key);
    return typeof found === "string" ? { [key]: found } : {};
  };
  return {
    name,
    method,
    cloud,
    ...optional("tenant"),
    ...optional("clientId"),
    ...optional("certificatePath"),
  };
}
