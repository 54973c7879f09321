import type { Answer, ServiceContext, ServiceRequest } from "../context.ts";
import { badRequest, Failure } from "../failure.ts";
import { grantToken } from "./grants.ts";
import { OAuthFailure, toOAuthAnswer } from "./oauth-failure.ts";

const pattern =
  /^\/([^/]+)\/(oauth2\/v2\.0\/(?:token|devicecode)|(?:v2\.0\/)?\.well-known\/openid-configuration|discovery\/(?:v2\.0\/keys|instance))$/;

/** Whether a path is one of the identity platform's. */
export function isIdentityPath(path: string): boolean {
  return pattern.test(path);
}

/** The identity platform's addresses, below a tenant's id or domain, `common` or `organizations`. */
export function handleIdentity(context: ServiceContext, request: ServiceRequest, path: string): Answer {
  const [, tenant = "", address = ""] = pattern.exec(path) ?? [];
  try {
    checkTenant(context, decodeURIComponent(tenant));
    const origin = `${context.scheme}://${request.headers["host"] ?? ""}`;
    const isPost = request.method === "POST";
    if (address.startsWith("oauth2/") !== isPost)
      throw new OAuthFailure("invalid_request", 900_561, "The endpoint does not accept this method.", 405);
    if (address === "oauth2/v2.0/token")
      return { status: 200, headers: noStore, body: grantToken(context, readForm(request), origin) };
    if (address === "oauth2/v2.0/devicecode")
      return { status: 200, headers: noStore, body: startDeviceCode(context, readForm(request), origin) };
    if (address === "discovery/v2.0/keys") return { status: 200, body: toKeySet(context) };
    if (address === "discovery/instance") return { status: 200, body: toInstance(context, origin, request) };
    return { status: 200, body: toConfiguration(context, origin) };
  } catch (error) {
    if (error instanceof OAuthFailure) return toOAuthAnswer(context, error);
    throw error;
  }
}

const noStore = { "cache-control": "no-store", pragma: "no-cache" };

function checkTenant({ issuer }: ServiceContext, name: string): void {
  const { id, domain } = issuer.tenant;
  if ([id, domain, "common", "organizations"].includes(name.toLowerCase())) return;
  throw new OAuthFailure("invalid_request", 90_002, `Tenant '${name}' not found.`);
}

/** The fields of a form; sign-in never takes JSON. */
function readForm({ body }: ServiceRequest): URLSearchParams {
  if (body === undefined) throw new Failure(413, "RequestEntityTooLarge", "The request body is too large.");
  return new URLSearchParams(new TextDecoder().decode(body));
}

/** Seconds in which a device code can be approved, and between two polls. */
const deviceCodeLife = 900;
const pollInterval = 1;

function startDeviceCode(context: ServiceContext, form: URLSearchParams, origin: string): object {
  const [clientId, scope] = [form.get("client_id") ?? "", form.get("scope") ?? ""];
  if (clientId === "" || scope === "")
    throw new OAuthFailure("invalid_request", 900_144, "The request body must contain client_id and scope.");
  const expiresMs = context.now() + deviceCodeLife * 1000;
  const code = context.deviceCodes.add({ clientId, scope, expiresMs });
  const uri = `${origin}/_emulator/device-codes`;
  return {
    user_code: code.userCode,
    device_code: code.deviceCode,
    verification_uri: uri,
    expires_in: deviceCodeLife,
    interval: pollInterval,
    message: `To sign in, approve the code ${code.userCode}: POST ${uri}/${code.userCode} {"approve": true}`,
  };
}

function toKeySet({ issuer }: ServiceContext): object {
  const { kty, crv, x, y } = issuer.key.publicKey.export({ format: "jwk" });
  return { keys: [{ kty, crv, x, y, use: "sig", alg: "ES256", kid: issuer.key.id }] };
}

function toInstance({ issuer }: ServiceContext, origin: string, { target }: ServiceRequest): object {
  if (!target.includes("?")) throw badRequest("The query option 'authorization_endpoint' is missing.");
  const { host } = new URL(origin);
  return {
    tenant_discovery_endpoint: `${origin}/${issuer.tenant.id}/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

function toConfiguration({ issuer }: ServiceContext, origin: string): object {
  const base = `${origin}/${issuer.tenant.id}`;
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic", "private_key_jwt"],
    grant_types_supported: [
      "client_credentials",
      "refresh_token",
      "urn:ietf:params:oauth:grant-type:device_code",
    ],
    response_types_supported: ["code", "id_token", "token"],
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["ES256"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    claims_supported: ["sub", "iss", "aud", "exp", "iat", "tid", "oid", "preferred_username", "name"],
  };
}
