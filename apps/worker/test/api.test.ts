import {
  createPlanFile,
  diffAssignments,
  include,
  toFingerprint,
  type Assignment,
} from "@intunectl/assignments";
import { expect, onTestFinished, test } from "vitest";
import { createWorkerClient, type WorkerClient } from "../src/intake/client.ts";
import { serveApi } from "../src/intake/serve.ts";
import { openTestStore, settled, startTestEngine, tenant } from "./engine-harness.ts";
import { edge, group, oneDrive, startEmulator, targetsOf } from "./harness.ts";

async function startApi(
  isWorking = true,
): Promise<
  { client: WorkerClient; address: string; emulatorUrl: string } & Awaited<ReturnType<typeof open>>
> {
  const parts = await open();
  const queue = isWorking ? parts.engine.queue : { wake: () => Promise.resolve() };
  const api = await serveApi(
    { kind: "tcp", host: "127.0.0.1", port: 0 },
    {
      store: parts.store,
      queue,
      served: { tenants: [tenant], resources: ["groupPolicyConfigurations"] },
      principalByToken: new Map([["s3cret", "pipeline"]]),
      whyNotReady: () => undefined,
    },
    () => {},
  );
  onTestFinished(() => api.close());
  return {
    ...parts,
    address: api.address,
    emulatorUrl: parts.emulator.url,
    client: createWorkerClient(api.address, "s3cret"),
  };
}

async function open() {
  const store = await openTestStore("PGlite");
  const emulator = await startEmulator();
  return { store, emulator, engine: await startTestEngine(store, emulator, { sweepMs: 3_600_000 }) };
}

test("a submitted change is answered after commit with its generation, and applied", async () => {
  const { client, store, emulator } = await startApi();
  const [first] = await client.submit({ configuration: edge, mode: "merge", include: ["all-devices"] }, "k");
  expect(first).toMatchObject({ configuration: edge, generation: 1 });
  expect(await client.submit({ configuration: edge, mode: "merge", include: ["all-devices"] }, "k")).toEqual([
    first,
  ]);
  await settled(store);
  expect(await client.read(first?.id ?? "")).toMatchObject({ state: "applied", submittedBy: "pipeline" });
  expect(await targetsOf(emulator, edge)).toContain("allDevices:");
});

test("an older wish's submitter sees which one superseded it", async () => {
  const { client } = await startApi(false);
  const [first] = await client.submit({ configuration: edge, mode: "merge", include: ["all-devices"] });
  await client.submit({ configuration: edge, mode: "replace", include: [] });
  expect(await client.read(first?.id ?? "")).toMatchObject({ state: "superseded", supersededBy: 2 });
});

test("a plan keeps its guard, and its refusal says what moved", async () => {
  const { client, store } = await startApi();
  const before: readonly Assignment[] = [{ target: include(group(1)) }];
  const after: readonly Assignment[] = [{ target: include(group(2)) }];
  const plan = createPlanFile({
    tenant,
    configurations: [
      {
        resource: "groupPolicyConfigurations",
        id: oneDrive,
        name: "OneDrive",
        mode: "replace",
        before,
        beforeFingerprint: toFingerprint(before),
        after,
        changes: diffAssignments(before, after),
      },
    ],
    skipped: [],
    findings: [],
    labels: { groups: {}, deletedGroups: [], filters: {} },
  });
  const [wish] = await client.submitPlan(plan);
  await settled(store);
  const job = await client.read(wish?.id ?? "");
  expect(job).toMatchObject({ state: "refused", code: "moved", isPlan: true, note: `plan ${plan.digest}` });
  expect(JSON.stringify(job.difference)).toContain(group(1));
  await expect(client.submitPlan({ ...plan, tenant: "fabrikam" })).rejects.toThrow(
    "changed after it was made",
  );
});

test("a waiting wish can be cancelled, and only once", async () => {
  const { client } = await startApi(false);
  const [wish] = await client.submit({ configuration: edge, mode: "merge", include: ["all-devices"] });
  expect(await client.order(wish?.id ?? "", "cancel")).toMatchObject({ state: "cancelled" });
  await expect(client.order(wish?.id ?? "", "cancel")).rejects.toThrow("it is cancelled");
});

