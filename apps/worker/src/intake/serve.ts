import { chmod, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { answerRequest, type ApiOptions, type ApiResponse, problem } from "./api.ts";

/** Where the API listens. */
export type Listen =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  /** Reachable for this user only. */
  | { readonly kind: "socket"; readonly path: string };

/** An API that listens. */
export interface ApiServer {
  /** `http://127.0.0.1:7717`, or `unix:/path`. */
  readonly address: string;
  close(): Promise<void>;
}

const maxBodyBytes = 4 * 1024 * 1024;

/** Serves the API until it is closed. `onError` hears of what no answer can tell. */
export async function serveApi(
  listen: Listen,
  options: ApiOptions,
  onError: (error: unknown) => void,
): Promise<ApiServer> {
  const server = createServer((incoming, outgoing) => {
    void deliver(incoming, outgoing);
  });
  const deliver = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { status, type, body, headers } = await respond(incoming, options, onError);
    outgoing.writeHead(status, {
      "content-type": type,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...headers,
    });
    outgoing.end(body);
  };
  server.requestTimeout = 30_000;
  if (listen.kind === "socket") await removeDeadSocket(listen.path);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    if (listen.kind === "socket") server.listen(listen.path, resolve);
    else server.listen(listen.port, listen.host, resolve);
  });
  if (listen.kind === "socket") await chmod(listen.path, 0o600);
  const address = server.address();
  return {
    address:
      typeof address === "object" && address !== null
        ? `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`
        : `unix:${String(address)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function respond(
  incoming: IncomingMessage,
  options: ApiOptions,
  onError: (error: unknown) => void,
): Promise<ApiResponse> {
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of incoming) {
      const bytes: Uint8Array = chunk;
      size += bytes.length;
      if (size > maxBodyBytes)
        return problem(413, "too-large", `the body is larger than ${maxBodyBytes} bytes`);
      chunks.push(bytes);
    }
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(", ") : value,
      ]),
    );
    const { method = "GET", url: target = "/" } = incoming;
    return await answerRequest(
      { method, target, headers, body: Buffer.concat(chunks).toString("utf8") },
      options,
    );
  } catch (error) {
    onError(error);
    if (isDiskFull(error))
      return problem(
        507,
        "disk-full",
        "the database's disk is full, and nothing was stored; send the same request again when there is room",
      );
    // Nothing was committed, or the client will learn by its idempotency key that it was.
    return problem(
      503,
      "store-away",
      "the database cannot be reached; send the same request with the same idempotency-key again",
    );
  }
}

/** Ours, or PostgreSQL's `disk_full`. */
function isDiskFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "diskFull" || error.code === "53100");
}

/** A killed process leaves its socket behind; one that somebody answers at stays, and `listen` says that it is in use. */
async function removeDeadSocket(path: string): Promise<void> {
  const isDead = await new Promise<boolean>((resolve) => {
    const probe = connect(path);
    probe.once("connect", () => {
      probe.destroy();
      resolve(false);
    });
    probe.once("error", (error) => resolve("code" in error && error.code === "ECONNREFUSED"));
  });
  if (isDead) await rm(path, { force: true });
}
