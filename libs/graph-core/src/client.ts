import { createDefaultTransport } from "#transport";
import { createAttempts } from "./attempts.ts";
import { createAuthorized } from "./authorize.ts";
import { parseBaseUrl } from "./base-url.ts";
import { type BatchItem, type BatchResult, checkDependencies, type ResultOf, runBatch } from "./batch.ts";
import type { GraphClientOptions, SendOptions } from "./client-options.ts";
import { systemClock } from "./clock.ts";
import { clouds } from "./clouds.ts";
import { decodeBatch, decodeItems, decodeResult } from "./decode-result.ts";
import { createEmit } from "./events.ts";
import { createGovernor } from "./governor.ts";
import type { AnyOperation, Operation } from "./operation.ts";
import { createPages, type Pages, readPages } from "./pages.ts";
import { planRequest } from "./path.ts";
import { readResult } from "./read-result.ts";
import type { GraphRequest, Send } from "./request.ts";
import { createRetryBudget } from "./retry-budget.ts";
import { composeSend } from "./send.ts";
import { createTokenCache } from "./token-cache.ts";
import type { Transport } from "./transport.ts";
import { createBatchTransport } from "./transport-batch.ts";
import { createFetchTransport } from "./transport-fetch.ts";

/** Sends generated operations. */
export interface GraphClient {
  /** Rejects with a `GraphError`, with a `GraphInputError` before anything is sent, or with the signal's reason. */
  send<Input, Result>(
    operation: Operation<Input, Result>,
    input: NoInfer<Input>,
    options?: SendOptions,
  ): Promise<Result>;
  /** Every item of a collection, following `@odata.nextLink`. */
  pages<Input, Item>(
    operation: Operation<Input, { readonly value: readonly Item[] }>,
    input: NoInfer<Input>,
    options?: SendOptions,
  ): Pages<Item>;
  /**
   * Any operations in as few requests as Graph allows, 20 in one, in parallel; each has its own result or error.
   *
   * Rejects only with a `GraphInputError` before anything is sent, or with the signal's reason.
   *
   * @example
   * ```ts
   * const [group, filters] = await graph.batch([
   *   { operation: getGroup, input: { groupId } },
   *   { operation: listAssignmentFilters, input: {} },
   * ]);
   * if (group.kind === "ok") console.log(group.value.displayName);
   * ```
   */
  batch<const Operations extends readonly AnyOperation[]>(
    items: { readonly [Place in keyof Operations]: BatchItem<Operations[Place]> },
    options?: SendOptions,
  ): Promise<{ readonly [Place in keyof Operations]: BatchResult<ResultOf<Operations[Place]>> }>;
}

/**
 * A client for one cloud and one credential.
 *
 * @example
 * ```ts
 * const graph = createGraphClient({ credential: staticToken(token) });
 * for await (const group of graph.pages(listGroups, { $top: 50 })) console.log(group.displayName);
 * ```
 */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { clock = systemClock, decode } = options;
  const { root, transport, createSend } = createPipeline(options);
  const sendOne = createSend(transport);
  const read = async (send: Send, request: GraphRequest): Promise<object> => {
    const result = readResult(request, await send(request), clock.date());
    decode?.(request.operation, result);
    return result;
  };
  return {
    async send<Input, Result>(operation: Operation<Input, Result>, input: Input, more: SendOptions = {}) {
      const { path, body } = planRequest(operation, input);
      return decodeResult(operation, await read(sendOne, toRequest(operation, `${root}${path}`, body, more)));
    },
    pages<Input, Item>(
      operation: Operation<Input, { readonly value: readonly Item[] }>,
      input: Input,
      more: SendOptions = {},
    ) {
      return createPages(operation, async function* () {
        const firstUrl = `${root}${planRequest(operation, input).path}`;
        const readPage = (url: string): Promise<object> =>
          read(sendOne, toRequest(operation, url, undefined, more));
        for await (const page of readPages({ operation, root, firstUrl, read: readPage }))
          yield decodeItems(operation, page);
      });
    },
    async batch<const Operations extends readonly AnyOperation[]>(
      items: { readonly [Place in keyof Operations]: BatchItem<Operations[Place]> },
      more: SendOptions = {},
    ) {
      const calls: readonly BatchItem<AnyOperation>[] = items;
      checkDependencies(calls);
      const requests = calls.map(({ operation, input }) => {
        const { path, body } = planRequest(operation, input);
        return toRequest(operation, `${root}${path}`, body, more);
      });
      const send = createSend(createBatchTransport(transport, root));
      const results = await runBatch(calls, requests, (request) => read(send, request));
      more.signal?.throwIfAborted();
      return decodeBatch<Operations>(results);
    },
  };
}

interface Pipeline {
  readonly root: string;
  readonly transport: Transport;
  readonly createSend: (transport: Transport) => Send;
}

/** Middleware around attempts around the token around the transport. */
function createPipeline(options: GraphClientOptions): Pipeline {
  const { credential, tenantId, clock = systemClock, maxAttempts = 4, deadlineMs = 100_000 } = options;
  const endpoints = clouds[options.cloud ?? "global"];
  const root = parseBaseUrl(options.baseUrl ?? endpoints.graph);
  const { origin } = new URL(root);
  const transport =
    options.transport ??
    (options.fetch === undefined ? createDefaultTransport() : createFetchTransport(options.fetch));
  const emit = createEmit(options.events ?? []);
  const governor = options.governor === false ? undefined : (options.governor ?? createGovernor({ clock }));
  const budget = createRetryBudget(50);
  const scope = endpoints.scope;
  const tokens = createTokenCache({
    credential,
    scope,
    clock,
    ...(tenantId === undefined ? {} : { tenantId }),
  });
  const createSend = (inner: Transport): Send => {
    const authorized = createAuthorized({
      transport: inner,
      tokens,
      origin,
      permissions: options.permissions ?? "off",
      warn: (request, message) => emit?.onWarning({ request, attempt: 1, message }),
    });
    const attempts = createAttempts({ authorized, governor, budget, maxAttempts, deadlineMs, clock, emit });
    return composeSend(options.middleware ?? [], attempts);
  };
  return { root, transport, createSend };
}

function toRequest(
  operation: AnyOperation,
  url: string,
  body: string | undefined,
  { signal, deadlineMs, clientRequestId, headers: more }: SendOptions,
): GraphRequest {
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (more !== undefined)
    for (const [name, value] of Object.entries(more)) headers[name.toLowerCase()] = value;
  headers["client-request-id"] = clientRequestId ?? globalThis.crypto.randomUUID();
  return {
    method: operation.method,
    url,
    headers,
    operation,
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  };
}
