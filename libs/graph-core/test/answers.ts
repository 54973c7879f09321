import type { GraphResponse, Transport, TransportError, TransportRequest } from "../src/index.ts";

export function ok(): GraphResponse {
  return { status: 200, headers: {}, body: "{}" };
}

/** A transport that answers in turn, the last one again and again, and what it was given. */
export function answers(...list: readonly (GraphResponse | TransportError)[]): {
  readonly transport: Transport;
  readonly sent: TransportRequest[];
} {
  const sent: TransportRequest[] = [];
  const transport: Transport = (request) => {
    sent.push(request);
    const answer = list[Math.min(sent.length, list.length) - 1] ?? ok();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { transport, sent };
}

/** An answer that asks to come again soon. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): GraphResponse {
  return { status: code, headers: { "retry-after": "0.01", ...headers }, body: "" };
}
