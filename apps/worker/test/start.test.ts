import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startWorker, type WorkerProcess } from "../chaos/worker-process.ts";
import { createWorkerClient, type WorkerClient } from "../src/intake/client.ts";
import { edge, environment, group, runWorld, scopes, startEmulator, targetsOf } from "./harness.ts";

const tenants = ["contoso.onmicrosoft.com", "fabrikam.onmicrosoft.com"];

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "iw-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function launch(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<WorkerProcess> {
  const worker = startWorker(args, { PATH: process.env["PATH"], ...env }, 0);
  onTestFinished(() => {
    worker.child.kill("SIGKILL");
  });
  while (worker.address() === undefined) {
    if (worker.child.exitCode !== null) throw new Error(worker.errors());
    await sleep(20);
  }
  return worker;
}

async function settle(client: WorkerClient, id: string | undefined): Promise<string> {
  for (;;) {
    const { state } = await client.read(id ?? "");
    if (state !== "waiting" && state !== "applying") return state;
    await sleep(20);
  }
}

test.skipIf(process.platform === "win32")(
  "one process serves two tenants over a socket of its user, also after kill -9, and tells no secret",
  { timeout: 240_000 },
  async () => {
    const folder = createFolder();
    const emulators = [await startEmulator(), await startEmulator()];
    const [one] = emulators;
    const secrets = tenants.map((_, index) => emulators[index]?.token({ scopes }) ?? "");
    const files = tenants.map((_, index) => join(folder, `token-${index}`));
    for (const [index, file] of files.entries()) writeFileSync(file, `${secrets[index]}\n`, { mode: 0o600 });
    const socket = join(folder, "api");
    const args = [
      "--data",
      join(folder, "data"),
      "--listen",
      `unix:${socket}`,
      ...tenants.flatMap((tenant, index) => ["--tenant", `${tenant}=${files[index]}`]),
    ];
    const env = { INTUNECTL_GRAPH_URL: one?.url ?? "", INTUNE_WORKER_TOKENS: "ana=s3cret-of-ana" };
    const killed = await launch(args, env);
    killed.child.kill("SIGKILL");
    await once(killed.child, "exit");
    const { child, errors } = await launch(args, env);
    let out = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    const client = createWorkerClient(`unix:${socket}`, "s3cret-of-ana");
    const [wish] = await client.submit({
      tenant: tenants[0] ?? "",
      configuration: edge,
      mode: "merge",
      include: [group(1)],
    });
    expect(await settle(client, wish?.id)).toBe("applied");
    expect(await targetsOf(one ?? (await startEmulator()), edge)).toContain(`group:${group(1)}`);
    // The other tenant's token is of another service: refused there, and told.
    await client.submit({
      tenant: tenants[1] ?? "",
      configuration: edge,
      mode: "merge",
      include: [group(2)],
    });
    await expect(client.submit({ configuration: edge, mode: "merge", include: [group(3)] })).rejects.toThrow(
      "tenant is missing; known are contoso.onmicrosoft.com, fabrikam.onmicrosoft.com",
    );
    const listed = await runWorld({ argv: ["jobs", "list", "--listen", `unix:${socket}`], env });
    expect(listed.stdout).toContain(wish?.id);
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
    for (const secret of [...secrets, "s3cret-of-ana"]) expect(errors() + out).not.toContain(secret);
    expect(errors()).toContain('"event":"applied"');
  },
);

test(
  "the API's token is made once, for its owner alone, and two workers do not share a folder",
  { timeout: 240_000 },
  async () => {
    const folder = createFolder();
    const emulator = await startEmulator();
    const args = ["--data", folder, "--listen", "127.0.0.1:0"];
    const worker = await launch(args, environment(emulator));
    if (process.platform !== "win32") expect(statSync(join(folder, "token")).mode & 0o777).toBe(0o600);
    const second = await runWorld({ argv: ["start", ...args], env: environment(emulator) });
    expect([second.code, second.stderr]).toEqual([1, expect.stringContaining("is used by another worker")]);
    expect(second.stderr).toContain("--database-url");
    const listen = ["--listen", new URL(worker.address() ?? "").host];
    const listed = await runWorld({ argv: ["jobs", "list", "--data", folder, ...listen] });
    expect([listed.stdout, listed.code]).toEqual(["no wishes\n", 0]);
  },
);

test.each<[name: string, argv: readonly string[], message: string]>([
  ["a tenant that is no name", ["--tenant", "a b"], "must be a domain or an id"],
  ["a tenant twice", ["--tenant", "a=x", "--tenant", "A=y"], "names a tenant twice"],
  ["several tenants without files", ["--tenant", "a", "--tenant", "b=y"], "needs the file of its token"],
  ["a short lease", ["--lease", "9"], "--lease must be seconds, 10 to 600"],
  ["no limit", ["--limit", "0/20"], "--limit must be writes/seconds"],
  ["another database", ["--database-url", "mysql://x"], "must begin with postgres://"],
  ["no schedule", ["--drift", "hourly"], "is no schedule"],
])("%s is refused before anything starts", async (_, argv, message) => {
  const { code, stderr } = await runWorld({ argv: ["start", ...argv], env: { INTUNECTL_ACCESS_TOKEN: "x" } });
  expect([code, stderr]).toEqual([64, expect.stringContaining(message)]);
});
