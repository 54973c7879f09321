import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { systemClock, watch } from "./clock.ts";
import { codeOf, fromSystemError } from "./system-error.ts";
import type { GraphResponse } from "./request.ts";
import { toTexts } from "./header-texts.ts";
import { createTurn, type Turn } from "./turn.ts";
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
  /** Runs at once when nothing else is under way, or else together with others. */
  readonly turn: Turn;
}

/** Loads TLS only now: a program that sends nothing does not pay for it. */
function connect(origin: string): Connection {
  const { protocol, host, hostname, port } = new URL(origin);
  const { process } = globalThis;
  // Not `import()`: that asks node:http for each of its names, and one of them loads all of `fetch`.
  const { Agent, request } = process.getBuiltinModule(protocol === "https:" ? "node:https" : "node:http");
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 256,
    // Sooner than most servers close it: a write that meets a closed one cannot be sent again.
    timeout: idleMs,
    proxyEnv: process.env,
  });
  // All of its connections are alike; Node would put the name together from all TLS options, twice a request.
  agent.getName = () => origin;
  const to = { agent, hostname: hostname.replace(/^\[(.+)\]$/, "$1"), port };
  return { send: request, host, to, turn: createTurn() };
}

/** How long a connection is kept without use, in milliseconds. */
const idleMs = 15_000;

function exchange(
  { send, host, to, turn }: Connection,
  request: TransportRequest,
  path: string,
): ReturnType<Transport> {
  const { method, signal, timeoutMs, body } = request;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    let outgoing: ClientRequest | undefined;
    let isOver = false;
    const end = (): void => {
      isOver = true;
      unwatch();
      turn.end();
    };
    const fail = (reason: unknown): void => {
      if (isOver) return;
      end();
      reject(reason);
      outgoing?.destroy();
    };
    const unwatch = watch(systemClock, timeoutMs, signal, (isAborted) =>
      fail(isAborted ? signal?.reason : new TransportError("timeout")),
    );
    const begin = (): void => {
      if (isOver) return;
      const { agent, hostname, port } = to;
      const started = send({ agent, hostname, port, path, method, headers: toList(request, host) });
      outgoing = started;
      started.on("error", (error) => {
        const isStale = started.reusedSocket && codeOf(error).startsWith("ECONNRESET");
        // Its neighbours are as old; the next attempt must not meet them.
        if (isStale)
          for (const sockets of Object.values(agent.freeSockets))
            sockets?.forEach((socket) => socket.destroy());
        fail(isStale ? new TransportError("stale", error) : fromSystemError(error));
      });
      started.on("response", (incoming) => {
        const chunks: Buffer[] = [];
        const lose = (error: unknown): void => fail(new TransportError("lost", error));
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", lose);
        incoming.on("end", () => {
          try {
            resolve(readResponse(incoming, chunks));
            end();
          } catch (error) {
            lose(error);
          }
        });
      });
      started.end(body);
    };
    turn.start(() => {
      try {
        begin();
      } catch (error) {
        fail(new TransportError("notSent", error));
      }
    });
  });
}

function readResponse(incoming: IncomingMessage, chunks: readonly Buffer[]): GraphResponse {
  const [first] = chunks;
  const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
  // Node makes this object in any case, to read how long the connection is kept.
  const headers = toTexts(incoming.headers);
  return { status: incoming.statusCode ?? 0, headers, body: toText(bytes, headers["content-encoding"]) };
}

function toText(bytes: Buffer, encoding = "identity"): string {
  if (encoding === "identity" || bytes.length === 0) return bytes.toString();
  if (encoding !== "gzip") throw new Error(`content-encoding ${encoding} was not asked for`);
  const { gunzipSync } = globalThis.process.getBuiltinModule("node:zlib");
  // A small answer can unpack to more than the machine holds.
  return gunzipSync(bytes, { maxOutputLength: 0x10_00_00_00 }).toString();
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
