import { timingSafeEqual } from "node:crypto";
import type { ServiceContext } from "../context.ts";
import { verifyJwt, signJwt } from "./jwt.ts";
import { OAuthFailure } from "./oauth-failure.ts";
import { createToken, tokenLifetime, userId } from "./tokens.ts";

/** An application that may sign in. */
export interface EmulatedApp {
  readonly id: string;
  /** Without one any secret is right. */
  readonly secret?: string;
  /** Roles of its own tokens. Default: every application permission of the surface. */
  readonly roles?: readonly string[];
}

/** The answer of the token endpoint; throws `OAuthFailure`. */
export function grantToken(context: ServiceContext, form: URLSearchParams, origin: string): object {
  const grant = form.get("grant_type") ?? "";
  const clientId = form.get("client_id") ?? "";
  if (clientId === "")
    throw new OAuthFailure("invalid_request", 900_144, "The request body must contain client_id.");
  switch (grant) {
    case "client_credentials":
      return grantToApp(context, form, clientId);
    case "urn:ietf:params:oauth:grant-type:device_code":
    case "device_code":
      return grantToDevice(context, form, clientId, origin);
    case "refresh_token":
      return grantAgain(context, form, clientId, origin);
    default:
      throw new OAuthFailure("unsupported_grant_type", 70_003, `The grant type '${grant}' is not supported.`);
  }
}

function grantToApp(context: ServiceContext, form: URLSearchParams, clientId: string): object {
  const { issuer, now, apps, surface } = context;
  const app = apps.length === 0 ? { id: clientId } : apps.find(({ id }) => id === clientId);
  if (app === undefined)
    throw new OAuthFailure(
      "unauthorized_client",
      700_016,
      `Application with identifier '${clientId}' was not found in the directory.`,
    );
  checkSecret(app, form);
  const scope = form.get("scope") ?? "";
  if (!/^\S+\/\.default$/.test(scope))
    throw new OAuthFailure(
      "invalid_scope",
      1_002_012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.`,
    );
  const all = surface.operations.flatMap(({ permissions }) => permissions.application);
  const roles = app.roles ?? [...new Set(all)];
  const token = createToken(issuer, { roles, appId: clientId }, now());
  return {
    token_type: "Bearer",
    expires_in: tokenLifetime,
    ext_expires_in: tokenLifetime,
    access_token: token,
  };
}

function checkSecret({ secret }: EmulatedApp, form: URLSearchParams): void {
  const given = form.get("client_secret");
  const isAsserted = form.get("client_assertion") !== null && secret === undefined;
  if (isAsserted) return;
  if (given === null || given === "")
    throw new OAuthFailure(
      "invalid_client",
      7_000_216,
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
      401,
    );
  if (secret !== undefined && !isSame(given, secret))
    throw new OAuthFailure("invalid_client", 7_000_215, "Invalid client secret provided.", 401);
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function grantToDevice(
  context: ServiceContext,
  form: URLSearchParams,
  clientId: string,
  origin: string,
): object {
  const { deviceCodes, now } = context;
  const code = deviceCodes.findDeviceCode(form.get("device_code") ?? "");
  if (code === undefined || code.clientId !== clientId)
    throw new OAuthFailure("bad_verification_code", 70_018, "Invalid verification code.");
  if (code.expiresMs <= now())
    throw new OAuthFailure("expired_token", 70_020, "The device code is expired. Start the sign-in again.");
  if (code.state === "pending")
    throw new OAuthFailure(
      "authorization_pending",
      70_016,
      "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
    );
  // A code is good for one sign-in, or for one refusal.
  deviceCodes.remove(code);
  if (code.state === "declined")
    throw new OAuthFailure("authorization_declined", 70_017, "The person has declined the sign-in.");
  return grantToPerson(context, clientId, code.scope, origin);
}

function grantAgain(
  context: ServiceContext,
  form: URLSearchParams,
  clientId: string,
  origin: string,
): object {
  const claims = verifyJwt(context.issuer.key, form.get("refresh_token") ?? "");
  if (claims?.["typ"] !== "refresh" || claims["client"] !== clientId)
    throw new OAuthFailure("invalid_grant", 9_002_313, "The refresh token is not one of this service.");
  if (typeof claims["exp"] !== "number" || claims["exp"] * 1000 <= context.now())
    throw new OAuthFailure("invalid_grant", 700_082, "The refresh token has expired due to inactivity.");
  const asked = form.get("scope") ?? "";
  return grantToPerson(context, clientId, asked === "" ? String(claims["scope"]) : asked, origin);
}

const ofSignIn = ["openid", "profile", "email", "offline_access"];

/** Seconds that a refresh token can be used. */
const refreshLifetime = 90 * 24 * 3600;

function grantToPerson(context: ServiceContext, clientId: string, scope: string, origin: string): object {
  const { issuer, now, surface } = context;
  const names = scope.split(" ").filter((name) => name !== "");
  const asked = names
    .filter((name) => !ofSignIn.includes(name))
    .map((name) => name.slice(name.lastIndexOf("/") + 1));
  const all = surface.operations.flatMap(({ permissions }) => permissions.delegated);
  const scopes = asked.includes(".default") ? [...new Set(all)] : asked;
  const nowMs = now();
  const refresh = {
    typ: "refresh",
    client: clientId,
    scope,
    exp: Math.floor(nowMs / 1000) + refreshLifetime,
  };
  const client = { uid: userId, utid: issuer.tenant.id };
  return {
    token_type: "Bearer",
    scope: [...scopes.map((name) => `https://graph.microsoft.com/${name}`), ...names.filter(isOfSignIn)].join(
      " ",
    ),
    expires_in: tokenLifetime,
    ext_expires_in: tokenLifetime,
    access_token: createToken(issuer, { scopes, appId: clientId }, nowMs),
    client_info: Buffer.from(JSON.stringify(client)).toString("base64url"),
    ...(names.includes("offline_access") ? { refresh_token: signJwt(issuer.key, refresh) } : {}),
    ...(names.includes("openid") ? { id_token: toIdToken(context, clientId, origin) } : {}),
  };
}

function isOfSignIn(name: string): boolean {
  return ofSignIn.includes(name);
}

function toIdToken({ issuer, now }: ServiceContext, clientId: string, origin: string): string {
  const { id, domain } = issuer.tenant;
  const issuedAt = Math.floor(now() / 1000);
  return signJwt(issuer.key, {
    aud: clientId,
    iss: `${origin}/${id}/v2.0`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + tokenLifetime,
    name: "Administrator",
    oid: userId,
    preferred_username: `admin@${domain}`,
    sub: userId,
    tid: id,
    ver: "2.0",
  });
}