test("a dead wish is taken up again, unless something newer was applied since", async () => {
  const { client, store } = await startApi(false);
  const [wish] = await client.submit({ configuration: edge, mode: "merge", include: ["all-devices"] });
  const id = wish?.id ?? "";
  await store.query("update intune_worker.wish set state = 'failed', message = 'the group was not found'");
  expect((await client.list({ state: "dead" })).map((job) => job.message)).toEqual([
    "the group was not found",
  ]);
  expect(await client.order(id, "redrive")).toMatchObject({ state: "waiting", message: null });
  await store.query("update intune_worker.wish set state = 'failed'");
  await client.submit({ configuration: edge, mode: "merge", include: ["all-users"] });
  await store.query("update intune_worker.wish set state = 'applied' where generation = 2");
  await expect(client.order(id, "redrive")).rejects.toThrow("generation 2 was applied since");
});

test("a wish that waits for its time is tried at once when somebody says so", async () => {
  const { client, store, engine } = await startApi(false);
  const [wish] = await client.submit({ configuration: edge, mode: "merge", include: ["all-devices"] });
  const key = { tenant, resource: "groupPolicyConfigurations", configuration: edge };
  await engine.queue.wake(key, store.db, 86_400);
  const api = await serveApi(
    { kind: "tcp", host: "127.0.0.1", port: 0 },
    {
      store,
      queue: engine.queue,
      served: { tenants: [tenant], resources: ["groupPolicyConfigurations"] },
      principalByToken: new Map([["s3cret", "pipeline"]]),
      whyNotReady: () => undefined,
    },
    () => {},
  );
  onTestFinished(() => api.close());
  await createWorkerClient(api.address, "s3cret").order(wish?.id ?? "", "retry");
  expect((await settled(store)).map(({ state }) => state)).toEqual(["applied"]);
  await expect(client.order(wish?.id ?? "", "retry")).rejects.toThrow("redrive takes up what failed");
});

test("what another worker's tenant wished is not shown, and not to be ordered about", async () => {
  const { client, store } = await startApi(false);
  const [wish] = await client.submit({ configuration: edge, mode: "merge", include: ["all-devices"] });
  for (const table of ["configuration", "wish", "audit"])
    await store.query(`update intune_worker.${table} set tenant = 'fabrikam'`);
  expect(await client.list()).toEqual([]);
  await expect(client.read(wish?.id ?? "")).rejects.toThrow("there is no wish");
  await expect(client.order(wish?.id ?? "", "cancel")).rejects.toThrow("there is no wish");
  const lines = [];
  for await (const line of client.audit()) lines.push(line);
  expect(lines).toEqual([]);
});

test.each<[body: string, status: number, message: string]>([
  ["{", 400, "not JSON"],
  ["[]", 422, "not a JSON object"],
  ['{"configuration":"x","mode":"replace"}', 422, "include is missing"],
  ['{"configuration":"../x","mode":"replace","include":[]}', 422, "id of a configuration"],
  ['{"configuration":"x","mode":"merge"}', 422, "nothing to do"],
  ['{"configuration":"x","mode":"merge","include":["Ring 1"]}', 422, "include[0] must be the id of a group"],
  ['{"configuration":"x","mode":"merge","includes":[]}', 422, 'unknown member "includes"'],
  ['{"configuration":"x","mode":"merge","tenant":"fabrikam"}', 422, "not served here"],
])("%s is refused and stores nothing", async (body, status, message) => {
  const { address, store } = await startApi(false);
  const response = await fetch(`${address}/v1/wishes`, {
    method: "POST",
    headers: { authorization: "Bearer s3cret" },
    body,
  });
  expect(response.status).toBe(status);
  expect(await response.text()).toContain(message.replaceAll('"', '\\"'));
  expect(await store.query("select 1 from intune_worker.wish")).toEqual([]);
});

test("nothing but health is answered without the token", async () => {
  const { address } = await startApi(false);
  const statuses = await Promise.all(
    ["/healthz", "/readyz", "/metrics", "/v1/wishes", "/v1/audit", "/v1/status"].map(
      async (path) =>
        (await fetch(`${address}${path}`, { headers: { authorization: "Bearer wrong" } })).status,
    ),
  );
  expect(statuses).toEqual([200, 200, 401, 401, 401, 401]);
});
