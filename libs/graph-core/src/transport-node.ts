import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { systemClock, watch } from "./clock.ts";
import { codeOf, fromSystemError } from "./system-error.ts";
import type { GraphResponse } from "./request.ts";
import { type Transport, TransportError, type TransportRequest } from "./transport.ts";

/**
 * The transport of Node: `node:https` with connections that are kept, a third of the CPU of its `fetch`.
 *
 * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are honoured from Node 22.21 and 24.5 on.
 */
export function createDefaultTransport(): Transport {
  const connections = new Map<string, Connection>();
  return (request) => {
    const end = request.url.indexOf("/", 8);
    const origin = request.url.slice(0, end);
    let connection = connections.get(origin);
    if (connection === undefined) connections.set(origin, (connection = connect(origin)));
    return exchange(connection, request, request.url.slice(end));
  };
}

interface Connection {
  readonly send: (options: RequestOptions) => ClientRequest;
  readonly host: string;
  readonly to: { readonly agent: Agent; readonly hostname: string; readonly port: string };
}

/** Loads TLS only now: a program that sends nothing does not pay for it. */
function connect(origin: string): Connection {
  const { protocol, host, hostname, port } = new URL(origin);
  const { process } = globalThis;
  // Not `import()`: that asks node:http for each of its names, and one of them loads all of `fetch`.
  const { Agent, request } = process.getBuiltinModule(protocol === "https:" ? "node:https" : "node:http");
  const agent = new Agent({ keepAlive: true, maxSockets: 256, proxyEnv: process.env });
  return { send: request, host, to: { agent, hostname: hostname.replace(/^\[(.+)\]$/, "$1"), port } };
}

function exchange(
  { send, host, to }: Connection,
  request: TransportRequest,
  path: string,
): ReturnType<Transport> {
  const { method, signal, timeoutMs, body } = request;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const { agent, hostname, port } = to;
    const outgoing = send({ agent, hostname, port, path, method, headers: toList(request, host) });
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
  const headers = toHeaders(incoming);
  const encoding = headers["content-encoding"] ?? "identity";
  const answer = { status: incoming.statusCode ?? 0, headers };
  if (encoding === "identity" || bytes.length === 0) return { ...answer, body: bytes.toString() };
  if (encoding === "gzip") return unzip(bytes).then((body) => ({ ...answer, body }));
  return Promise.reject(
    new TransportError("lost", new Error(`content-encoding ${encoding} was not asked for`)),
  );
}

function unzip(bytes: Buffer): Promise<string> {
  const { gunzip } = globalThis.process.getBuiltinModule("node:zlib");
  return new Promise((resolve, reject) => {
    // A small answer can unpack to more than the machine holds.
    gunzip(bytes, { maxOutputLength: 0x10_00_00_00 }, (error, text) => {
      if (error === null) resolve(text.toString());
      else reject(new TransportError("lost", error));
    });
  });
}

/** As a list, because Node keeps an object of headers one by one; then the length is ours to say. */
function toList({ headers, body }: TransportRequest, host: string): string[] {
  const list = ["host", headers["host"] ?? host];
  if (headers["user-agent"] === undefined) list.push("user-agent", "intunectl");
  if (headers["accept-encoding"] === undefined) list.push("accept-encoding", "gzip");
  for (const name in headers) if (name !== "host") list.push(name, headers[name] ?? "");
  if (body !== undefined) list.push("content-length", String(Buffer.byteLength(body)));
  return list;
}

/** From the raw pairs: Node's own object of them costs more, and has lists in it. */
function toHeaders({ rawHeaders }: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? "").toLowerCase();
    const value = rawHeaders[index + 1] ?? "";
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}
