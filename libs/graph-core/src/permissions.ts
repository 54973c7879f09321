import { decodeBase64Url } from "./claims-challenge.ts";
import type { AnyOperation } from "./operation.ts";

/** What happens before a request whose operation the token does not allow: nothing, an `onWarning`, or an error. */
export type PermissionMode = "off" | "warn" | "error";

/**
 * What a token lacks for an operation, as a sentence that says what to grant; `undefined` when nothing is known to lack.
 *
 * A token that cannot be read, or an operation without permissions, says nothing: the service decides.
 */
export function findMissingPermission(token: string, { permissions }: AnyOperation): string | undefined {
  const claims = parsePayload(token);
  if (claims === undefined) return undefined;
  const isDelegated = typeof claims["scp"] === "string";
  const granted = isDelegated ? String(claims["scp"]).split(" ") : claims["roles"];
  const kind = isDelegated ? "delegated" : "application";
  const wanted = permissions[kind];
  if (!Array.isArray(granted) || permissions.delegated.length + permissions.application.length === 0)
    return undefined;
  const [least] = wanted;
  if (least === undefined) return `the operation has no ${kind} permission; sign in the other way`;
  if (wanted.some((name) => granted.includes(name))) return undefined;
  return `the token lacks ${wanted.join(" or ")}; grant the ${kind} permission ${least}`;
}

/** The payload of a JWT; its signature is the service's to check. */
function parsePayload(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(decodeBase64Url(token.split(".")[1] ?? "") ?? "");
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
