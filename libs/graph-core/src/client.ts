import { parseBaseUrl } from "./base-url.ts";
import { type Cloud, clouds } from "./clouds.ts";
import type { TokenCredential } from "./credential.ts";
import { decodeItem, decodeResult } from "./decode-result.ts";
import { GraphError } from "./errors.ts";
import type { AnyOperation, Operation } from "./operation.ts";
import { readPages } from "./pages.ts";
import { planRequest } from "./path.ts";
import { readResult } from "./read-result.ts";
import type { GraphRequest, Middleware } from "./request.ts";
import { composeSend, createTransport, type Fetch } from "./send.ts";

/** How a client is made. */
export interface GraphClientOptions {
  readonly credential: TokenCredential;
  readonly cloud?: Cloud;
  /** Instead of the cloud's own address: an emulator, a gateway. https, or http on this machine. */
  readonly baseUrl?: string;
  /** Instead of the global one. */
  readonly fetch?: Fetch;
  /** Around every request; the first is the outermost. */
  readonly middleware?: readonly Middleware[];
}

/** What one call may say beside its input. */
export interface SendOptions {
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  /** A GUID for the service's logs; a new one for each request when absent. */
  readonly clientRequestId?: string;
}

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
  ): AsyncIterable<Item>;
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
  const endpoints = clouds[options.cloud ?? "global"];
  const root = parseBaseUrl(options.baseUrl ?? endpoints.graph);
  const transport = createTransport({
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    origin: new URL(root).origin,
    token: (request) => getToken(options.credential, `${endpoints.graph}/.default`, request),
  });
  const sendRequest = composeSend(options.middleware ?? [], transport);

  const read = async (request: GraphRequest): Promise<object> =>
    readResult(request, await sendRequest(request), Date.now());

  return {
    async send<Input, Result>(
      operation: Operation<Input, Result>,
      input: Input,
      sendOptions: SendOptions = {},
    ) {
      const { path, body } = planRequest(operation, input);
      return decodeResult(operation, await read(toRequest(operation, `${root}${path}`, body, sendOptions)));
    },
    async *pages<Input, Item>(
      operation: Operation<Input, { readonly value: readonly Item[] }>,
      input: Input,
      sendOptions: SendOptions = {},
    ) {
      const firstUrl = `${root}${planRequest(operation, input).path}`;
      const readPage = (url: string): Promise<object> =>
        read(toRequest(operation, url, undefined, sendOptions));
      for await (const item of readPages({ operation, root, firstUrl, read: readPage }))
        yield decodeItem(operation, item);
    },
  };
}

function toRequest(
  operation: AnyOperation,
  url: string,
  body: string | undefined,
  options: SendOptions,
): GraphRequest {
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  for (const [name, value] of Object.entries(options.headers ?? {})) headers[name.toLowerCase()] = value;
  headers["client-request-id"] = options.clientRequestId ?? globalThis.crypto.randomUUID();
  return {
    method: operation.method,
    url,
    headers,
    operation,
    ...(body === undefined ? {} : { body }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
}

async function getToken(credential: TokenCredential, scope: string, request: GraphRequest): Promise<string> {
  const { name } = request.operation;
  request.signal?.throwIfAborted();
  const answer = await credential.getToken(
    [scope],
    request.signal === undefined ? {} : { abortSignal: request.signal },
  );
  if (answer === null || answer.token === "") {
    throw new GraphError(`${name}: the credential gave no token for ${scope}`, {
      code: "noToken",
      operation: name,
    });
  }
  // A header with a line break fails in fetch with a message that quotes it: the token would be in a log.
  if (!/^[\u0021-\u007E]+$/.test(answer.token)) {
    throw new GraphError(`${name}: the token has characters that a header cannot carry`, {
      code: "noToken",
      operation: name,
    });
  }
  return answer.token;
}
