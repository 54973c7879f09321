import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allDevices, include } from "@intunectl/assignments";
import { expect, onTestFinished, test } from "vitest";
import { acceptWishes } from "../src/engine/accept.ts";
import type { Engine } from "../src/engine/start-engine.ts";
import { serveApi } from "../src/intake/serve.ts";
import type { AuditLine } from "../src/operate/audit-export.ts";
import { formatHistory, parseTarget, traceTarget } from "../src/operate/target-history.ts";
import { openPglite } from "../src/store/open-pglite.ts";
import type { Store } from "../src/store/store.ts";
import { settled, startTestEngine, tenant, wish } from "./engine-harness.ts";
import { edge, environment, group, runWorld, startEmulator } from "./harness.ts";

/** Ana adds All devices; the pipeline takes it out for Ben. */
async function work(store: Store, engine: Engine): Promise<void> {
  await acceptWishes(store, engine.queue, [wish(edge, { assignments: [{ target: allDevices() }] })], {
    principal: "ana",
    note: "rollout",
  });
  await settled(store);
  await acceptWishes(
    store,
    engine.queue,
    [wish(edge, { mode: "remove", assignments: [{ target: allDevices() }] })],
    { principal: "pipeline", onBehalfOf: "ben@contoso.onmicrosoft.com", note: "CHG-42" },
  );
  await settled(store);
}

const question = ["audit", "--configuration", edge, "--target", "all-devices"];
const answer = new RegExp(
  [
    "added all-devices by ana, wish #1 of \\S+ \\(merge: rollout\\)",
    "    applied, and read back",
    "    write \\S{36}, request id \\S{36}",
    "\\S+  removed all-devices by ben@contoso.onmicrosoft.com \\(by pipeline\\), wish #2 of \\S+ \\(remove: CHG-42\\)",
    "    applied, and read back",
    "    write \\S{36}, request id \\S{36}",
    "$",
  ].join("\n"),
);

test("who removed All devices from this policy? one command says, with and without a running worker", async () => {
  const folder = mkdtempSync(join(tmpdir(), "intune-worker-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [store, emulator] = [await openPglite(folder), await startEmulator()];
  const engine = await startTestEngine(store, emulator);
  const api = await serveApi(
    { kind: "tcp", host: "127.0.0.1", port: 0 },
    {
      store,
      queue: engine.queue,
      served: { tenants: [tenant], resources: ["groupPolicyConfigurations"] },
      principalByToken: new Map([["s3cret", "ana"]]),
      whyNotReady: () => undefined,
    },
    () => {},
  );
  await work(store, engine);
  const env = { ...environment(emulator), INTUNE_WORKER_TOKENS: "ana=s3cret" };
  const listen = ["--listen", new URL(api.address).host];
  const running = await runWorld({ argv: [...question, "--data", folder, ...listen], env });
  expect([running.stderr, running.code]).toEqual(["", 0]);
  expect(running.stdout).toMatch(answer);
  await api.close();
  await engine.stop(5000);
  await store.close();
  const stopped = await runWorld({ argv: [...question, "--data", folder] });
  expect(stopped.stdout).toBe(running.stdout);
  const lines = await runWorld({ argv: ["audit", "--data", folder] });
  expect(lines.results.map(({ event }) => event).join(" ")).toBe(
    "accepted writing applied accepted writing applied",
  );
});

const line: AuditLine = {
  id: 1,
  at: "t1",
  event: "writing",
  tenant,
  resource: "r",
  configuration: edge,
  generation: null,
  wish: null,
  write: null,
  actor: null,
  before: null,
  after: null,
  changes: null,
  requestId: null,
  worker: null,
  message: null,
};
const [none, all] = [[{ target: include(group(1)) }], [{ target: allDevices() }]];

test.each<[name: string, lines: readonly Partial<AuditLine>[], story: readonly string[]]>([
  [
    "an answer that was lost is told, and when it was seen",
    [
      { at: "t1", write: "w1", before: all, after: none, actor: "ana" },
      { at: "t2", event: "uncertain", write: "w1" },
      { at: "t3", write: "w2", before: none, after: none },
      { at: "t4", event: "applied", write: "w2" },
    ],
    ["t1 removed: no answer came; seen so at t3"],
  ],
  [
    "a write of a worker that was killed is told",
    [{ at: "t1", write: "w1", before: all, after: none, actor: "ana" }],
    ["t1 removed: no answer came, and the worker ended"],
  ],
  [
    "a write that the service refused removed nothing",
    [
      { at: "t1", write: "w1", before: all, after: none, actor: "ana" },
      { at: "t2", event: "rejected", write: "w1" },
    ],
    ["t1 removed: refused by the service: nothing was changed"],
  ],
  [
    "what somebody else took out is found by the next write, and by looking for drift",
    [
      { at: "t1", write: "w1", before: none, after: all, actor: "ana" },
      { at: "t2", event: "applied", write: "w1" },
      { at: "t3", event: "drift", before: none, after: all },
      { at: "t4", write: "w2", before: none, after: all, actor: "drift repair" },
      { at: "t5", event: "applied", write: "w2" },
      { at: "t6", write: "w3", before: none, after: none, actor: "ana" },
    ],
    [
      "t1 added: applied, and read back",
      "t3 removed: it was otherwise at t2",
      "t4 added: applied, and read back",
      "t6 removed: it was otherwise at t5",
    ],
  ],
])("%s", async (_, lines, story) => {
  const events = await traceTarget(
    lines.map((more) => ({ ...line, ...more })),
    "all-devices",
  );
  expect(events.map(({ at, kind, outcome }) => `${at} ${kind}: ${outcome}`)).toEqual(story);
});

test("no change is said, not shown as nothing", () => {
  expect(formatHistory([], "all-users")).toContain("the audit has no change of all-users");
});

test.each<[given: string, want: string | undefined]>([
  ["All-Devices", "all-devices"],
  [group(1).toUpperCase(), `include:${group(1)}`],
  [`exclude:${group(1)}`, `exclude:${group(1)}`],
  ["Ring 1", undefined],
])("--target %s is %j", (given, want) => {
  expect(parseTarget(given)).toBe(want);
});
