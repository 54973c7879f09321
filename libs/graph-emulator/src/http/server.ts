import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Socket } from "node:net";
import type { ServiceRequest } from "../context.ts";
import type { ServiceOutcome } from "../delivery.ts";
import { deliver } from "./deliver.ts";
import { readBody } from "./read-body.ts";
import type { Service } from "../service.ts";

/** What the server needs beside the service. */
export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly maxBodyBytes: number;
  /** PEM texts; without them the server speaks plain HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly log: (line: string) => void;
}

/** A server that is listening. */
export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a service. */
export async function startServer(service: Service, options: ServerOptions): Promise<RunningServer> {
  const { host, port, maxBodyBytes, tls, log } = options;
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const startMs = performance.now();
    // A connection that breaks takes nothing else with it.
    outgoing.on("error", () => {});
    readBody(incoming, maxBodyBytes, (body) => {
      const request = toRequest(incoming, body);
      service.receive(request, (outcome) => {
        deliver(outgoing, outcome, body === undefined, () => {
          const ms = (performance.now() - startMs).toFixed(1);
          log(`${request.method} ${request.target} ${describe(outcome)} ${ms} ms ${outcome.requestId}`);
        });
      });
    });
  };
  // Slow requests end: nobody can hold the emulator by sending a byte a minute.
  const limits = { requestTimeout: 60_000, headersTimeout: 30_000, keepAliveTimeout: 30_000 };
  const server =
    tls === undefined ? createServer(limits, answer) : createSecureServer({ ...limits, ...tls }, answer);
  server.on("clientError", refuseMalformed);
  await listen(server, host, port);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  const reached = name === "0.0.0.0" || name === "[::]" ? "127.0.0.1" : name;
  return {
    url: `${tls === undefined ? "http" : "https"}://${reached}:${address.port}`,
    close: () => close(server),
  };
}

function describe({ delivery, response, fault }: ServiceOutcome): string {
  const status = delivery.kind === "reset" ? "---" : String(response.status);
  return fault === undefined ? status : `${status} (${fault})`;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) =>
      reject(new Error(`cannot listen on ${host}:${port}: ${cause.message}`, { cause })),
    );
    server.listen(port, host, resolve);
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

/** What is no HTTP gets an answer, too, in the form that everything else has. */
function refuseMalformed(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
  const [status, code] =
    error.code === "HPE_HEADER_OVERFLOW"
      ? ["431 Request Header Fields Too Large", "RequestHeaderFieldsTooLarge"]
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? ["408 Request Timeout", "RequestTimeout"]
        : ["400 Bad Request", "BadRequest"];
  const body = JSON.stringify({ error: { code, message: "The request is not valid HTTP." } });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function toRequest(incoming: IncomingMessage, body: Buffer | undefined): ServiceRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return { method: incoming.method ?? "GET", target: toTarget(incoming.url ?? "/"), headers, body };
}

/** Proxies are asked with the whole address. */
function toTarget(url: string): string {
  const absolute = /^https?:\/\/[^/?#]*(.*)$/i.exec(url)?.[1];
  if (absolute === undefined) return url.startsWith("/") ? url : `/${url}`;
  return absolute.startsWith("/") ? absolute : `/${absolute}`;
}
