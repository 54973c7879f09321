import type { Answer, ServiceContext, ServiceResponse } from "./context.ts";
import type { Exchange } from "./exchange.ts";

/** The answer with the headers that every answer has. */
export function toResponse(context: ServiceContext, answer: Answer, exchange: Exchange): ServiceResponse {
  const { status, body, text } = answer;
  const headers = {
    "request-id": exchange.requestId,
    "client-request-id": exchange.clientRequestId,
    "x-ms-ags-diagnostic": diagnostic,
    date: new Date(context.now()).toUTCString(),
    ...answer.headers,
  };
  if (text !== undefined)
    return { status, headers: { ...headers, "content-type": text.type }, body: text.value };
  if (body === undefined) return { status, headers, body: "" };
  return {
    status,
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

const diagnostic = JSON.stringify({
  ServerInfo: { DataCenter: "Loopback", Slice: "E", Ring: "1", ScaleUnit: "001", RoleInstance: "EMULATOR" },
});
