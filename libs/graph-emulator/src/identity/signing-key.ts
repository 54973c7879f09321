import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The keys that sign tokens and check them. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** Names the key in tokens and in the published key set. */
  readonly id: string;
}

/** The key of a data folder, readable by this user only, so that tokens outlive a restart; or a new one. */
export function readSigningKey(dataFolder: string | undefined): SigningKey {
  if (dataFolder === undefined) return toKey(newKey());
  const file = join(dataFolder, "signing-key.pem");
  const stored = readStored(file);
  if (stored !== undefined) return toKey(stored);
  const privateKey = newKey();
  writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  return toKey(privateKey);
}

/** A file that a killed process left unfinished is no key. */
function readStored(file: string): KeyObject | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return createPrivateKey(text);
  } catch {
    return undefined;
  }
}

/** An elliptic curve, because a key of it is made in a millisecond. */
function newKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}

function toKey(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey);
  const id = createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("base64url");
  return { privateKey, publicKey, id: id.slice(0, 27) };
}
