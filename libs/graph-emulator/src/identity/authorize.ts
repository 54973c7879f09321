import type { AnyOperation } from "@intunectl/graph-core";
import { Failure } from "../failure.ts";
import { isIntune } from "../operations/resolve.ts";
import type { Caller } from "./tokens.ts";

/** Throws 403 unless the caller has one of the operation's permissions, of its own kind: scopes or roles. */
export function authorize({ permissions, path }: AnyOperation, caller: Caller): void {
  // Where the sources are silent nobody can know what would be refused.
  if (permissions.isUnknown === true) return;
  const isAllowed =
    permissions.delegated.some((name) => caller.scopes.includes(name)) ||
    permissions.application.some((name) => caller.roles.includes(name));
  if (isAllowed) return;
  if (!isIntune(path.slice(1)))
    throw new Failure(
      403,
      "Authorization_RequestDenied",
      "Insufficient privileges to complete the operation.",
    );
  const isApp = caller.scopes.length === 0 && caller.roles.length > 0;
  const names = isApp ? permissions.application : permissions.delegated;
  const message =
    names.length === 0
      ? `${isApp ? "Application" : "Delegated"} permissions are not supported for this operation`
      : `Application must have one of the following scopes: ${names.join(", ")}`;
  throw new Failure(403, "Forbidden", message, "nested");
}
