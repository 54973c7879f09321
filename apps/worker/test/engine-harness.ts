import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { randomUUID } from "node:crypto";
import type { Assignment } from "@intunectl/assignments";
import { staticToken } from "@intunectl/graph-core";
import type { Emulator } from "@intunectl/graph-emulator";
import pg from "pg";
import { afterAll, onTestFinished } from "vitest";
import { acceptWishes, type Acceptance, type NewWish } from "../src/engine/accept.ts";
import { type Engine, type EngineOptions, startEngine } from "../src/engine/start-engine.ts";
import { openPglite } from "../src/store/open-pglite.ts";
import { openPostgres } from "../src/store/open-postgres.ts";
import type { Store } from "../src/store/store.ts";
import { scopes } from "./harness.ts";

export const tenant = "contoso.onmicrosoft.com";
const resource = "groupPolicyConfigurations";

/** The databases to test on: PGlite always, PostgreSQL where `INTUNE_WORKER_TEST_DATABASE_URL` says one. */
export const backings: readonly ("PGlite" | "PostgreSQL")[] = ["PGlite", "PostgreSQL"];
export const serverUrl: string | undefined = process.env["INTUNE_WORKER_TEST_DATABASE_URL"];

export async function openTestStore(backing: (typeof backings)[number]): Promise<Store> {
  if (backing === "PGlite") return await emptyEmbedded();
  const url = new URL(serverUrl ?? "");
  const name = `w${randomUUID().replaceAll("-", "")}`;
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(`create database ${name}`);
  url.pathname = `/${name}`;
  const store = await openPostgres(url.href, () => {});
  onTestFinished(async () => {
    await store.close();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  });
  return store;
}

let embedded: Promise<Store> | undefined;

/** One for the whole file, emptied for each test: a new one takes seconds. */
async function emptyEmbedded(): Promise<Store> {
  embedded ??= openEmbedded();
  const store = await embedded;
  const tables = await store.query<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables
     where schemaname = 'intune_worker' and tablename <> 'migration' or tablename = 'job'`,
  );
  if (tables.length > 0)
    await store.query(`truncate ${tables.map(({ name }) => name).join(", ")} restart identity`);
  return store;
}

async function openEmbedded(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), "intune-worker-"));
  const store = await openPglite(folder);
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return store;
}

export async function startTestEngine(
  store: Store,
  emulator: Emulator,
  options: Partial<EngineOptions> = {},
): Promise<Engine> {
  const credential = staticToken(emulator.token({ scopes }));
  const engine = await startEngine({
    store,
    tenants: [{ tenant, credential, baseUrl: emulator.url }],
    worker: "test",
    leaseSeconds: 10,
    settleMs: 3000,
    rate: { windowMs: 1000, writes: 1000, requests: 10_000 },
    onEvent: () => {},
    clock: {
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      monotonic: () => performance.now(),
      random: () => 0.5,
    },
    ...options,
  });
  onTestFinished(() => engine.stop(5000));
  return engine;
}

export function wish(configuration: string, more: Partial<NewWish>): NewWish {
  return { tenant, resource, configuration, mode: "merge", assignments: [], ...more };
}

export async function submit(
  store: Store,
  engine: Pick<Engine, "queue">,
  wishes: readonly NewWish[],
  idempotencyKey?: string,
): Promise<Extract<Acceptance, { kind: "accepted" }>["wishes"]> {
  const answer = await acceptWishes(store, engine.queue, wishes, {
    principal: "ana",
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
  if (answer.kind !== "accepted") throw new Error("not accepted");
  return answer.wishes;
}

export interface WishRow {
  readonly id: string;
  readonly generation: number;
  readonly state: string;
  readonly superseded_by: number | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly difference: readonly { readonly kind: string; readonly target: Assignment["target"] }[] | null;
}

/** How a wish ended, once it has. */
export async function endOf(store: Store, id: string | undefined): Promise<string> {
  for (;;) {
    const [row] = await store.query<WishRow>("select * from intune_worker.wish where id::text = $1", [
      id ?? "",
    ]);
    if (row !== undefined && row.state !== "waiting" && row.state !== "applying") return row.state;
    await sleep(20);
  }
}

/** All wishes by generation, once none is open. */
export async function settled(store: Store): Promise<readonly WishRow[]> {
  for (;;) {
    const rows = await store.query<WishRow>(
      "select * from intune_worker.wish order by configuration, generation",
    );
    if (rows.length > 0 && rows.every(({ state }) => state !== "waiting" && state !== "applying"))
      return rows;
    await sleep(50);
  }
}
