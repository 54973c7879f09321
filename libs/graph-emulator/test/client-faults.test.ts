import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  type Clock,
  createGraphClient,
  type GraphClient,
  type GraphClientOptions,
  isGraphError,
  staticToken,
} from "@intunectl/graph-core";
import {
  assignGroupPolicyConfiguration,
  listGroupPolicyConfigurationAssignments,
  operations,
} from "@intunectl/graph-intune";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { createEmulator } from "../src/index.ts";

/** What happens to one attempt; in the names, `after` means that the service has carried it out. */
const faults = [
  "none",
  "slow answer",
  "reset before",
  "reset after",
  "reset in the head after",
  "cut in the body after",
  "closed in the body after",
  "half of the JSON after",
  "no answer after",
  "connection reset behind the answer",
  "429",
  "429 without Retry-After",
  "503",
  "500 before",
  "504 after",
  "502 with HTML after",
  "redirect before",
] as const;
type Fault = (typeof faults)[number];

interface FaultProxy {
  readonly url: string;
  /** What happens to the next attempts, in their order; after them nothing does. */
  plan(next: readonly Fault[]): void;
}

async function startProxy(target: string): Promise<FaultProxy> {
  let planned: Fault[] = [];
  const server = createServer((request, response) => {
    void readAll(request).then((body) => answer(target, planned.shift() ?? "none", request, body, response));
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
    plan: (next) => {
      planned = [...next];
    },
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

async function answer(
  target: string,
  fault: Fault,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const reset = (): void => void request.socket.resetAndDestroy();
  const reply = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(status, { "content-length": String(Buffer.byteLength(text)), ...headers });
    response.end(text);
  };
  if (fault === "reset before") return reset();
  if (fault === "429") return reply(429, "{}", { "retry-after": "0.01" });
  if (fault === "429 without Retry-After") return reply(429, "");
  if (fault === "503") return reply(503, "<h1>busy</h1>", { "retry-after": "0.01" });
  if (fault === "500 before") return reply(500, "");
  if (fault === "redirect before") return reply(307, "", { location: "https://login.contoso.com/" });
  const upstream = await fetch(target + (request.url ?? ""), {
    method: request.method ?? "GET",
    headers: {
      authorization: request.headers.authorization ?? "",
      ...(body === "" ? {} : { "content-type": request.headers["content-type"] ?? "" }),
    },
    ...(body === "" ? {} : { body }),
  });
  // Next links lead back through this proxy.
  const text = (await upstream.text()).replaceAll(target, `http://${request.headers.host ?? ""}`);
  const length = { "content-length": String(Buffer.byteLength(text)) };
  switch (fault) {
    case "reset after":
      return reset();
    case "reset in the head after":
      request.socket.write("HTTP/1.1 200 OK\r\ncontent-le", reset);
      return undefined;
    case "cut in the body after":
      response.writeHead(upstream.status, length);
      response.write(text.slice(0, text.length / 2), reset);
      return undefined;
    case "closed in the body after":
      response.writeHead(upstream.status, length);
      response.write(text.slice(0, text.length / 2), () => request.socket.end());
      return undefined;
    case "half of the JSON after":
      return reply(upstream.status, text.slice(0, text.length / 2));
    case "no answer after":
      return undefined;
    case "504 after":
      return reply(504, "");
    case "502 with HTML after":
      return reply(502, "<html>bad gateway</html>", { "content-type": "text/html" });
    case "slow answer":
      response.writeHead(upstream.status, length);
      for (let at = 0; at < text.length; at += 64) {
        response.write(text.slice(at, at + 64));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      response.end();
      return undefined;
    case "connection reset behind the answer":
      response.writeHead(upstream.status, length);
      response.end(text, () => setTimeout(reset, 2));
      return undefined;
    case "none":
      return reply(upstream.status, text);
    default:
      return fault satisfies never;
  }
}

// Back-offs are short by chance, so that the test is; what is waited for is not what is tested here.
const hasty: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  random: () => 0.002,
  setTimer(callback, ms) {
    const timer = setTimeout(callback, Math.min(ms, 250));
    return () => clearTimeout(timer);
  },
};
const unbounded: Partial<GraphClientOptions> = { clock: hasty, governor: false, deadlineMs: 250 };
const token = (emulator: { token(options: { scopes: readonly string[] }): string }): string =>
  emulator.token({ scopes: operations.flatMap(({ permissions }) => permissions.delegated) });
const groupPolicyConfigurationId = "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14";

async function readGroups(direct: GraphClient): Promise<string> {
  const { value } = await direct.send(listGroupPolicyConfigurationAssignments, {
    groupPolicyConfigurationId,
  });
  return value.map(({ target }) => ("groupId" in target ? target.groupId : target["@odata.type"])).join();
}

const transports: readonly (readonly [name: string, options: Partial<GraphClientOptions>])[] = [
  ["node", {}],
  ["fetch", { fetch: (url, init) => fetch(url, init) }],
];

test.each(transports)(
  "%s: no acknowledged write is lost, and no error says that nothing was done when it was",
  async (_, options) => {
    const emulator = await createEmulator();
    onTestFinished(() => emulator.close());
    const credential = staticToken(token(emulator));
    const proxy = await startProxy(emulator.url);
    const direct = createGraphClient({ credential, baseUrl: emulator.url, governor: false });
    const graph = createGraphClient({ credential, baseUrl: proxy.url, ...unbounded, ...options });
    const { idempotent: _once, ...onceOnly } = assignGroupPolicyConfiguration;
    const ends = new Map<string, number>();
    let count = 0;
    const step = async (plan: readonly Fault[], isIdempotent: boolean): Promise<void> => {
      count += 1;
      const groupId = `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
      const before = await readGroups(direct);
      proxy.plan(plan);
      const outcome = await graph
        .send(isIdempotent ? assignGroupPolicyConfiguration : onceOnly, {
          groupPolicyConfigurationId,
          assignments: [{ target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId } }],
        })
        .then(
          () => "acknowledged" as const,
          (error: unknown) => {
            if (!isGraphError(error)) throw error;
            return error.mayHaveTakenEffect ? ("unknown" as const) : ("refused" as const);
          },
        );
      const after = await readGroups(direct);
      ends.set(outcome, (ends.get(outcome) ?? 0) + 1);
      if (outcome === "acknowledged") expect(after).toBe(groupId);
      if (outcome === "refused") expect(after).toBe(before);
      if (outcome === "unknown") expect([before, groupId]).toContain(after);
    };
    // Each fault alone and twice, and then any.
    for (const fault of faults)
      for (const isIdempotent of [true, false])
        for (const times of [1, 2])
          await step(
            Array.from({ length: times }, () => fault),
            isIdempotent,
          );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...faults), { maxLength: 6 }), fc.boolean(), step),
      { numRuns: 60, seed: 20_261_124, endOnFailure: true },
    );
    // The storm that only refuses.
    for (let index = 0; index < 3; index += 1)
      await step(
        Array.from({ length: 6 }, () => "429" as const),
        true,
      );
    for (const outcome of ["acknowledged", "refused", "unknown"])
      expect(ends.get(outcome), outcome).toBeGreaterThan(2);
  },
);

test("a page that is cut, slow or reset never makes a shorter list", async () => {
  const emulator = await createEmulator({ pageSize: 2 });
  onTestFinished(() => emulator.close());
  const credential = staticToken(token(emulator));
  const proxy = await startProxy(emulator.url);
  const direct = createGraphClient({ credential, baseUrl: emulator.url, governor: false });
  const assignments = Array.from({ length: 9 }, (_, index) => ({
    target: {
      "@odata.type": "#microsoft.graph.groupAssignmentTarget" as const,
      groupId: `00000000-0000-4000-8000-00000000000${index}`,
    },
  }));
  await direct.send(assignGroupPolicyConfiguration, { groupPolicyConfigurationId, assignments });
  const graph = createGraphClient({ credential, baseUrl: proxy.url, ...unbounded });
  let complete = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...faults), { maxLength: 8 }), async (plan) => {
      proxy.plan(plan);
      const list = graph.pages(listGroupPolicyConfigurationAssignments, { groupPolicyConfigurationId });
      const read = await list.collect(100).catch((error: unknown) => {
        if (!isGraphError(error)) throw error;
        return undefined;
      });
      if (read === undefined) return;
      expect(read).toHaveLength(9);
      complete += 1;
    }),
    { numRuns: 40, seed: 20_261_124 },
  );
  expect(complete).toBeGreaterThan(5);
});
