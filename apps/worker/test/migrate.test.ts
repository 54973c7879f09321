import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { include } from "@intunectl/assignments";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { acceptWishes } from "../src/engine/accept.ts";
import { copyStore } from "../src/store/copy-store.ts";
import { migrate as migrateSchema } from "../src/store/migrate.ts";
import { openPglite } from "../src/store/open-pglite.ts";
import { openPostgres } from "../src/store/open-postgres.ts";
import type { Store } from "../src/store/store.ts";
import { serverUrl, settled, startTestEngine, submit, wish } from "./engine-harness.ts";
import { configurationOf, group, runWorld, seedOf, startEmulator, targetsOf } from "./harness.ts";

const skip = serverUrl === undefined;
const change = { assignments: [{ target: include(group(1)) }] };
const asleep = { wake: () => Promise.resolve() };

async function createDatabase(): Promise<string> {
  const url = new URL(serverUrl ?? "");
  const name = `m${randomUUID().replaceAll("-", "")}`;
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(`create database ${name}`);
  onTestFinished(async () => {
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  });
  url.pathname = `/${name}`;
  return url.href;
}

/** A folder with wishes that are done, dead and open, an answered idempotency key, and a closed gate. */
async function createFolder(open: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "intune-worker-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await inside(folder, async (store) => {
    await migrateSchema(store);
    for (let index = 0; index < open; index += 1)
      await acceptWishes(store, asleep, [wish(configurationOf(index), change)], {
        principal: "ana",
        idempotencyKey: `run-${index}`,
        note: 'an umlaut ä, a "quote", a \\ and 😀',
      });
    await store.query(
      "update intune_worker.wish set state = 'failed', message = 'no' where configuration = $1",
      [configurationOf(0)],
    );
    await store.query("insert into intune_worker.rate (tenant, throttled) values ('contoso', 3)");
  });
  return folder;
}

async function inside<Result>(folder: string, work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openPglite(folder);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function openTarget(url: string): Promise<Store> {
  const store = await openPostgres(url, () => {});
  onTestFinished(() => store.close());
  return store;
}

const move = (folder: string, to: string): ReturnType<typeof runWorld> =>
  runWorld({ argv: ["migrate", "--data", folder, "--to", to] });

test.skipIf(skip)("everything is moved, and the rest is done from the new database", async () => {
  const [folder, to] = [await createFolder(30), await createDatabase()];
  const { code, stdout, stderr } = await move(folder, to);
  expect(stderr).not.toContain("error");
  expect(code).toBe(0);
  expect(stdout).toMatch(/configuration +30\n +wish +30\n +idempotency +30\n +audit +30\n +rate +1/);
  const [store, emulator] = [await openTarget(to), await startEmulator({ seed: seedOf(30) })];
  const engine = await startTestEngine(store, emulator, { sweepMs: 50 });
  const rows = await settled(store);
  expect(rows.map(({ state }) => state)).toEqual(["failed", ...Array.from({ length: 29 }, () => "applied")]);
  expect(await targetsOf(emulator, configurationOf(29))).toContain(`group:${group(1)}`);
  // The submitter who sends again is answered by what was accepted on the old one.
  const again = await submit(store, engine, [wish(configurationOf(7), change)], "run-7");
  expect(again[0]?.id).toBe(rows[7]?.id);
  // The audit goes on where it was.
  const [last] = await store.query<{ id: number }>("select max(id)::integer as id from intune_worker.audit");
  expect(last?.id).toBeGreaterThan(30);
  const [rate] = await store.query(
    "select throttled::integer from intune_worker.rate where tenant = 'contoso'",
  );
  expect(rate).toEqual({ throttled: 3 });
});

test.skipIf(skip)("the old database refuses to work afterwards, and says where everything went", async () => {
  const [folder, to] = [await createFolder(1), await createDatabase()];
  await move(folder, to);
  const env = { INTUNECTL_ACCESS_TOKEN: "x" };
  const { code, stderr } = await runWorld({ argv: ["start", "--data", folder], env });
  expect(code).toBe(1);
  expect(stderr).toContain("was moved to PostgreSQL at 127.0.0.1");
  expect((await move(folder, await createDatabase())).stderr).toContain("was moved to");
});

test.skipIf(skip)("a target that holds something else is refused, and neither is changed", async () => {
  const [folder, to] = [await createFolder(3), await createDatabase()];
  const target = await openTarget(to);
  await migrateSchema(target);
  await acceptWishes(target, asleep, [wish(configurationOf(1), change)], { principal: "someone" });
  const { code, stderr } = await move(folder, to);
  expect(code).toBe(1);
  expect(stderr).toContain("is not empty: 1 configuration, 1 wish, 0 idempotency, 1 audit, 0 rate");
  expect(await target.query("select 1 from intune_worker.wish")).toHaveLength(1);
  expect(await inside(folder, (store) => store.query("select 1 from intune_worker.moved"))).toEqual([]);
});

test.skipIf(skip)("while a worker holds the folder, nothing is moved", async () => {
  const folder = await createFolder(1);
  await inside(folder, async () => {
    const { code, stderr } = await move(folder, await createDatabase());
    expect([code, stderr]).toEqual([1, expect.stringContaining("is used by another worker")]);
  });
});

test.skipIf(skip)("a move that breaks off moves nothing, and the next one moves all", async () => {
  const [folder, to] = [await createFolder(5), await createDatabase()];
  const target = await openTarget(to);
  await migrateSchema(target);
  for (const table of ["configuration", "wish", "idempotency", "audit"])
    await inside(folder, async (store) => {
      const broken = copyStore(store, target, (name) => {
        if (name === table) throw new Error("the cable was pulled");
      });
      await expect(broken).rejects.toThrow("the cable was pulled");
      expect(await target.query("select 1 from intune_worker.configuration")).toEqual([]);
      expect(await store.query("select 1 from intune_worker.wish")).toHaveLength(5);
    });
  expect((await move(folder, to)).code).toBe(0);
});

test.skipIf(skip)("a move that was killed after its end and before the mark is only marked", async () => {
  const [folder, to] = [await createFolder(2), await createDatabase()];
  await move(folder, to);
  await inside(folder, (store) => store.query("delete from intune_worker.moved"));
  const { code, stdout } = await move(folder, to);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/wish +2/)]);
});

