import { createHash, timingSafeEqual } from "node:crypto";
import { acceptWishes } from "../engine/accept.ts";
import type { Queue } from "../engine/queue.ts";
import { exportAudit } from "../operate/audit-export.ts";
import { formatMetrics, readStatus } from "../operate/status.ts";
import { statusPage, statusScript } from "../operate/status-page.ts";
import type { Store } from "../store/store.ts";
import {
  decodeChange,
  decodePlanSubmission,
  type DecodedSubmission,
  type Served,
} from "./decode-submission.ts";
import { cancelJob, listJobs, type Ordered, readJob, redriveJob, retryJob } from "./jobs.ts";
import { openApi } from "./openapi.ts";

/** A request without its transport. */
export interface ApiRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** At most 4 MiB of UTF-8. */
  readonly body: string;
}

/** An answer without its transport. */
export interface ApiResponse {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the API needs. */
export interface ApiOptions {
  readonly store: Store;
  readonly queue: Pick<Queue, "wake">;
  readonly served: Served;
  /** Names of those who may ask, by their tokens. */
  readonly principalByToken: ReadonlyMap<string, string>;
  /** `undefined` when it is ready. */
  readonly whyNotReady: () => string | undefined;
}

/** Answers one request; never rejects for what the request says. */
export async function answerRequest(request: ApiRequest, options: ApiOptions): Promise<ApiResponse> {
  const url = new URL(request.target, "http://worker.invalid");
  const route = `${request.method} ${url.pathname}`;
  const { store, served } = options;
  const { tenants } = served;
  switch (route) {
    case "GET /healthz":
      return json(200, { status: "alive" });
    case "GET /readyz": {
      const reason =
        options.whyNotReady() ??
        // In a transaction: ready is who can store.
        (await store.transaction((sql) => sql.query("select 1")).then(() => undefined, String));
      return reason === undefined
        ? json(200, { status: "ready" })
        : json(503, { status: "not ready", reason });
    }
    case "GET /":
      return statusPage;
    case "GET /status.js":
      return statusScript;
    case "GET /v1/openapi.json":
      return json(200, openApi);
    default:
  }
  const principal = toPrincipal(request.headers["authorization"], options.principalByToken);
  if (principal === undefined)
    return {
      ...problem(401, "unauthorized", "send the worker's token: authorization: Bearer <token>"),
      headers: { "www-authenticate": "Bearer" },
    };
  switch (route) {
    case "GET /metrics":
      return {
        status: 200,
        type: "text/plain; version=0.0.4; charset=utf-8",
        body: formatMetrics(await readStatus(store, tenants)),
      };
    case "GET /v1/status":
      return json(200, await readStatus(store, tenants));
    case "POST /v1/wishes":
      return await accept(request, principal, options, decodeChange);
    case "POST /v1/plans":
      return await accept(request, principal, options, decodePlanSubmission);
    case "GET /v1/wishes": {
      const [state, configuration] = [url.searchParams.get("state"), url.searchParams.get("configuration")];
      const limit = Math.min(1000, Math.max(1, Number(url.searchParams.get("limit") ?? 100) || 100));
      const wishes = await listJobs(store, {
        tenants,
        limit,
        ...(state === null ? {} : { state }),
        ...(configuration === null ? {} : { configuration }),
      });
      return json(200, { wishes });
    }
    case "GET /v1/audit": {
      const lines: string[] = [];
      const configuration = url.searchParams.get("configuration");
      const after = Number(url.searchParams.get("after") ?? 0) || 0;
      for await (const line of exportAudit(store, {
        tenants,
        after,
        limit: 1000,
        ...(configuration === null ? {} : { configuration }),
      }))
        lines.push(`${JSON.stringify(line)}\n`);
      return { status: 200, type: "application/x-ndjson; charset=utf-8", body: lines.join("") };
    }
    default:
      return await answerAboutOne(request.method, url.pathname, principal, options);
  }
}

async function answerAboutOne(
  method: string,
  path: string,
  principal: string,
  { store, queue, served: { tenants } }: ApiOptions,
): Promise<ApiResponse> {
  const [, id = "", verb] =
    /^\/v1\/wishes\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/(cancel|retry|redrive))?$/i.exec(
      path,
    ) ?? [];
  if (id === "") return problem(404, "not-found", `there is no ${path}; see /v1/openapi.json`);
  const job = await readJob(store, tenants, id);
  if (job === undefined) return problem(404, "not-found", `there is no wish ${id}`);
  if (method === "GET" && verb === undefined) return json(200, job);
  if (method !== "POST" || verb === undefined)
    return problem(405, "method-not-allowed", `${method} does not fit ${path}`);
  const ordered: Ordered =
    verb === "cancel"
      ? await cancelJob(store, id, principal)
      : verb === "retry"
        ? await retryJob(store, queue, job)
        : await redriveJob(store, queue, id, principal);
  if (ordered.kind === "refused") return problem(409, "not-possible", ordered.message);
  return json(200, await readJob(store, tenants, id));
}

async function accept(
  { body, headers }: ApiRequest,
  principal: string,
  { store, queue, served }: ApiOptions,
  decode: (value: unknown, served: Served) => DecodedSubmission,
): Promise<ApiResponse> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return problem(400, "not-json", "the body is not JSON");
  }
  const decoded = decode(value, served);
  if (decoded.kind === "invalid") return problem(422, decoded.code, decoded.message);
  const idempotencyKey = headers["idempotency-key"];
  if (idempotencyKey !== undefined && !/^[\x21-\x7e]{1,255}$/.test(idempotencyKey))
    return problem(
      400,
      "invalid-idempotency-key",
      "idempotency-key must be 1 to 255 visible ASCII characters",
    );
  const trace = headers["traceparent"];
  const answer = await acceptWishes(store, queue, decoded.wishes, {
    principal,
    ...(decoded.onBehalfOf === undefined ? {} : { onBehalfOf: decoded.onBehalfOf }),
    ...(decoded.note === undefined ? {} : { note: decoded.note }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(trace === undefined || !/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(trace) ? {} : { trace }),
  });
  if (answer.kind === "conflict")
    return problem(409, "idempotency-key-reused", "this idempotency-key was used for another change");
  return json(answer.isRepeated ? 200 : 202, { wishes: answer.wishes });
}

/** Compares hashes, so that the time taken tells nothing of the token. */
function toPrincipal(
  header: string | undefined,
  principalByToken: ReadonlyMap<string, string>,
): string | undefined {
  const given = hash(/^Bearer (.+)$/.exec(header ?? "")?.[1] ?? "");
  let found: string | undefined;
  for (const [token, name] of principalByToken) if (timingSafeEqual(given, hash(token))) found = name;
  return found;
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function json(status: number, value: unknown): ApiResponse {
  return { status, type: "application/json; charset=utf-8", body: `${JSON.stringify(value)}\n` };
}

/** An error answer: a code for programs, words for people. */
export function problem(status: number, code: string, message: string): ApiResponse {
  return json(status, { error: { code, message } });
}
