import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The key that signs tokens: kept in the data folder, readable by this user only, so that tokens outlive a restart. */
export function readTokenKey(dataFolder: string | undefined): Uint8Array {
  if (dataFolder === undefined) return randomBytes(32);
  const file = join(dataFolder, "token-key");
  try {
    const key = readFileSync(file);
    if (key.length >= 32) return key;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const key = randomBytes(32);
  writeFileSync(file, key, { mode: 0o600 });
  return key;
}
