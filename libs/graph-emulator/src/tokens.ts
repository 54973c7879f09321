import { createHmac, timingSafeEqual } from "node:crypto";
import { Failure } from "./failure.ts";
import { isObject, type JsonObject } from "./json.ts";

/** What a token allows: scopes for a signed-in person, roles for an app that acts as itself. */
export interface TokenRequest {
  readonly scopes?: readonly string[];
  readonly roles?: readonly string[];
}

/** What a checked token says. */
export interface Caller {
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
}

/** What tokens are made with. */
export interface TokenIssuer {
  readonly key: Uint8Array;
  readonly tenant: { readonly id: string; readonly domain: string };
}

/** Life of a token in seconds. */
export const tokenLifetime = 3600;

/** A signed JWT with the claims that Graph's tokens have. */
export function createToken(issuer: TokenIssuer, request: TokenRequest, nowMs: number): string {
  const { tenant } = issuer;
  const issuedAt = Math.floor(nowMs / 1000);
  const claims = {
    aud: "https://graph.microsoft.com",
    iss: `https://sts.windows.net/${tenant.id}/`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + tokenLifetime,
    tid: tenant.id,
    appid: "31d9b6c4-52f0-4c8e-a7d1-0b6e9f3a2c75",
    ...(request.scopes === undefined ? {} : { scp: request.scopes.join(" "), upn: `admin@${tenant.domain}` }),
    ...(request.roles === undefined ? {} : { roles: request.roles }),
  };
  const text = `${encode({ typ: "JWT", alg: "HS256" })}.${encode(claims)}`;
  return `${text}.${sign(issuer.key, text).toString("base64url")}`;
}

/** Who sends a request; throws 401 when its token is missing, not ours, or expired. */
export function readCaller(issuer: TokenIssuer, authorization: string | undefined, nowMs: number): Caller {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) throw unauthenticated("Access token is empty.");
  const [header = "", payload = "", signature = "", ...rest] = token.split(".");
  const want = sign(issuer.key, `${header}.${payload}`);
  const have = Buffer.from(signature, "base64url");
  const isOurs = rest.length === 0 && have.length === want.length && timingSafeEqual(have, want);
  const claims = isOurs ? decode(payload) : undefined;
  if (claims === undefined) throw unauthenticated("CompactToken validation failed.");
  const { exp, scp, roles } = claims;
  if (typeof exp !== "number" || exp * 1000 <= nowMs) {
    throw unauthenticated("Lifetime validation failed, the token is expired.");
  }
  return {
    scopes: typeof scp === "string" ? scp.split(" ").filter((scope) => scope !== "") : [],
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === "string") : [],
  };
}

function unauthenticated(message: string): Failure {
  return new Failure(401, "InvalidAuthenticationToken", message);
}

function sign(key: Uint8Array, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
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
