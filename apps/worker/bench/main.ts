import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { measureOverhead } from "./overhead.ts";
import { measureStorm } from "./storm.ts";
import { measureWindow } from "./window.ts";

// On PGlite always, and on PostgreSQL where INTUNE_WORKER_TEST_DATABASE_URL names a server.
const server = process.env["INTUNE_WORKER_TEST_DATABASE_URL"];
const sizes: readonly (readonly [workers: number, isServer: boolean])[] = [
  [1, false],
  [1, true],
  [4, true],
];
const measured = sizes.filter(([, isServer]) => !isServer || server !== undefined);
const [windows, storms, overheads] = [new Array<string>(), new Array<string>(), new Array<string>()];
for (const [workers, isServer] of measured) {
  windows.push(await withDatabase(isServer, (url) => measureWindow(workers, url)));
  // Chaos makes a database of its own.
  storms.push(measureStorm(workers, 10_000, isServer ? server : undefined));
  if (workers === 1) overheads.push(await withDatabase(isServer, (url) => measureOverhead(2000, url)));
}
const text = `# Measured

Node ${process.version}, ${process.platform} ${process.arch}. ${server === undefined ? "Without PostgreSQL: no server was named." : "PostgreSQL with its own defaults, on the same machine."}

## The published window (W1: at least 95 %, at most 0.5 % answers of 429)

100 writes in 20 s for an app in a tenant, counted by the emulator over three windows from the first write; 400 configurations wait.

| database | workers | writes that it took | of the window | answers of 429 |
| --- | --- | --- | --- | --- |
${windows.join("\n")}

## Kills and faults (W2: nothing lost, nothing out of order, final = newest)

10,000 wishes for 500 configurations as fast as they are taken, a fifth of all requests fails, workers are killed, stopped and cut off in turn.

| database | workers | | | took |
| --- | --- | --- | --- | --- |
${storms.join("\n")}

## Overhead of the queue (W3: at most 1.15 times the engine's own no-op job)

CPU microseconds of the worker's process a job, 2,000 of them, 8 at once, median of three. PGlite computes in that process; a server's own
time is not in it. "Ours" is the same job through the worker's queue; the last column is a whole wish, from acceptance to read back, with a service that answers at once.

| database | engine's no-op | ours | times | whole wish |
| --- | --- | --- | --- | --- |
${overheads.join("\n")}
`;
writeFileSync(join(import.meta.dirname, "results.md"), text);
process.stdout.write(text);

async function withDatabase<Result>(
  isServer: boolean,
  work: (url: string | undefined) => Promise<Result>,
): Promise<Result> {
  if (!isServer || server === undefined) return await work(undefined);
  const name = `bench_${randomUUID().replaceAll("-", "")}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  try {
    return await work(url.href);
  } finally {
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
}
