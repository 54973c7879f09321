import type { Answer, ServiceContext, ServiceRequest } from "./context.ts";
import { handleControl, isControlPath } from "./control/control.ts";
import { describeFault, type ServiceOutcome, toDelivery } from "./delivery.ts";
import { createExchange, type Exchange, writeLog } from "./exchange.ts";
import { badRequest, Failure, toErrorBody } from "./failure.ts";
import { handleGraph } from "./graph.ts";
import { handleIdentity, isIdentityPath } from "./identity/endpoints.ts";
import { toResponse } from "./response.ts";

/**
 * Answers one request. Its only effects are those of the context, and they are complete when it returns.
 *
 * `isLate`: the request was cut off by a fault, and now it is carried out after all.
 */
export function handle(context: ServiceContext, request: ServiceRequest, isLate: boolean): ServiceOutcome {
  const exchange = createExchange(context, request, { isLate });
  const answer = answerOrFail(context, exchange);
  const response = toResponse(context, answer, exchange);
  const delivery = toDelivery(exchange.plan);
  const fault = isLate ? "late effect" : describeFault(exchange.plan);
  const entry = exchange.isGraph ? writeLog(context, exchange, answer.status, fault) : undefined;
  return {
    response,
    delivery,
    requestId: exchange.requestId,
    ...(fault === undefined ? {} : { fault }),
    onUndone() {
      if (entry === undefined) return;
      entry.hasEffect = false;
      entry.status = 500;
    },
    onDelivered() {
      if (entry !== undefined) entry.answeredAt = new Date().toISOString();
      if (entry !== undefined && delivery.kind === "reset") delete entry.status;
    },
  };
}

/** The answer to a request or, when it is refused, the refusal. */
export function answerOrFail(context: ServiceContext, exchange: Exchange): Answer {
  try {
    return route(context, exchange);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const isTwice = context.behaviour.nestedErrors === "twice";
    return {
      status: error.status,
      body: toErrorBody(error, { ...exchange, isTwice }),
      headers: error.headers,
    };
  }
}

function route(context: ServiceContext, exchange: Exchange): Answer {
  const { request, path } = exchange;
  if (context.hostPattern !== undefined && !context.hostPattern.test(request.headers["host"] ?? ""))
    // A web page that points its own name at 127.0.0.1 must not reach us.
    throw badRequest("Invalid Host header: the emulator answers to 127.0.0.1 and localhost.");
  if (isControlPath(path)) return handleControl(context, request, path);
  if (isIdentityPath(path)) return handleIdentity(context, request, path);
  exchange.isGraph = true;
  return handleGraph(context, exchange, answerOrFail);
}

/** 500: a fault of ours must not end the server; it is told, and the client gets an answer. */
export function internalError(context: ServiceContext): ServiceOutcome {
  return toError(context.newId(), "The emulator has a fault; see its log.", () => {});
}

/** What replaces an answer whose changes could not be made durable: nothing was changed. */
export function failedCommit(outcome: ServiceOutcome): ServiceOutcome {
  outcome.onUndone?.();
  const message = "The emulator could not store the change, which is undone; see its log.";
  return toError(outcome.requestId, message, outcome.onDelivered);
}

function toError(requestId: string, message: string, onDelivered: () => void): ServiceOutcome {
  return {
    requestId,
    delivery: { kind: "answer", delayMs: 0 },
    response: {
      status: 500,
      headers: { "request-id": requestId, "content-type": "application/json" },
      body: JSON.stringify({ error: { code: "InternalServerError", message } }),
    },
    onDelivered,
  };
}
