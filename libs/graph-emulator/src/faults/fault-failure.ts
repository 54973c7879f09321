import type { ServiceContext } from "../context.ts";
import type { Exchange } from "../exchange.ts";
import { Failure } from "../failure.ts";
import { claimsChallenge } from "../identity/challenge.ts";
import type { FaultPlan } from "./fault.ts";

const codes: Readonly<Record<number, readonly [code: string, message: string]>> = {
  401: ["InvalidAuthenticationToken", "Access token validation failure."],
  403: ["Forbidden", "User is not authorized to perform this operation"],
  404: ["ResourceNotFound", "Resource not found"],
  409: ["Conflict", "The request conflicts with the current state"],
  423: ["Locked", "The resource is locked"],
  429: ["TooManyRequests", "Too Many Requests"],
  500: ["InternalServerError", "An internal server error has occurred"],
  502: ["BadGateway", "Bad Gateway"],
  503: ["ServiceUnavailable", "Service is unavailable"],
  504: ["GatewayTimeout", "The gateway timed out"],
};

/** The refusal that a fault is answered with; of a broken connection nobody sees it. */
export function toFailure(
  fault: NonNullable<FaultPlan["terminal"]>,
  context: ServiceContext,
  exchange: Exchange,
): Failure {
  if (fault.kind === "claims") return claimsChallenge(context, exchange);
  if (fault.kind !== "status") return new Failure(503, "ServiceUnavailable", "The connection is broken off");
  const [code, message] = codes[fault.status] ?? ["UnknownError", "An error has occurred"];
  const { retryAfter } = fault;
  return new Failure(
    fault.status,
    fault.code ?? code,
    fault.message ?? message,
    "nested",
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  );
}
