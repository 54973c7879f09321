import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { systemClock, watch } from "./clock.ts";
import { codeOf, fromSystemError } from "./system-error.ts";
import type { GraphResponse } from "./request.ts";
import { type Transport, TransportError } from "./transport.ts";

/**
 * The transport of Node: `node:https` with connections that are kept, a third of the CPU of its `fetch`.
 *
 * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are honoured from Node 22.21 and 24.5 on.
 */
export function createDefaultTransport(): Transport {
  // The calls of the first moment share the agent that one of them makes.
  const connections = new Map<string, Promise<Connection>>();
  return async (request) => {
    const end = request.url.indexOf("/", 8);
    const origin = request.url.slice(0, end);
    let connection = connections.get(origin);
    if (connection === undefined) connections.set(origin, (connection = connect(origin)));
    return exchange(await connection, request, request.url.slice(end));
  };
}

interface Connection {
  readonly send: (options: RequestOptions) => ClientRequest;
  readonly to: { readonly agent: Agent; readonly hostname: string; readonly port: string };
}

/** Loads TLS only now: a program that sends nothing does not pay for it. */
async function connect(origin: string): Promise<Connection> {
  const { protocol, hostname, port } = new URL(origin);
  const { env } = await import("node:process");
  const { Agent, request } = await (protocol === "https:" ? import("node:https") : import("node:http"));
  const agent = new Agent({ keepAlive: true, maxSockets: 256, proxyEnv: env });
  return { send: request, to: { agent, hostname: hostname.replace(/^\[(.+)\]$/, "$1"), port } };
}

function exchange(
  { send, to }: Connection,
  request: Parameters<Transport>[0],
  path: string,
): ReturnType<Transport> {
  const { method, signal, timeoutMs, body } = request;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const headers = { "user-agent": "intunectl", "accept-encoding": "gzip", ...request.headers };
    const outgoing = send({ ...to, path, method, headers });
    const fail = (reason: unknown): void => {
      unwatch();
      reject(reason);
      outgoing.destroy();
    };
    const lose = (error: unknown): void => fail(new TransportError("lost", error));
    const unwatch = watch(systemClock, timeoutMs, signal, (isAborted) =>
      fail(isAborted ? signal?.reason : new TransportError("timeout")),
    );
    outgoing.on("error", (error) => {
      const isStale = outgoing.reusedSocket && /^(?:ECONNRESET|EPIPE)$/.test(codeOf(error));
      // Its neighbours are as old; the next attempt must not meet them.
      if (isStale)
        for (const sockets of Object.values(to.agent.freeSockets))
          sockets?.forEach((socket) => socket.destroy());
      fail(isStale ? new TransportError("stale", error) : fromSystemError(error));
    });
    outgoing.on("response", (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", lose);
      incoming.on("end", () => {
        unwatch();
        resolve(readResponse(incoming, chunks));
      });
    });
    outgoing.end(body);
  });
}

function readResponse(
  incoming: IncomingMessage,
  chunks: readonly Buffer[],
): GraphResponse | Promise<GraphResponse> {
  const [first] = chunks;
  const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
  const encoding = incoming.headers["content-encoding"] ?? "identity";
  const answer = { status: incoming.statusCode ?? 0, headers: toHeaders(incoming) };
  if (encoding === "identity" || bytes.length === 0) return { ...answer, body: bytes.toString() };
  if (encoding === "gzip") return unzip(bytes).then((body) => ({ ...answer, body }));
  return Promise.reject(
    new TransportError("lost", new Error(`content-encoding ${encoding} was not asked for`)),
  );
}

async function unzip(bytes: Buffer): Promise<string> {
  const { gunzip } = await import("node:zlib");
  return new Promise((resolve, reject) => {
    // A small answer can unpack to more than the machine holds.
    gunzip(bytes, { maxOutputLength: 0x10_00_00_00 }, (error, text) => {
      if (error === null) resolve(text.toString());
      else reject(new TransportError("lost", error));
    });
  });
}

function toHeaders({ headers }: IncomingMessage): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name in headers) texts[name] = String(headers[name]);
  return texts;
}
