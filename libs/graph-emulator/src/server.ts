import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ServiceRequest, ServiceResponse } from "./context.ts";

/** What the server needs beside the handler. */
export interface ServerOptions {
  readonly port: number;
  readonly maxBodyBytes: number;
  readonly log: (line: string) => void;
}

/** A server that is listening. */
export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a handler on 127.0.0.1. */
export async function startServer(
  handle: (request: ServiceRequest) => ServiceResponse,
  { port, maxBodyBytes, log }: ServerOptions,
): Promise<RunningServer> {
  const server = createServer((incoming, outgoing) => {
    const startMs = performance.now();
    readBody(incoming, maxBodyBytes, (body) => {
      const request = toRequest(incoming, body);
      const response = handleSafely(handle, request, log);
      write(outgoing, response, body === undefined);
      const duration = (performance.now() - startMs).toFixed(1);
      log(
        `${request.method} ${request.target} ${response.status} ${duration} ms ${response.headers["request-id"] ?? ""}`,
      );
    });
  });
  await listen(server, port);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { url: `http://127.0.0.1:${address.port}`, close: () => close(server) };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) =>
      reject(new Error(`cannot listen on 127.0.0.1:${port}: ${cause.message}`, { cause })),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // Requests that are still being sent get a moment; their effects have not begun.
    setTimeout(() => server.closeAllConnections(), 250).unref();
  });
}

/** Gives the whole body, or `undefined` as soon as it is too large. */
function readBody(
  incoming: IncomingMessage,
  maxBytes: number,
  done: (body: Buffer | undefined) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    chunks.push(chunk);
    if (size <= maxBytes) return;
    incoming.off("data", onData).off("end", onEnd).resume();
    done(undefined);
  };
  const onEnd = (): void => done(Buffer.concat(chunks));
  incoming.on("data", onData).on("end", onEnd);
  // A client that goes away in the middle of its body asked for nothing.
  incoming.on("error", () => {});
}

function toRequest(incoming: IncomingMessage, body: Buffer | undefined): ServiceRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return { method: incoming.method ?? "GET", target: incoming.url ?? "/", headers, body };
}

/** A fault of ours must not end the server; it is told, and the client gets a 500. */
function handleSafely(
  handle: (request: ServiceRequest) => ServiceResponse,
  request: ServiceRequest,
  log: (line: string) => void,
): ServiceResponse {
  try {
    return handle(request);
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log(`fault of the emulator: ${message}`);
    const body = JSON.stringify({
      error: { code: "InternalServerError", message: "The emulator has a fault; see its log." },
    });
    return { status: 500, headers: { "content-type": "application/json" }, body };
  }
}

function write(
  outgoing: ServerResponse,
  { status, headers, body }: ServiceResponse,
  mustClose: boolean,
): void {
  const length = status === 204 ? {} : { "content-length": String(Buffer.byteLength(body)) };
  outgoing.writeHead(status, { ...headers, ...length, ...(mustClose ? { connection: "close" } : {}) });
  outgoing.end(body);
}
