import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { onTestFinished } from "vitest";

/** What happens to one attempt; in the names, `after` means that the service has carried it out. */
export const faults = [
  "none",
  "slow answer",
  "reset before",
  "reset after",
  "reset in the head after",
  "cut in the body after",
  "closed in the body after",
  "half of the JSON after",
  "half of the gzip after",
  "no HTTP after",
  "a list instead of an object after",
  "no answer after",
  "connection reset behind the answer",
  "more behind the answer",
  "429",
  "429 without Retry-After",
  "503",
  "500 before",
  "504 after",
  "502 with HTML after",
  "redirect before",
  "403 before",
] as const;
export type Fault = (typeof faults)[number];

/** A proxy in front of a service that answers as a test says, and knows what it let through. */
export interface FaultProxy {
  readonly url: string;
  /** What happens to the next attempts, in their order; after them nothing does. */
  plan(next: readonly Fault[]): void;
  /** What happens to every attempt from now on. */
  decide(next: () => Fault): void;
  /** How often the service carried out a request with this `client-request-id`. */
  executed(clientRequestId: string | undefined): number;
  /** Waits until the service has answered all that was let through: a caller may have left long before. */
  settle(): Promise<void>;
}

export async function startFaultProxy(target: string): Promise<FaultProxy> {
  let decide: () => Fault = () => "none";
  const executions = new Map<string, number>();
  const underWay = new Set<Promise<unknown>>();
  const carryOut = async (
    request: IncomingMessage,
    body: string,
  ): Promise<{ status: number; text: string }> => {
    const sent = forward(target, request, body).then((answer) => {
      const id = String(request.headers["client-request-id"]);
      if (answer.status < 400) executions.set(id, (executions.get(id) ?? 0) + 1);
      return answer;
    });
    underWay.add(sent);
    return sent.finally(() => underWay.delete(sent));
  };
  const server = createServer((request, response) => {
    request.on("error", () => {});
    void readAll(request).then(
      (body) => answer(decide(), request, response, () => carryOut(request, body)),
      () => {},
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    plan(next) {
      const planned = [...next];
      decide = () => planned.shift() ?? "none";
    },
    decide(next) {
      decide = next;
    },
    executed: (id) => executions.get(String(id)) ?? 0,
    async settle() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

async function forward(
  target: string,
  request: IncomingMessage,
  body: string,
): Promise<{ readonly status: number; readonly text: string }> {
  const { authorization = "", "content-type": type = "" } = request.headers;
  const upstream = await fetch(target + (request.url ?? ""), {
    method: request.method ?? "GET",
    headers: { authorization, ...(body === "" ? {} : { "content-type": type }) },
    ...(body === "" ? {} : { body }),
  });
  // Next links lead back through this proxy.
  const text = (await upstream.text()).replaceAll(target, `http://${request.headers.host ?? ""}`);
  return { status: upstream.status, text };
}

async function answer(
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
  carryOut: () => Promise<{ readonly status: number; readonly text: string }>,
): Promise<void> {
  const { socket } = request;
  const reset = (): void => void socket.resetAndDestroy();
  const reply = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(status, { "content-length": String(Buffer.byteLength(text)), ...headers });
    response.end(text);
  };
  if (fault === "reset before") return reset();
  if (fault === "429") return reply(429, "{}", { "retry-after": "0.01" });
  if (fault === "429 without Retry-After") return reply(429, "");
  if (fault === "503") return reply(503, "<h1>busy</h1>", { "retry-after": "0.01" });
  if (fault === "500 before") return reply(500, "");
  if (fault === "403 before") return reply(403, '{"error":{"code":"Forbidden","message":"not this one"}}');
  if (fault === "redirect before") return reply(307, "", { location: "https://login.contoso.com/" });
  const { status, text } = await carryOut();
  const length = { "content-length": String(Buffer.byteLength(text)) };
  switch (fault) {
    case "reset after":
      return reset();
    case "reset in the head after":
      socket.write("HTTP/1.1 200 OK\r\ncontent-le", reset);
      return undefined;
    case "cut in the body after":
      response.writeHead(status, length);
      response.write(text.slice(0, text.length / 2), reset);
      return undefined;
    case "closed in the body after":
      response.writeHead(status, length);
      response.write(text.slice(0, text.length / 2), () => socket.end());
      return undefined;
    case "half of the JSON after":
      return reply(status, text.slice(0, text.length / 2));
    case "half of the gzip after": {
      const zipped = gzipSync(text).subarray(0, 15);
      response.writeHead(status, { "content-encoding": "gzip", "content-length": zipped.length });
      response.end(zipped);
      return undefined;
    }
    case "no HTTP after":
      socket.end("SSH-2.0-OpenSSH_9.6\r\n");
      return undefined;
    case "a list instead of an object after":
      return reply(status, "[]");
    case "no answer after":
      return undefined;
    case "504 after":
      return reply(504, "");
    case "502 with HTML after":
      return reply(502, "<html>bad gateway</html>", { "content-type": "text/html" });
    case "slow answer":
      response.writeHead(status, length);
      for (let at = 0; at < text.length; at += 64) {
        response.write(text.slice(at, at + 64));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      response.end();
      return undefined;
    case "connection reset behind the answer":
      response.writeHead(status, length);
      response.end(text, () => setTimeout(reset, 2));
      return undefined;
    case "more behind the answer":
      // As of a server that answers a request which nobody made.
      socket.write(
        `HTTP/1.1 ${status} OK\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}` +
          'HTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\n{"id":"smuggled"}',
      );
      return undefined;
    case "none":
      return reply(status, text);
    default:
      return fault satisfies never;
  }
}
