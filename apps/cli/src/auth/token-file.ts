import { join } from "node:path";
import type { World } from "../world.ts";

/** A token that was got before, and the end of its life in milliseconds since 1970. */
export interface KeptToken {
  readonly token: string;
  readonly expiresOnTimestamp: number;
}

// A token that ends in the middle of a run is worse than a new one.
const leastLifeMs = 5 * 60_000;

/** The token of a profile, while it lives long enough. */
export async function readKeptToken(
  world: World,
  stateFolder: string,
  profile: string,
): Promise<KeptToken | undefined> {
  try {
    const value: unknown = JSON.parse(await world.readText(toTokenPath(stateFolder, profile)));
    if (
      typeof value !== "object" ||
      value === null ||
      !("token" in value) ||
      !("expiresOnTimestamp" in value)
    )
      return undefined;
    const { token, expiresOnTimestamp } = value;
    if (typeof token !== "string" || typeof expiresOnTimestamp !== "number") return undefined;
    return expiresOnTimestamp - leastLifeMs > world.now() ? { token, expiresOnTimestamp } : undefined;
  } catch {
    // No file, or none of ours: then there is no token, and one signs in again.
    return undefined;
  }
}

/** Keeps a token in a file that this user alone can read. */
export async function keepToken(
  world: World,
  stateFolder: string,
  profile: string,
  { token, expiresOnTimestamp }: KeptToken,
): Promise<string> {
  const path = toTokenPath(stateFolder, profile);
  await world.writeText(path, `${JSON.stringify({ token, expiresOnTimestamp })}\n`, true);
  return path;
}

/** Forgets it. */
export async function dropToken(world: World, stateFolder: string, profile: string): Promise<void> {
  await world.removeFile(toTokenPath(stateFolder, profile));
}

function toTokenPath(stateFolder: string, profile: string): string {
  return join(stateFolder, ".tokens", `${profile}.json`);
}
