import type { GraphResponse } from "./request.ts";
import type { TransportRequest } from "./transport.ts";

/** The body of `$batch` for some requests, named by their places; their own JSON is put in as it is. */
export function printBatch(requests: readonly TransportRequest[], prefix: string): string {
  const items = requests.map(({ method, url, headers, body }, index) => {
    const { authorization: _, ...rest } = headers;
    const head = JSON.stringify({ id: String(index), method, url: url.slice(prefix.length), headers: rest });
    return body === undefined ? head : `${head.slice(0, -1)},"body":${body}}`;
  });
  return `{"requests":[${items.join(",")}]}`;
}

/** The answers by place; `undefined` when the text is not the answer of a batch. */
export function parseBatch(text: string): ReadonlyMap<string, GraphResponse> | undefined {
  let responses: unknown;
  try {
    responses = toRecord(JSON.parse(text))["responses"];
  } catch {
    return undefined;
  }
  if (!Array.isArray(responses)) return undefined;
  const answers = new Map<string, GraphResponse>();
  for (const item of responses) {
    const { id, status, headers, body } = toRecord(item);
    if (typeof id === "string" && typeof status === "number")
      answers.set(id, toResponse(status, toHeaders(headers), body ?? null));
  }
  return answers;
}

/** The text is made only for those who look: an error, a middleware. */
function toResponse(status: number, headers: Record<string, string>, value: unknown): GraphResponse {
  return {
    status,
    headers,
    value,
    get body() {
      if (value === null) return "";
      return typeof value === "string" ? value : JSON.stringify(value);
    },
  };
}

function toHeaders(headers: unknown): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(toRecord(headers))) texts[name.toLowerCase()] = String(value);
  return texts;
}

function toRecord(value: unknown): Partial<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