test.skipIf(skip)("a thousand rows are moved a page at a time", async () => {
  const [folder, to] = [await createFolder(1), await createDatabase()];
  await inside(folder, (store) =>
    store.query(
      `insert into intune_worker.audit (tenant, resource, configuration, event, message)
       select 'contoso', 'r', 'c', 'accepted', repeat('x', n) from generate_series(1, 1200) n`,
    ),
  );
  expect((await move(folder, to)).stdout).toMatch(/audit +1201/);
});

test.skipIf(skip)("from a server, too; not while a worker works on it", async () => {
  const [from, to, emulator] = [await createDatabase(), await createDatabase(), await startEmulator()];
  const store = await openTarget(from);
  const engine = await startTestEngine(store, emulator);
  const again = (): ReturnType<typeof runWorld> =>
    runWorld({ argv: ["migrate", "--database-url", from, "--to", to] });
  const { code, stderr } = await again();
  expect([code, stderr]).toEqual([1, expect.stringContaining("is used by a worker")]);
  await engine.stop(5000);
  await acceptWishes(store, asleep, [wish(configurationOf(1), change)], { principal: "ana" });
  const moved = await again();
  expect([moved.code, moved.stdout]).toEqual([0, expect.stringMatching(/wish +1/)]);
});

test("migrate without a target says what it needs", async () => {
  const { code, stderr } = await runWorld({ argv: ["migrate", "--to", "mysql://x"] });
  expect([code, stderr]).toEqual([64, expect.stringContaining("postgres://")]);
});

test("a database of an earlier version is brought forward with what is in it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "intune-worker-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await inside(folder, async (store) => {
    const first = await migrateSchema(store, 1);
    expect(first).toEqual({ from: 0, to: 1 });
    await store.query(
      `insert into intune_worker.idempotency (principal, key, digest, answer)
       values ('ana', 'run-1', 'd', '[{"tenant": "contoso", "id": "x"}]')`,
    );
    expect((await migrateSchema(store)).from).toBe(1);
    expect(await store.query("select tenant, key from intune_worker.idempotency")).toEqual([
      { tenant: "contoso", key: "run-1" },
    ]);
    expect((await migrateSchema(store)).from).toBe((await migrateSchema(store)).to);
    await store.query("insert into intune_worker.migration (version) values (999)");
    await expect(migrateSchema(store)).rejects.toThrow("start the newer version");
  });
});
