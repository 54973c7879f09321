import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { assignGroupPolicyConfiguration } from "@intunectl/graph-intune";
import { createEmulator } from "@intunectl/graph-emulator";
import { createWorkerClient } from "../src/intake/client.ts";
import { type AcceptedWish, type AuditedEvent, checkEvidence } from "./check.ts";
import { createDatabase, cutOff, dropDatabase } from "./database.ts";
import { toFaults } from "./faults.ts";
import { type Proxy, startProxy } from "./proxy.ts";
import { createRandom } from "./random.ts";
import { startWorker, type WorkerProcess } from "./worker-process.ts";

// Kills workers in turn while wishes come in and the service fails, then compares what the service saw with what was
// accepted. The same seed makes the same wishes, faults and kills; what the machine does in between differs.
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    seconds: { type: "string", default: "20" },
    // Instead of a time: so many wishes, as fast as they are taken.
    wishes: { type: "string" },
    configurations: { type: "string", default: "20" },
    // Share of the requests that fail; slow and late ones come on top.
    faults: { type: "string", default: "0.13" },
    workers: { type: "string", default: "3" },
    "database-url": { type: "string" },
    // A command that restarts the server of --database-url, run in the middle: an immediate restart is as a crash of it.
    restart: { type: "string" },
  },
});
const url = values["database-url"];
if (values.restart !== undefined && url === undefined) throw new Error("--restart needs --database-url");
const [seed, seconds, share] = [Number(values.seed), Number(values.seconds), Number(values.faults)];
const wanted = values.wishes === undefined ? undefined : Number(values.wishes);
// PGlite has one process: it is killed and comes back.
const count = url === undefined ? 1 : Number(values.workers);
const random = createRandom(seed);
const length = wanted === undefined ? `--seconds ${seconds}` : `--wishes ${wanted}`;
const again = `pnpm chaos --seed ${seed} ${length} --faults ${share}${url === undefined ? "" : ` --workers ${count} --database-url …`}`;
process.stdout.write(`${url === undefined ? "PGlite" : "PostgreSQL"}, ${count} worker(s): ${again}\n`);

const toId = (kind: string, index: number): string =>
  `${kind}-0000-4000-8000-${String(index).padStart(12, "0")}`;
const configurations = Array.from({ length: Number(values.configurations) }, (_, index) =>
  toId("c0000000", index),
);
const groups = Array.from({ length: 8 }, (_, index) => toId("aaaaaaaa", index));
const emulator = await createEmulator({
  logCapacity: 1_000_000,
  throttle: { limits: [{ scope: "appAndTenant", counts: "writes", requests: 100, seconds: 2 }] },
  seed: {
    tenant: { id: "c7d5a1e8-3b49-4f60-92ad-6e08f1b7d354", domain: "contoso.onmicrosoft.com" },
    collections: {
      "deviceManagement/groupPolicyConfigurations": configurations.map((id) => ({
        properties: {
          id,
          displayName: id,
          roleScopeTagIds: ["0"],
          policyConfigurationIngestionType: "builtIn",
        },
        assignments: [
          { target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: groups[0] ?? "" } },
        ],
      })),
    },
  },
});
const folder = mkdtempSync(join(tmpdir(), "intune-worker-chaos-"));
const databaseName = `chaos_${seed}_${process.pid}`;
const databaseUrl = url === undefined ? undefined : await createDatabase(url, databaseName);
const token = "chaos-token";
const proxies: Proxy[] = [];
if (databaseUrl !== undefined)
  for (let index = 0; index < count; index += 1) proxies.push(await startProxy(databaseUrl));
const workers: WorkerProcess[] = Array.from({ length: count }, (_, index) => launch(index));
// No read may be older than the tenant.
await sleep(2000);
emulator.setFaults(toFaults(share), seed);

const accepted: AcceptedWish[] = [];
let kills = 0;
let isOver = false;
const end = Date.now() + seconds * 1000;
const numbers = countFrom(0);
const submitting =
  wanted === undefined
    ? submitUntil(() => Date.now() < end, 60)
    : Promise.all(Array.from({ length: 8 }, () => submitUntil((number) => number < wanted, 0)));
