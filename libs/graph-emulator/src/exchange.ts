import type { ServiceContext, ServiceRequest } from "./context.ts";
import type { OpenLogEntry } from "./control/request-log.ts";
import type { FaultPlan } from "./faults/fault.ts";
import type { Caller } from "./identity/tokens.ts";

/** One request on its way to its answer. What is not readonly is found out on the way. */
export interface Exchange {
  readonly request: ServiceRequest;
  /** Without the query. */
  readonly path: string;
  /** With its question mark; empty when there is none. */
  readonly query: string;
  readonly requestId: string;
  readonly clientRequestId: string;
  /** The service's time at which it is answered. */
  readonly nowMs: number;
  readonly receivedAt: string;
  readonly isLate: boolean;
  /** The batch that it came in. */
  readonly batch?: Exchange;
  isGraph: boolean;
  caller: Caller | undefined;
  operation: string | undefined;
  plan: FaultPlan;
  /** The state was changed as it asked. */
  hasEffect: boolean;
  /** Where the operation is documented. */
  page: string | undefined;
  /** The JSON that it carried, once it was read. */
  json: unknown;
}

/** Starts an exchange. */
export function createExchange(
  { newId, now }: ServiceContext,
  request: ServiceRequest,
  options: { readonly isLate: boolean; readonly batch?: Exchange },
): Exchange {
  const requestId = newId();
  const [path = "/"] = request.target.split(/[?#]/, 1);
  return {
    request,
    path,
    query: request.target.slice(path.length).split("#", 1)[0] ?? "",
    requestId,
    clientRequestId: toHeaderText(request.headers["client-request-id"]) ?? requestId,
    nowMs: now(),
    receivedAt: new Date().toISOString(),
    ...options,
    isGraph: false,
    caller: undefined,
    operation: undefined,
    plan: { delayMs: 0, staleMs: 0 },
    hasEffect: false,
    page: undefined,
    json: undefined,
  };
}

/** What a client sent as its id is sent back, unless it is more than an id. */
function toHeaderText(value: string | undefined): string | undefined {
  return value !== undefined && /^[\w.:-]{1,100}$/.test(value) ? value : undefined;
}

/** Writes the exchange into the log. */
export function writeLog(
  { requestLog }: ServiceContext,
  exchange: Exchange,
  status: number,
  fault: string | undefined,
): OpenLogEntry {
  const { request, receivedAt, requestId, clientRequestId, hasEffect, operation, caller, batch, json } =
    exchange;
  const entry = {
    receivedAt,
    method: request.method,
    target: request.target,
    status,
    hasEffect,
    requestId,
    clientRequestId,
    ...(operation === undefined ? {} : { operation }),
    ...(fault === undefined ? {} : { fault }),
    ...(caller === undefined ? {} : { appId: caller.appId }),
    ...(batch === undefined ? {} : { batch: batch.requestId }),
    ...(json === undefined ? {} : { body: json }),
  };
  return requestLog.open(entry, json === undefined ? 0 : (request.body?.length ?? 0));
}
