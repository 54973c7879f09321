import { request } from "node:http";
import type { Accepted } from "../engine/accept.ts";
import type { AuditLine } from "../operate/audit-export.ts";
import type { Job } from "./jobs.ts";

/** A change to submit. */
export interface Change {
  readonly tenant?: string;
  readonly resource?: string;
  readonly configuration: string;
  readonly mode: "merge" | "replace" | "remove";
  /** Ids of groups, `all-devices`, `all-users`. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly onBehalfOf?: string;
  readonly note?: string;
}

/** The worker refused a request, or could not be reached. */
export class WorkerError extends Error {
  readonly code: string;
  readonly status: number | undefined;
  constructor(message: string, code: string, status?: number, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.status = status;
  }
}

/** Talks to a worker. */
export interface WorkerClient {
  /** Resolves when the change is committed. */
  submit(change: Change, idempotencyKey?: string): Promise<readonly Accepted[]>;
  /** A plan file's JSON; resolves when all of it is committed. */
  submitPlan(plan: unknown, idempotencyKey?: string): Promise<readonly Accepted[]>;
  read(id: string): Promise<Job>;
  list(filter?: {
    readonly state?: string;
    readonly configuration?: string;
    readonly limit?: number;
  }): Promise<readonly Job[]>;
  /** The audit in order, a page at a time. */
  audit(configuration?: string): AsyncIterable<AuditLine>;
  order(id: string, verb: "cancel" | "retry" | "redrive"): Promise<Job>;
}

/**
 * A client for a worker's API; `address` is `http://127.0.0.1:7717` or `unix:/path`.
 *
 * @example
 * ```ts
 * const worker = createWorkerClient("http://127.0.0.1:7717", token);
 * const [wish] = await worker.submit({ configuration: id, mode: "merge", include: ["all-devices"] }, "run-17");
 * ```
 */
export function createWorkerClient(address: string, token: string): WorkerClient {
  const call = async <Result>(
    method: string,
    path: string,
    body?: unknown,
    key?: string,
  ): Promise<Result> => {
    const { status, text } = await send(
      address,
      method,
      path,
      {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
      },
      body === undefined ? "" : JSON.stringify(body),
    );
    if (status < 300) return JSON.parse(text);
    throw toError(status, text);
  };
  return {
    async *audit(configuration) {
      for (let after = 0; ;) {
        const query = new URLSearchParams({
          after: String(after),
          ...(configuration === undefined ? {} : { configuration }),
        });
        const headers = { authorization: `Bearer ${token}` };
        const { status, text } = await send(address, "GET", `/v1/audit?${query.toString()}`, headers, "");
        if (status >= 300) throw toError(status, text);
        const lines = text.split("\n").filter((line) => line !== "");
        if (lines.length === 0) return;
        for (const line of lines) {
          const decoded: AuditLine = JSON.parse(line);
          after = decoded.id;
          yield decoded;
        }
      }
    },
    submit: async (change, key) =>
      (await call<{ wishes: Accepted[] }>("POST", "/v1/wishes", change, key)).wishes,
    submitPlan: async (plan, key) =>
      (await call<{ wishes: Accepted[] }>("POST", "/v1/plans", plan, key)).wishes,
    read: (id) => call<Job>("GET", `/v1/wishes/${encodeURIComponent(id)}`),
    async list(filter = {}) {
      const query = new URLSearchParams(
        Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
      );
      return (await call<{ wishes: Job[] }>("GET", `/v1/wishes?${query.toString()}`)).wishes;
    },
    order: (id, verb) => call<Job>("POST", `/v1/wishes/${encodeURIComponent(id)}/${verb}`),
  };
}

function toError(status: number, text: string): WorkerError {
  let error: { readonly code?: string; readonly message?: string } = {};
  try {
    ({ error = {} } = JSON.parse(text));
  } catch {
    // A gateway's page, say: its status is all that is known.
  }
  return new WorkerError(error.message ?? `status ${status}`, error.code ?? "unexpected", status);
}

function send(
  address: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<{ readonly status: number; readonly text: string }> {
  const isSocket = address.startsWith("unix:");
  const base = new URL(isSocket ? "http://worker" : address);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, base),
      { method, headers, timeout: 30_000, ...(isSocket ? { socketPath: address.slice(5) } : {}) },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () =>
          resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
        );
      },
    );
    outgoing.on("timeout", () => outgoing.destroy(new Error("no answer in 30 s")));
    outgoing.on("error", (error) =>
      reject(
        new WorkerError(
          `the worker at ${address} cannot be reached: ${error.message}`,
          "unreachable",
          undefined,
          error,
        ),
      ),
    );
    outgoing.end(body);
  });
}
