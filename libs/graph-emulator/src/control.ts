import type { Answer, ServiceContext, ServiceRequest } from "./context.ts";
import { badRequest, Failure } from "./failure.ts";
import { isObject, type JsonObject, ownMember } from "./json.ts";
import { loadSeed } from "./load-seed.ts";
import { readJson } from "./read-json.ts";
import { createToken, tokenLifetime } from "./tokens.ts";

/** The emulator's own addresses: what Graph does not have. They need no token. */
export function handleControl(context: ServiceContext, request: ServiceRequest, path: string): Answer {
  // Browsers send this header with every request that a page makes to another site.
  if (request.headers["origin"] !== undefined)
    throw new Failure(403, "Forbidden", "Web pages cannot use this address.");
  switch (`${request.method} ${path}`) {
    case "GET /_emulator/state":
      return { status: 200, body: readState(context) };
    case "POST /_emulator/reset":
      context.store.transaction(() => {
        context.store.clear();
        loadSeed(context);
      });
      return { status: 204 };
    case "POST /_emulator/tokens":
      return { status: 200, body: mintToken(context, readJson(request)) };
    default:
      throw new Failure(404, "NotFound", `${request.method} ${path} is not an address of the emulator`);
  }
}

function readState({ store, issuer }: ServiceContext): JsonObject {
  const collections = store.collections().map((path) => {
    const entities = [...store.list(path)].map(({ properties, isUnreadable }) =>
      isUnreadable ? { ...properties, isUnreadable } : properties,
    );
    return [path, entities] as const;
  });
  return { tenant: issuer.tenant, collections: Object.fromEntries(collections) };
}

function mintToken({ issuer, now }: ServiceContext, body: unknown): JsonObject {
  if (!isObject(body)) throw badRequest('The body must be {"scopes": [...], "roles": [...]}.');
  const unknown = Object.keys(body).find((name) => name !== "scopes" && name !== "roles");
  if (unknown !== undefined) throw badRequest(`The member '${unknown}' is not known; give scopes or roles.`);
  const scopes = decodeNames(body, "scopes");
  const roles = decodeNames(body, "roles");
  const request = { ...(scopes === undefined ? {} : { scopes }), ...(roles === undefined ? {} : { roles }) };
  return {
    access_token: createToken(issuer, request, now()),
    token_type: "Bearer",
    expires_in: tokenLifetime,
  };
}

function decodeNames(body: JsonObject, name: string): readonly string[] | undefined {
  const value = ownMember(body, name);
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === "string" && /^\S+$/.test(item)))
    return value;
  throw badRequest(`${name} must be a list of permission names.`);
}
