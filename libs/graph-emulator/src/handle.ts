import { assign } from "./assign.ts";
import { authorize } from "./authorize.ts";
import type { Answer, ServiceContext, ServiceRequest, ServiceResponse } from "./context.ts";
import { handleControl } from "./control.ts";
import { badRequest, Failure, toErrorBody } from "./failure.ts";
import { readCollection, readEntity, type ReadRequest } from "./read.ts";
import { readJson } from "./read-json.ts";
import { resolvePath } from "./resolve.ts";
import { findRoute } from "./route.ts";
import { readCaller } from "./tokens.ts";

/** Answers one request. Its only effects are those of the context's store, and they are complete when it returns. */
export function handle(context: ServiceContext, request: ServiceRequest): ServiceResponse {
  const requestId = context.newId();
  const clientRequestId = request.headers["client-request-id"] ?? requestId;
  const [path = "/"] = request.target.split("?", 1);
  const answer = answerOrFail(context, request, { requestId, clientRequestId, path, nowMs: context.now() });
  const headers = {
    "request-id": requestId,
    "client-request-id": clientRequestId,
    date: new Date(context.now()).toUTCString(),
    ...(answer.status === 401 ? { "www-authenticate": 'Bearer realm=""' } : {}),
  };
  if (answer.body === undefined) return { status: answer.status, headers, body: "" };
  return {
    status: answer.status,
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(answer.body),
  };
}

function answerOrFail(
  context: ServiceContext,
  request: ServiceRequest,
  facts: Parameters<typeof toErrorBody>[1],
): Answer {
  try {
    checkHost(request);
    const isControl = facts.path.startsWith("/_emulator/");
    return isControl
      ? handleControl(context, request, facts.path)
      : handleGraph(context, request, facts.path);
  } catch (error) {
    if (error instanceof Failure) return { status: error.status, body: toErrorBody(error, facts) };
    throw error;
  }
}

/** A web page that points its own name at 127.0.0.1 must not reach us. */
function checkHost({ headers }: ServiceRequest): void {
  const host = headers["host"] ?? "";
  if (!/^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host)) {
    throw badRequest("Invalid Host header: the emulator answers to 127.0.0.1 and localhost.");
  }
}

function handleGraph(context: ServiceContext, request: ServiceRequest, path: string): Answer {
  const { surface, store, behaviour } = context;
  const caller = readCaller(context.issuer, request.headers["authorization"], context.now());
  const { operation, parts } = findRoute(surface.operations, request.method, path);
  authorize(operation, caller);
  const kind = surface.model.operations[operation.name];
  const resolvedRead = (entityType: string): ReadRequest => ({
    context,
    resolved: resolvePath(store, surface.operations, parts),
    entityType,
    path,
    query: request.target.slice(path.length + 1),
    root: `http://${request.headers["host"] ?? ""}/${operation.version}`,
  });
  switch (kind?.kind) {
    case "get":
      return { status: 200, body: readEntity(resolvedRead(kind.entity)) };
    case "list":
      return { status: 200, body: readCollection(resolvedRead(kind.entity)) };
    case "action": {
      if (kind.action !== "assign") throw notImplemented(kind.action);
      if (request.target !== path) throw badRequest("Query options are not supported here.");
      const json = readJson(request);
      const body = assign(context, kind, resolvePath(store, surface.operations, parts), json);
      if (body === undefined) return { status: 204 };
      return behaviour.emptyBody ? { status: 200 } : { status: 200, body };
    }
    case "create":
    case "update":
    case "delete":
    case "function":
    case undefined:
      throw notImplemented(operation.name);
    default:
      return kind satisfies never;
  }
}

function notImplemented(name: string): Failure {
  return new Failure(501, "NotImplemented", `The emulator does not implement ${name}.`);
}
