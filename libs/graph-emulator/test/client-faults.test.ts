import { inspect } from "node:util";
import {
  type Clock,
  createDispatcherTransport,
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
import { Agent } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { createEmulator } from "../src/index.ts";
import { type Fault, faults, startFaultProxy } from "./fault-proxy.ts";

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
  ["undici", { transport: createDispatcherTransport(new Agent()) }],
];

test.each(transports)(
  "%s: no acknowledged write is lost, and no error says that nothing was done when it was",
  async (_, options) => {
    const emulator = await createEmulator();
    onTestFinished(() => emulator.close());
    const credential = staticToken(token(emulator));
    const proxy = await startFaultProxy(emulator.url);
    const direct = createGraphClient({ credential, baseUrl: emulator.url, governor: false });
    const graph = createGraphClient({ credential, baseUrl: proxy.url, ...unbounded, ...options });
    const { idempotent: _once, ...onceOnly } = assignGroupPolicyConfiguration;
    const ends = new Map<string, number>();
    let count = 0;
    const step = async (plan: readonly Fault[], isIdempotent: boolean): Promise<void> => {
      count += 1;
      const groupId = `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
      const clientRequestId = `call-${count}`;
      const before = await readGroups(direct);
      proxy.plan(plan);
      const outcome = await graph
        .send(
          isIdempotent ? assignGroupPolicyConfiguration : onceOnly,
          {
            groupPolicyConfigurationId,
            assignments: [{ target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId } }],
          },
          { clientRequestId },
        )
        .then(
          () => "acknowledged" as const,
          (error: unknown) => {
            if (!isGraphError(error)) throw error;
            return error.mayHaveTakenEffect ? ("unknown" as const) : ("refused" as const);
          },
        );
      await proxy.settle();
      const after = await readGroups(direct);
      ends.set(outcome, (ends.get(outcome) ?? 0) + 1);
      if (!isIdempotent) expect(proxy.executed(clientRequestId), plan.join()).toBeLessThanOrEqual(1);
      if (outcome === "acknowledged") expect(after, plan.join()).toBe(groupId);
      if (outcome === "refused") expect([after, proxy.executed(clientRequestId)]).toEqual([before, 0]);
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

test.each(transports)(
  "%s: 400 calls at once in a storm: what is acknowledged was done, what may not be done twice was not, every error is true",
  async (_, options) => {
    const emulator = await createEmulator();
    onTestFinished(() => emulator.close());
    const secret = token(emulator);
    const proxy = await startFaultProxy(emulator.url);
    const graph = createGraphClient({
      credential: staticToken(secret),
      baseUrl: proxy.url,
      ...unbounded,
      deadlineMs: 2000,
      ...options,
    });
    const { idempotent: _once, ...onceOnly } = assignGroupPolicyConfiguration;
    // More than enough of each, drawn before, so that the storm is the same each time.
    const seed = { seed: 20_261_124, numRuns: 4000 };
    const storm = fc.sample(fc.oneof(fc.constant("none" as const), fc.constantFrom(...faults)), seed);
    const mayRepeat = fc.sample(fc.boolean(), seed);
    proxy.decide(() => storm.shift() ?? "none");
    const untrue: string[] = [];
    const ends = new Map<string, number>();
    const call = async (index: number): Promise<void> => {
      const clientRequestId = `storm-${index}`;
      const isIdempotent = mayRepeat[index] === true;
      const failed = await graph
        .send(
          isIdempotent ? assignGroupPolicyConfiguration : onceOnly,
          { groupPolicyConfigurationId, assignments: [] },
          { clientRequestId },
        )
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      await proxy.settle();
      const executed = proxy.executed(clientRequestId);
      const isError = isGraphError(failed);
      const end =
        failed === undefined ? "done" : isError && !failed.mayHaveTakenEffect ? "refused" : "unknown";
      ends.set(end, (ends.get(end) ?? 0) + 1);
      const told = `${index} ${end} ${executed} ${String(failed)}`;
      if (failed !== undefined && !isError) untrue.push(`no GraphError: ${told}`);
      if (isError && failed.clientRequestId !== clientRequestId) untrue.push(`another's error: ${told}`);
      if (end === "done" ? executed === 0 : end === "refused" && executed > 0)
        untrue.push(`not true: ${told}`);
      if (!isIdempotent && executed > 1) untrue.push(`done twice: ${told}`);
      if (inspect(failed, { depth: 10 }).includes(secret)) untrue.push(`the token: ${index}`);
    };
    const left = Array.from({ length: 400 }, (_, index) => index);
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        for (let index = left.shift(); index !== undefined; index = left.shift()) await call(index);
      }),
    );
    expect(untrue).toEqual([]);
    for (const end of ["done", "refused", "unknown"]) expect(ends.get(end), end).toBeGreaterThan(5);
  },
);

test("a page that is cut, slow or reset never makes a shorter list", async () => {
  const emulator = await createEmulator({ pageSize: 2 });
  onTestFinished(() => emulator.close());
  const credential = staticToken(token(emulator));
  const proxy = await startFaultProxy(emulator.url);
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
