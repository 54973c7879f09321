import type { AnyOperation } from "./operation.ts";
import { planRequest, refuse } from "./path.ts";
import type { GraphRequest } from "./request.ts";

/** What one call may say beside its input. */
export interface SendOptions {
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  /** A GUID for the service's logs, the same for all attempts; a new one for each call when absent. */
  readonly clientRequestId?: string;
  /** Instead of the client's own. */
  readonly deadlineMs?: number;
}

/** The request of a call, as far as it is known before it is sent. */
export function toRequest<Input>(
  root: string,
  operation: AnyOperation & { readonly types?: { readonly input: Input; readonly result: unknown } },
  input: NoInfer<Input>,
  { headers: more = {}, clientRequestId, ...options }: SendOptions = {},
): GraphRequest {
  const { path, ...plan } = planRequest(operation, input);
  const headers: Record<string, string> = { accept: "application/json" };
  if (plan.body !== undefined) headers["content-type"] = "application/json";
  const given = clientRequestId === undefined ? more : { ...more, "client-request-id": clientRequestId };
  for (const [name, value] of Object.entries(given)) {
    // Each transport would refuse it in its own words, and some quote it.
    if (!/^[!-9;-~]+:[\t -~\x80-\xff]*$/.test(`${name}:${value}`))
      throw refuse(operation, name, "cannot be sent as a header");
    headers[name.toLowerCase()] = value;
  }
  headers["client-request-id"] ??= globalThis.crypto.randomUUID();
  return { method: operation.method, url: root + path, headers, operation, ...plan, ...options };
}
