import { createGraphPort } from "@intunectl/assignments";
import {
  type Admission,
  createGraphClient,
  type GraphClient,
  type GraphEvents,
  type Governor,
  type TokenCredential,
} from "@intunectl/graph-core";
import { assignableKinds } from "@intunectl/graph-intune";
import type { AttemptPort, EnginePorts } from "./ports.ts";
import type { Rate } from "./rate.ts";

/** A tenant that this worker may write to. */
export interface TenantAccess {
  readonly tenant: string;
  readonly credential: TokenCredential;
  /** Instead of the global cloud's. */
  readonly baseUrl?: string;
}

/** How the service is reached. */
export interface GraphPortsOptions {
  readonly tenants: readonly TenantAccess[];
  readonly rate: Rate;
  readonly requestMs: number;
  readonly patienceMs: number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly events?: readonly GraphEvents[];
}

/** One client a tenant, without retries of its own: every request goes through the worker's limiter and its claim. */
export function createGraphPorts(options: GraphPortsOptions): EnginePorts["openPort"] {
  const requestIds = new Map<string, string>();
  const remember: GraphEvents = {
    onResponse({ request, requestId }) {
      const id = request.headers["client-request-id"];
      if (id === undefined || requestId === undefined || request.method === "GET") return;
      requestIds.set(id, requestId);
      // The last ones are enough: each is asked for right after its write.
      const [oldest] = requestIds.keys();
      if (requestIds.size > 1000 && oldest !== undefined) requestIds.delete(oldest);
    },
  };
  const clients = new Map(
    options.tenants.map(({ tenant, credential, baseUrl }) => [
      tenant,
      createGraphClient({
        credential,
        ...(baseUrl === undefined ? {} : { baseUrl }),
        maxAttempts: 1,
        deadlineMs: options.requestMs,
        governor: createSharedGovernor(tenant, options),
        events: [remember, ...(options.events ?? [])],
      }),
    ]),
  );
  return (tenant, resource, write, signal): AttemptPort | undefined => {
    const client = clients.get(tenant);
    const kind = assignableKinds.find((known) => known.resource === resource);
    if (client === undefined || kind === undefined) return undefined;
    const named: Pick<GraphClient, "send" | "pages"> = {
      // A write is never taken back half way: whether it was carried out would be unknown.
      send: (operation, input) => client.send(operation, input, { clientRequestId: write }),
      pages: (operation, input) => client.pages(operation, input, { signal }),
    };
    return { ...createGraphPort(named, kind), lastRequestId: () => requestIds.get(write) };
  };
}

/** Lets reads leave by the shared limiter. A write has its place already: it was taken before the claim was checked. */
function createSharedGovernor(tenant: string, { rate, patienceMs, sleep }: GraphPortsOptions): Governor {
  const admitted: Admission = { kind: "admitted", release() {} };
  return {
    acquire({ isWrite, signal }) {
      return isWrite ? admitted : waitForRead(signal);
    },
    close(ms) {
      // The answer must not wait for the database; a gate that could not be closed is closed by the next 429.
      rate.close(tenant, ms).catch(() => {});
    },
  };

  async function waitForRead(signal: AbortSignal | undefined): Promise<Admission> {
    for (;;) {
      const { isTaken, waitMs } = await rate.take(tenant, false, patienceMs);
      if (!isTaken) return { kind: "closed", retryAfterMs: waitMs };
      if (waitMs === 0) return admitted;
      await sleep(waitMs, signal);
      if ((await rate.closedFor(tenant)) === 0) return admitted;
    }
  }
}
