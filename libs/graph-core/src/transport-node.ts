import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import {
  codeOf,
  type Transport,
  TransportError,
  toFailure,
  type TransportRequest,
  watch,
} from "./transport.ts";

/**
 * The transport of Node: `node:https` with connections that are kept, a third of the CPU of its `fetch`.
 *
 * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are honoured from Node 22.21 and 24.5 on.
 */
export function createDefaultTransport(): Transport {
  const connections = new Map<string, Connection | Promise<Connection>>();
  return async (request) => {
    request.signal?.throwIfAborted();
    const end = request.url.indexOf("/", 8);
    const origin = request.url.slice(0, end);
    let connection = connections.get(origin);
    if (connection === undefined || connection instanceof Promise) {
      // The calls of the first moment share the agent that one of them makes.
      connection ??= connect(origin);
      connections.set(origin, connection);
      connection = await connection;
      connections.set(origin, connection);
    }
    return exchange(connection, request, request.url.slice(end));
  };
}

interface Connection {
  readonly request: (options: RequestOptions) => ClientRequest;
  readonly agent: Agent;
  readonly hostname: string;
  readonly port: string;
}

/** Loads TLS only now: a program that sends nothing does not pay for it. */
async function connect(origin: string): Promise<Connection> {
  const { protocol, hostname, port } = new URL(origin);
  const { env } = await import("node:process");
  const options = { keepAlive: true, maxSockets: 256, proxyEnv: env };
  const { Agent, request } = await (protocol === "https:" ? import("node:https") : import("node:http"));
  return { request, agent: new Agent(options), hostname: hostname.replaceAll(/[[\]]/g, ""), port };
}

function exchange(
  { request: send, agent, hostname, port }: Connection,
  request: TransportRequest,
  path: string,
): ReturnType<Transport> {
  return new Promise((resolve, reject) => {
    const fail = (reason: unknown): void => {
      unwatch();
      reject(reason);
      outgoing.destroy();
    };
    const outgoing = send({
      agent,
      hostname,
      port,
      path,
      method: request.method,
      headers: { "user-agent": "intunectl", "accept-encoding": "gzip", ...request.headers },
    });
    const unwatch = watch(request, fail);
    outgoing.on("error", (error) => {
      const isStale = outgoing.reusedSocket && ["ECONNRESET", "EPIPE"].includes(codeOf(error));
      // Its neighbours are as old; the next attempt must not meet them.
      if (isStale)
        for (const sockets of Object.values(agent.freeSockets))
          sockets?.forEach((socket) => socket.destroy());
      fail(new TransportError(isStale ? "stale" : toFailure(error), error));
    });
    outgoing.on("response", (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", (error) => fail(new TransportError("lost", error)));
      incoming.on("end", () => {
        unwatch();
        readBody(incoming, chunks).then(
          (body) => resolve({ status: incoming.statusCode ?? 0, headers: toHeaders(incoming), body }),
          (error: unknown) => reject(new TransportError("lost", error)),
        );
      });
    });
    outgoing.end(request.body);
  });
}

async function readBody(incoming: IncomingMessage, chunks: readonly Buffer[]): Promise<string> {
  const [first] = chunks;
  if (first === undefined) return "";
  const bytes = chunks.length === 1 ? first : Buffer.concat(chunks);
  const encoding = incoming.headers["content-encoding"] ?? "identity";
  if (encoding === "identity") return bytes.toString("utf8");
  if (encoding !== "gzip") throw new Error(`content-encoding ${encoding} was not asked for`);
  const { gunzip } = await import("node:zlib");
  return new Promise((resolve, reject) => {
    // A small answer can unpack to more than the machine holds.
    gunzip(bytes, { maxOutputLength: 0x10_00_00_00 }, (error, text) => {
      if (error === null) resolve(text.toString("utf8"));
      else reject(error);
    });
  });
}

function toHeaders({ headers }: IncomingMessage): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) texts[name] = typeof value === "string" ? value : value.join(", ");
  }
  return texts;
}
