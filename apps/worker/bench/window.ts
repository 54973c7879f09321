import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createEmulator } from "@intunectl/graph-emulator";
import { startWorker } from "../chaos/worker-process.ts";
import { createWorkerClient } from "../src/intake/client.ts";
import { configurationOf, group, scopes, seedOf } from "../test/tenant.ts";

const [limit, windowMs, windows] = [100, 20_000, 3];

/** How much of the published window so many workers use together, against a service that counts. */
export async function measureWindow(workers: number, databaseUrl: string | undefined): Promise<string> {
  const count = limit * (windows + 1);
  const emulator = await createEmulator({
    logCapacity: 100_000,
    throttle: "published",
    seed: seedOf(count),
  });
  const folder = mkdtempSync(join(tmpdir(), "intune-worker-bench-"));
  const env = {
    PATH: process.env["PATH"],
    INTUNECTL_GRAPH_URL: emulator.url,
    INTUNECTL_ACCESS_TOKEN: emulator.token({ scopes }),
    INTUNE_WORKER_TOKENS: "bench=s3cret",
    INTUNE_WORKER_DATABASE_URL: databaseUrl,
  };
  const args = ["--listen", "127.0.0.1:0", "--tenant", "contoso.onmicrosoft.com", "--data", folder];
  const started = Array.from({ length: workers }, () => startWorker(args, env, 0));
  while (started.some(({ address }) => address() === undefined)) await sleep(50);
  const client = createWorkerClient(started[0]?.address() ?? "", "s3cret");
  for (let index = 0; index < count; index += 1)
    await client.submit({ configuration: configurationOf(index), mode: "merge", include: [group(1)] });
  const toWrites = (): readonly { readonly at: number; readonly status: number | undefined }[] =>
    emulator
      .log()
      .filter(({ method }) => method === "POST")
      .map(({ receivedAt, status }) => ({ at: Date.parse(receivedAt), status }));
  while (toWrites().length === 0) await sleep(20);
  const [first = { at: 0 }] = toWrites();
  await sleep(first.at + windows * windowMs - Date.now() + 500);
  const all = toWrites().filter(({ at }) => at < first.at + windows * windowMs);
  const good = all.filter(({ status }) => status === 200).length;
  const refused = emulator.log().filter(({ status }) => status === 429).length;
  const requests = emulator.log().length;
  for (const { child } of started) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
  const share = (100 * good) / (limit * windows);
  return `| ${databaseUrl === undefined ? "PGlite" : "PostgreSQL"} | ${workers} | ${good} of ${limit * windows} | ${share.toFixed(1)} % | ${refused} of ${requests} |`;
}