let isSubmitted = false;
const submit = async (): Promise<void> => {
  await submitting;
  isSubmitted = true;
};
await Promise.all([submit(), killUntil(() => isSubmitted), restartInTheMiddle(() => isSubmitted)]);
isOver = true;
emulator.setFaults(
  toFaults(share).filter(({ fault }) => fault.kind === "slow"),
  seed,
);
const openWishes = await drain(Date.now() + 180_000);
const problems = [...checkEvidence(await gather())];
if (openWishes > 0) problems.push(`${openWishes} wishes are not settled after 180 s`);
const log = emulator.log().filter(({ method }) => method === "POST");
const throttled = log.filter(({ status, fault }) => status === 429 && fault === undefined).length;
process.stdout.write(
  `${accepted.length} wishes accepted, ${log.filter(({ hasEffect }) => hasEffect).length} writes, ${kills} kills, ${throttled} throttled\n`,
);
for (const problem of problems.slice(0, 20)) process.stdout.write(`  ${problem}\n`);
process.stdout.write(
  problems.length === 0
    ? "nothing lost, nothing out of order, no overlap, final = newest, audit complete\n"
    : `${problems.length} problems\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
const exits = workers.map(({ child }) => {
  child.kill("SIGCONT");
  child.kill("SIGTERM");
  return child.exitCode === null && child.signalCode === null ? once(child, "exit") : Promise.resolve();
});
await Promise.all(exits);
for (const proxy of proxies) proxy.close();
if (url !== undefined && problems.length === 0) await dropDatabase(url, databaseName);
await emulator.close();
rmSync(folder, { recursive: true, force: true });

function launch(index: number): WorkerProcess {
  const args = ["--listen", "127.0.0.1:0", "--tenant", "contoso.onmicrosoft.com", "--data", folder];
  const tuned = ["--lease", "10", "--settle", "3", "--limit", "100/2", "--grace", "10"];
  const env = {
    PATH: process.env["PATH"],
    INTUNECTL_GRAPH_URL: emulator.url,
    INTUNECTL_ACCESS_TOKEN: emulator.token({
      scopes: [
        ...assignGroupPolicyConfiguration.permissions.delegated,
        "DeviceManagementConfiguration.ReadWrite.All",
      ],
    }),
    INTUNE_WORKER_TOKENS: `chaos=${token}`,
    INTUNE_WORKER_DATABASE_URL: proxies[index]?.url,
  };
  return startWorker([...args, ...tuned], env, Math.round((random() - 0.5) * 7_200_000));
}

/** Wishes with a key each: what is not answered is sent again until it is. */
async function submitUntil(goesOn: (number: number) => boolean, pauseMs: number): Promise<void> {
  for (const number of numbers) {
    if (!goesOn(number)) return;
    // Its own numbers, so that the wish is the same whoever submits it and when.
    const draw = createRandom(seed * 1_000_003 + number);
    const configuration = configurations[Math.floor(draw() * configurations.length)] ?? "";
    const mode = (["merge", "merge", "remove", "replace"] as const)[Math.floor(draw() * 4)] ?? "merge";
    const chosen = groups.filter(() => draw() < 0.3);
    const include = chosen.length === 0 ? groups.slice(0, 1) : chosen;
    const [wish] = await persist((client) =>
      client.submit({ configuration, mode, include }, `${seed}-${number}`),
    );
    if (wish !== undefined)
      accepted.push({ id: wish.id, configuration, generation: wish.generation, mode, groups: include });
    await sleep(draw() * pauseMs);
  }
}

function* countFrom(first: number): Generator<number, never> {
  for (let number = first; ; number += 1) yield number;
}

async function persist<Result>(
  work: (client: ReturnType<typeof createWorkerClient>) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    const addresses = workers.flatMap((worker) => worker.address() ?? []);
    const address = addresses[attempt % Math.max(1, addresses.length)];
    try {
      if (address !== undefined)
        return await Promise.race([work(createWorkerClient(address, token)), refuse()]);
    } catch (error) {
      if (attempt > 1000) throw error;
    }
    await sleep(100);
  }
}

async function refuse(): Promise<never> {
  await sleep(5000, undefined, { ref: false });
  throw new Error("no answer");
}

/** One after the other: killed, stopped for longer than its lease, or cut off from the database. */
async function killUntil(isEnough: () => boolean): Promise<void> {
  for (let turn = 0; !isEnough(); turn += 1) {
    await sleep(2500 + random() * 1500);
    const index = turn % workers.length;
    const worker = workers[index];
    if (worker === undefined || (worker.address() === undefined && worker.child.exitCode === null)) continue;
    kills += 1;
    const kind = random();
    const proxy = proxies[index];
    if (databaseUrl !== undefined && kind < 0.2) void stopForAWhile(worker);
    else if (databaseUrl !== undefined && kind < 0.35) await cutOff(databaseUrl);
    else if (proxy !== undefined && kind < 0.5) void cutForAWhile(proxy);
    else if (proxies.length > 0 && kind < 0.6) void refuseForAWhile();
    else {
      worker.child.kill("SIGKILL");
      if (worker.child.exitCode === null && worker.child.signalCode === null)
        await once(worker.child, "exit");
      workers[index] = launch(index);
    }
  }
}

async function stopForAWhile({ child }: WorkerProcess): Promise<void> {
  child.kill("SIGSTOP");
  await sleep(13_000);
  child.kill("SIGCONT");
}

/** For longer than the lease: others take over, and what was on its way arrives after them. */
async function cutForAWhile(proxy: Proxy): Promise<void> {
  proxy.cut();
  await sleep(13_000);
  proxy.heal();
}

/** The server itself, when half of the time is over or half of the wishes are accepted. */
async function restartInTheMiddle(isTooLate: () => boolean): Promise<void> {
  const { restart } = values;
  if (restart === undefined) return;
  const isHalf =
    wanted === undefined ? () => Date.now() > end - seconds * 500 : () => accepted.length > wanted / 2;
  while (!isHalf() && !isTooLate()) await sleep(100);
  const before = accepted.length;
  const [code] = await once(spawn(restart, { shell: true, stdio: "ignore" }), "exit");
  if (code !== 0) throw new Error(`--restart ended with ${String(code)}: ${restart}`);
  process.stdout.write(`the server was restarted after ${before} wishes\n`);
}

/** What a restart of the server does to everybody. */
async function refuseForAWhile(): Promise<void> {
  for (const proxy of proxies) proxy.refuse();
  await sleep(2000);
  for (const proxy of proxies) proxy.heal();
}

async function drain(end: number): Promise<number> {
  let open = 1;
  while (open > 0 && Date.now() < end) {
    await sleep(1000);
    for (const [index, { child, errors }] of workers.entries()) {
      if (child.exitCode === null && child.signalCode === null) continue;
      if (!isOver) process.stdout.write(errors());
      workers[index] = launch(index);
    }
    open = (await persist((client) => client.list({ state: "open", limit: 1000 }))).length;
  }
  // Whoever was stopped is awake by now, and what it wrote late is put back.
  await sleep(databaseUrl === undefined ? 1000 : 14_000);
  return open;
}

async function gather(): Promise<Parameters<typeof checkEvidence>[0]> {
  const audit: (AuditedEvent & { readonly id: number })[] = [];
  for (;;) {
    const page = await persist(async () => {
      const address = workers.flatMap((worker) => worker.address() ?? [])[0] ?? "";
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(`${address}/v1/audit?after=${audit.at(-1)?.id ?? 0}`, { headers });
      return await response.text();
    });
    const lines = page.split("\n").filter((line) => line !== "");
    if (lines.length === 0) break;
    audit.push(...lines.map((line): AuditedEvent & { readonly id: number } => JSON.parse(line)));
  }
  const response = await fetch(`${emulator.url}/_emulator/state`);
  const state: { collections: Record<string, readonly { target: { groupId: string } }[]> } = JSON.parse(
    await response.text(),
  );
  const after = new Map(
    configurations.map((id) => [
      id,
      (state.collections[`deviceManagement/groupPolicyConfigurations/${id}/assignments`] ?? []).map(
        (one) => one.target.groupId,
      ),
    ]),
  );
  const writes = emulator.log().flatMap((entry) => {
    const [, configuration] = /groupPolicyConfigurations\/([^/]+)\/assign/.exec(entry.target) ?? [];
    return entry.method !== "POST" || configuration === undefined ? [] : [{ ...entry, configuration }];
  });
  return {
    accepted,
    audit,
    after,
    writes,
    before: new Map(configurations.map((id) => [id, groups.slice(0, 1)])),
  };
}
