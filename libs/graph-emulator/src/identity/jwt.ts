import { sign, verify } from "node:crypto";
import { isObject, type JsonObject } from "../json.ts";
import type { SigningKey } from "./signing-key.ts";

/** A JSON Web Token, signed with ES256. */
export function signJwt(key: SigningKey, claims: JsonObject): string {
  const text = `${encode({ typ: "JWT", alg: "ES256", kid: key.id })}.${encode(claims)}`;
  const signature = sign("sha256", Buffer.from(text), { key: key.privateKey, dsaEncoding: "ieee-p1363" });
  return `${text}.${signature.toString("base64url")}`;
}

/** The claims of a token that this key signed; `undefined` for any other text. */
export function verifyJwt(key: SigningKey, token: string): JsonObject | undefined {
  const [header = "", payload = "", signature = "", ...rest] = token.split(".");
  if (rest.length > 0 || decode(header)?.["alg"] !== "ES256") return undefined;
  const isOurs = verify(
    "sha256",
    Buffer.from(`${header}.${payload}`),
    { key: key.publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  return isOurs ? decode(payload) : undefined;
}

function encode(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
