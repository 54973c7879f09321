import type { ServiceContext } from "../context.ts";
import { badRequest } from "../failure.ts";
import { isObject, type JsonObject, ownMember } from "../json.ts";
import { createToken, tokenLifetime } from "../identity/tokens.ts";

const known = ["scopes", "roles", "appId", "lifetime"];

/** Mints a token: `{"scopes": [...], "roles": [...], "appId": "…", "lifetime": 3600}`. */
export function mintToken({ issuer, now }: ServiceContext, body: unknown): JsonObject {
  if (!isObject(body)) throw badRequest('The body must be {"scopes": [...], "roles": [...]}.');
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw badRequest(`The member '${unknown}' is not known; known are ${known.join(", ")}.`);
  const scopes = decodeNames(body, "scopes");
  const roles = decodeNames(body, "roles");
  const appId = ownMember(body, "appId");
  if (appId !== undefined && (typeof appId !== "string" || !/^\S{1,100}$/.test(appId)))
    throw badRequest("appId must be an application's id.");
  const lifetime = ownMember(body, "lifetime") ?? tokenLifetime;
  if (typeof lifetime !== "number" || !Number.isSafeInteger(lifetime) || Math.abs(lifetime) > 1e9)
    throw badRequest("lifetime must be a whole number of seconds.");
  const request = {
    lifetime,
    ...(scopes === undefined ? {} : { scopes }),
    ...(roles === undefined ? {} : { roles }),
    ...(appId === undefined ? {} : { appId }),
  };
  return { access_token: createToken(issuer, request, now()), token_type: "Bearer", expires_in: lifetime };
}

function decodeNames(body: JsonObject, name: string): readonly string[] | undefined {
  const value = ownMember(body, name);
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === "string" && /^\S+$/.test(item)))
    return value;
  throw badRequest(`${name} must be a list of permission names.`);
}
