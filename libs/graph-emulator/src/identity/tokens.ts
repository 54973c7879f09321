import { createHash } from "node:crypto";
import { Failure } from "../failure.ts";
import type { JsonObject } from "../json.ts";
import { signJwt, verifyJwt } from "./jwt.ts";
import type { SigningKey } from "./signing-key.ts";

/** What a token allows: scopes for a signed-in person, roles for an app that acts as itself. */
export interface TokenRequest {
  readonly scopes?: readonly string[];
  readonly roles?: readonly string[];
  /** Application id. Default: one of the emulator's own. */
  readonly appId?: string;
  /** Seconds until it expires. Default 3600. */
  readonly lifetime?: number;
}

/** What a checked token says. */
export interface Caller {
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  readonly appId: string;
  readonly tenantId: string;
}

/** Makes tokens, and knows them again. */
export interface TokenIssuer {
  readonly key: SigningKey;
  readonly tenant: { readonly id: string; readonly domain: string };
  /** Marks what this service gave out beside tokens. */
  readonly tokenMark: string;
  /** The number of revocations; tokens from before the last one are refused with a claims challenge. */
  revision(): number;
  revoke(): void;
  /** The claims of a token that this issuer signed, checked once for each token. */
  claimsOf(token: string): JsonObject | undefined;
}

/** Life of a token in seconds, when nothing else is asked for. */
export const tokenLifetime = 3600;

/** The application that tokens are for when nobody says which. */
export const defaultAppId = "31d9b6c4-52f0-4c8e-a7d1-0b6e9f3a2c75";

/** The signed-in person's object id. */
export const userId = "5b0f9d37-4c8e-4a16-9e72-d3b8f6a1c045";

/** Tokens that are remembered as checked; a signature costs more than all the rest of a request. */
const maxRemembered = 1000;

/** An issuer for one tenant. */
export function createIssuer(key: SigningKey, tenant: TokenIssuer["tenant"]): TokenIssuer {
  let revision = 0;
  const remembered = new Map<string, JsonObject>();
  const secret = key.privateKey.export({ type: "pkcs8", format: "der" });
  return {
    key,
    tenant,
    tokenMark: createHash("sha256").update("next link").update(secret).digest("hex"),
    revision: () => revision,
    revoke() {
      revision += 1;
    },
    claimsOf(token) {
      const known = remembered.get(token);
      if (known !== undefined) return known;
      const claims = verifyJwt(key, token);
      if (claims === undefined) return undefined;
      if (remembered.size >= maxRemembered) remembered.clear();
      remembered.set(token, claims);
      return claims;
    },
  };
}

/** A signed JWT with the claims that Graph's tokens have. */
export function createToken(issuer: TokenIssuer, request: TokenRequest, nowMs: number): string {
  const { tenant } = issuer;
  const issuedAt = Math.floor(nowMs / 1000);
  const { scopes, roles, appId = defaultAppId, lifetime = tokenLifetime } = request;
  return signJwt(issuer.key, {
    aud: "https://graph.microsoft.com",
    iss: `https://sts.windows.net/${tenant.id}/`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + lifetime,
    tid: tenant.id,
    appid: appId,
    ver: "1.0",
    ...(scopes === undefined
      ? { idtyp: "app", oid: appId, sub: appId }
      : { idtyp: "user", oid: userId, sub: userId, scp: scopes.join(" "), upn: `admin@${tenant.domain}` }),
    ...(roles === undefined ? {} : { roles }),
    // How often sessions had been revoked when it was made.
    emulator_revision: issuer.revision(),
  });
}

/** Who sends a request; throws 401 when its token is missing, not ours, or expired. */
export function readCaller(
  issuer: TokenIssuer,
  authorization: string | undefined,
  nowMs: number,
  challenge: () => Failure,
): Caller {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) throw unauthenticated("Access token is empty.");
  const claims = issuer.claimsOf(token);
  if (claims === undefined) throw unauthenticated("CompactToken validation failed.");
  const { exp, scp, roles, appid, tid, aud, emulator_revision: revision } = claims;
  if (aud !== "https://graph.microsoft.com") throw unauthenticated("Invalid audience.");
  if (typeof exp !== "number" || exp * 1000 <= nowMs)
    throw unauthenticated("Lifetime validation failed, the token is expired.");
  if (typeof revision === "number" && revision < issuer.revision()) throw challenge();
  return {
    scopes: typeof scp === "string" ? scp.split(" ").filter((scope) => scope !== "") : [],
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === "string") : [],
    appId: typeof appid === "string" ? appid : "",
    tenantId: typeof tid === "string" ? tid : "",
  };
}

function unauthenticated(message: string): Failure {
  const header = { "www-authenticate": 'Bearer realm=""' };
  return new Failure(401, "InvalidAuthenticationToken", message, "plain", header);
}
