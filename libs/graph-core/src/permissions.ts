import { type Call, endCall, type TokenSource } from "./call.ts";
import { decodeBase64Url } from "./claims-challenge.ts";
import { GraphPermissionError } from "./errors.ts";
import type { AnyOperation } from "./operation.ts";

/** What happens before a request whose operation the token does not allow: nothing, an `onWarning`, or an error. */
export type PermissionMode = "off" | "warn" | "error";

/**
 * Compares each token with the operation before it is sent: what the token does not allow need not be sent.
 *
 * Without `warn` a missing permission is a `GraphPermissionError`; with it the call goes on.
 *
 * @example
 * ```ts
 * const graph = createGraphSender({ token: checkPermissions(createTokenSource(credential)) });
 * ```
 */
export function checkPermissions(
  token: TokenSource,
  warn?: (call: Call, message: string) => void,
): TokenSource {
  const told = new WeakSet<Call>();
  return async (call) => {
    const { operation } = call.request;
    const text = await token(call);
    const missing = findMissingPermission(text, operation);
    if (missing === undefined) return text;
    if (warn === undefined) throw endCall(call, GraphPermissionError, missing, { code: "missingPermission" });
    if (!told.has(call)) warn(call, `${operation.name}: ${missing}`);
    told.add(call);
    return text;
  };
}

/**
 * What a token lacks for an operation, as a sentence that says what to grant; `undefined` when nothing is known to lack.
 *
 * A token that cannot be read, or an operation without permissions, says nothing: the service decides.
 */
function findMissingPermission(token: string, { permissions }: AnyOperation): string | undefined {
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
