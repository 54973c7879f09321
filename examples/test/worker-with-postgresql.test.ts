import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { demoGroups, type Emulator } from "@intunectl/graph-emulator";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import {
  edge,
  type Ended,
  examples,
  groupsOf,
  makeFolder,
  node,
  root,
  run,
  startEmulator,
  writeScopes,
} from "./harness.ts";

const server = process.env["INTUNE_WORKER_TEST_DATABASE_URL"];
const group = demoGroups["SG-Intune-Ring2"];

test("a change is stored, carried out, and the same when it is submitted again", async () => {
  const emulator = await startEmulator();
  const worker = await startWorker(emulator, ["--data", join(makeFolder(), "data")]);
  expect(await submit(worker.url)).toEqual({ code: 0, output: "stored as generation 1\napplied\n" });
  expect(await submit(worker.url)).toEqual({ code: 0, output: "stored as generation 1\napplied\n" });
  expect(await groupsOf(emulator, edge)).toContain(group);
});

test.skipIf(server === undefined)(
  "of two workers on one PostgreSQL, the second goes on when the first is killed",
  async () => {
    const emulator = await startEmulator();
    const database = ["--database-url", await createDatabase()];
    const [first, second] = [await startWorker(emulator, database), await startWorker(emulator, database)];
    expect((await submit(first.url)).output).toContain("applied");
    first.child.kill("SIGKILL");
    await once(first.child, "close");
    expect(await submit(second.url, demoGroups["SG-Intune-Pilot"], "change-18")).toMatchObject({ code: 0 });
    expect(await groupsOf(emulator, edge)).toEqual(
      expect.arrayContaining([group, demoGroups["SG-Intune-Pilot"]]),
    );
  },
);

async function submit(url: string, who: string = group, change = "change-17"): Promise<Ended> {
  const script = join(examples, "worker-with-postgresql/submit.ts");
  return await run([...node, script, edge, who, change], {
    env: { WORKER_URL: url, WORKER_TOKEN: "secret" },
  });
}

async function startWorker(
  emulator: Emulator,
  options: readonly string[],
): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const [program, condition] = node;
  const main = join(root, "apps/worker/src/main.ts");
  const args = [
    condition,
    main,
    "start",
    "--listen",
    "127.0.0.1:0",
    "--settle",
    "1",
    "--tenant",
    "contoso.onmicrosoft.com",
  ];
  const child = spawn(program, [...args, ...options], {
    env: {
      ...process.env,
      INTUNECTL_GRAPH_URL: emulator.url,
      INTUNECTL_ACCESS_TOKEN: emulator.token({ scopes: writeScopes }),
      INTUNE_WORKER_TOKENS: "ana=secret",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on("line", (line) => void (said += `${line}\n`));
  for (;;) {
    const url = /http:\/\/127\.0\.0\.1:\d+(?=[^\d])/g;
    const found = [...said.matchAll(url)].map(([each]) => each).find((each) => each !== emulator.url);
    if (found !== undefined) return { url: found, child };
    if (child.exitCode !== null) throw new Error(said);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function createDatabase(): Promise<string> {
  const url = new URL(server ?? "");
  const name = `example${randomUUID().replaceAll("-", "")}`;
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
