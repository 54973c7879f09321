import { badRequest } from "../failure.ts";
import {
  publishedLimits,
  type RetryAfterForm,
  type Throttle,
  type ThrottleLimit,
} from "../faults/throttle.ts";
import { isObject, type JsonObject, ownMember } from "../json.ts";

/** The limits as they are; `limits` is empty when nothing is refused. */
export function readThrottle(throttle: Throttle): object {
  const { limits = [], retryAfter = "seconds" } = throttle.options() ?? {};
  return { limits, retryAfter };
}

/** `{"limits": "published" | [...], "retryAfter": "seconds" | "fraction" | "date" | "none"}`; no limits, no refusals. */
export function setThrottle(throttle: Throttle, body: unknown): void {
  if (!isObject(body) || Object.keys(body).some((name) => name !== "limits" && name !== "retryAfter"))
    throw badRequest('The body must be {"limits": "published", "retryAfter": "seconds"}.');
  const given = ownMember(body, "limits");
  const form = ownMember(body, "retryAfter") ?? "seconds";
  const forms: readonly RetryAfterForm[] = ["seconds", "fraction", "date", "none"];
  const retryAfter = forms.find((candidate) => candidate === form);
  if (retryAfter === undefined) throw badRequest(`retryAfter must be one of ${forms.join(", ")}.`);
  if (given !== "published" && !Array.isArray(given))
    throw badRequest('limits must be "published" or a list of limits.');
  const limits = given === "published" ? publishedLimits : given.map(decodeLimit);
  throttle.setOptions(limits.length === 0 ? undefined : { limits, retryAfter });
}

function decodeLimit(value: unknown, index: number): ThrottleLimit {
  const path = `limits[${index}]`;
  if (!isObject(value)) throw badRequest(`${path} must be an object.`);
  const [scope, counts] = [ownMember(value, "scope"), ownMember(value, "counts")];
  if (scope !== "app" && scope !== "tenant" && scope !== "appAndTenant")
    throw badRequest(`${path}.scope must be app, tenant or appAndTenant.`);
  if (counts !== "all" && counts !== "writes") throw badRequest(`${path}.counts must be all or writes.`);
  return {
    scope,
    counts,
    requests: readNumber(value, "requests", path),
    seconds: readNumber(value, "seconds", path),
  };
}

function readNumber(value: JsonObject, name: string, path: string): number {
  const number = ownMember(value, name);
  if (typeof number === "number" && number > 0 && number < 1e9) return number;
  throw badRequest(`${path}.${name} must be a number above 0.`);
}
