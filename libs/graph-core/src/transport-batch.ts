import { parseBatch, printBatch } from "./batch-wire.ts";
import type { GraphResponse } from "./request.ts";
import { type Transport, TransportError, type TransportRequest } from "./transport.ts";

/** Graph takes no more in one batch. */
const maxItems = 20;

/**
 * A transport for one batch call: it gathers what may leave at the same moment, and sends it 20 a request.
 *
 * So each item keeps its own turn, retries and deadline, and one that was throttled comes again in a later request.
 *
 * @see https://learn.microsoft.com/graph/json-batching
 */
export function createBatchTransport(transport: Transport, root: string): Transport {
  const packs = new Map<string, Item[]>();
  return (request) =>
    new Promise((resolve, reject) => {
      const version = request.url.slice(root.length + 1).split("/", 1)[0] ?? "";
      let pack = packs.get(version);
      if (pack === undefined) {
        const opened: Item[] = [];
        pack = opened;
        packs.set(version, opened);
        // One turn of the loop later all that may leave now are here.
        setTimeout(() => {
          if (packs.get(version) === opened) packs.delete(version);
          void sendPack(transport, `${root}/${version}`, opened);
        }, 0);
      }
      pack.push({ request, resolve, reject });
      if (pack.length === maxItems) packs.delete(version);
    });
}

interface Item {
  readonly request: TransportRequest;
  readonly resolve: (response: GraphResponse) => void;
  readonly reject: (error: unknown) => void;
}

async function sendPack(transport: Transport, prefix: string, items: readonly Item[]): Promise<void> {
  const requests = items.map(({ request }) => request);
  const [first] = requests;
  if (first === undefined) return;
  try {
    const response = await transport({
      method: "POST",
      url: `${prefix}/$batch`,
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        authorization: first.headers["authorization"] ?? "",
        "client-request-id": globalThis.crypto.randomUUID(),
      },
      body: printBatch(requests, prefix),
      timeoutMs: Math.max(...requests.map(({ timeoutMs }) => timeoutMs)),
      ...(first.signal === undefined ? {} : { signal: first.signal }),
    });
    // A refusal of the whole is a refusal of each.
    if (response.status !== 200) for (const { resolve } of items) resolve(response);
    else settle(items, response);
  } catch (error) {
    for (const { reject } of items) reject(error);
  }
}

function settle(items: readonly Item[], response: GraphResponse): void {
  const answers = parseBatch(response.body);
  const problem =
    answers === undefined ? "its answer has no list of responses" : "its answer has no such item";
  for (const [index, { resolve, reject }] of items.entries()) {
    const answer = answers?.get(String(index));
    if (answer === undefined) reject(new TransportError("lost", new Error(`sent by $batch, but ${problem}`)));
    else resolve(answer);
  }
}
