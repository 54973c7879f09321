import type { Operation } from "../src/index.ts";
import {
  createDispatcherTransport,
  createFetchTransport,
  createGovernor,
  createGraphClient,
  createGraphSender,
  type Dispatcher,
  type GraphClientOptions,
  type Transport,
} from "../src/index.ts";

interface Input {
  readonly groupPolicyConfigurationId: string;
  readonly assignments: readonly unknown[];
}

const assign: Operation<Input, object> = {
  name: "assignGroupPolicyConfiguration",
  method: "POST",
  path: "/deviceManagement/groupPolicyConfigurations/{groupPolicyConfigurationId}/assign",
  version: "beta",
  idempotent: true,
  permissions: { delegated: [], application: [] },
};
const input: Input = {
  groupPolicyConfigurationId: "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14",
  assignments: [
    {
      target: {
        "@odata.type": "#microsoft.graph.groupAssignmentTarget",
        groupId: "2a9f6c10-4e7b-4d35-8c1a-f05b3e92d761",
      },
    },
  ],
};

/** Makes a call again and again. */
export type Caller = () => Promise<unknown>;

/** Our own, by the names of the tables; each is given the server and a token. */
export const ours: Readonly<Record<string, (baseUrl: string, token: string) => Promise<Caller>>> = {
  "graph-core": (baseUrl, token) => Promise.resolve(client({ baseUrl }, token)),
  "graph-core, sender": (baseUrl, token) => {
    const graph = createGraphSender({ baseUrl, token: () => token });
    return Promise.resolve(() => graph.send(assign, input));
  },
  "graph-core, undici": async (baseUrl, token) => {
    const name = "undici";
    const { Agent }: { readonly Agent: new () => Dispatcher } = await import(name);
    return client({ baseUrl, transport: createDispatcherTransport(new Agent()) }, token);
  },
  "graph-core, fetch": (baseUrl, token) =>
    Promise.resolve(
      client({ baseUrl, transport: createFetchTransport((url, init) => fetch(url, init)) }, token),
    ),
  "graph-core, no network": (baseUrl, token) =>
    Promise.resolve(client({ baseUrl, transport: nothing }, token)),
  "graph-core, window declared": (baseUrl, token) => {
    const governor = createGovernor({ limits: { windowMs: 2000, requests: 1000, writes: 50 } });
    return Promise.resolve(client({ baseUrl, governor }, token));
  },
};

function client(options: Omit<GraphClientOptions, "credential">, token: string): Caller {
  const credential = {
    getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  // The published window would bound the calls, not what they cost; the governor's work is done all the same.
  const governor = createGovernor({ limits: { windowMs: 1, requests: 1e6, writes: 1e6 } });
  const graph = createGraphClient({ governor, ...options, credential });
  return () => graph.send(assign, input);
}

const nothing: Transport = () =>
  Promise.resolve({
    status: 200,
    headers: { "content-type": "application/json", "request-id": "3b7f2ac1-0c5e-4a52-9d4f-6a1d3f1f7f10" },
    body: '{"value":[{"id":"a","target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"b"}}]}',
  });
