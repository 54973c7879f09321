import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createWorkerClient } from "../src/intake/client.ts";
import { serveApi } from "../src/intake/serve.ts";
import { neededBytes, readFreeBytes } from "../src/store/disk-space.ts";
import { openPglite } from "../src/store/open-pglite.ts";
import { settled, startTestEngine, tenant } from "./engine-harness.ts";
import { configurationOf, group, runWorld, seedOf, startEmulator } from "./harness.ts";

// A small file system of its own needs the right to mount one.
const skip = process.platform !== "linux" || process.getuid?.() !== 0;

function mountSmallDisk(): string {
  const folder = mkdtempSync(join(tmpdir(), "intune-worker-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=256m", "tmpfs", folder]);
  onTestFinished(() => {
    execFileSync("umount", ["-l", folder]);
    rmdirSync(folder);
  });
  return folder;
}

function canMount(): boolean {
  if (skip) return false;
  try {
    const folder = mkdtempSync(join(tmpdir(), "intune-worker-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", [folder]);
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

test.skipIf(!canMount())(
  "on a full disk nothing is accepted and all is kept; it goes on when there is room again",
  async () => {
    const disk = mountSmallDisk();
    const folder = join(disk, "data");
    const store = await openPglite(folder);
    const emulator = await startEmulator({ seed: seedOf(40) });
    const engine = await startTestEngine(store, emulator, { sweepMs: 50 });
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
    const client = createWorkerClient(api.address, "s3cret");
    const accepted: string[] = [];
    const submit = async (index: number): Promise<void> => {
      const change = { configuration: configurationOf(index), mode: "merge", include: [group(1)] } as const;
      const [wish] = await client.submit(change, `run-${index}`);
      if (wish !== undefined) accepted.push(wish.id);
    };
    for (let index = 0; index < 20; index += 1) await submit(index);
    fill(disk);
    for (let index = 20; index < 40; index += 1)
      await expect(submit(index)).rejects.toMatchObject({ status: 507, code: "disk-full" });
    const ready = await fetch(`${api.address}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining("disk")]);
    rmSync(join(disk, "filler"));
    for (let index = 20; index < 40; index += 1) await submit(index);
    expect((await settled(store)).map(({ state }) => state)).toEqual(
      Array.from({ length: 40 }, () => "applied"),
    );
    await api.close();
    await engine.stop(5000);
    fill(disk);
    await store.close();
    expect((await runWorld({ argv: ["audit", "--data", folder] })).stderr).toContain("is full");
    rmSync(join(disk, "filler"));
    const again = await openPglite(folder);
    const kept = await again.query<{ id: string }>("select id from intune_worker.wish");
    await again.close();
    expect(kept.map(({ id }) => id).toSorted()).toEqual(accepted.toSorted());
  },
);

/** Leaves a page. */
function fill(disk: string): void {
  const free = readFreeBytes(disk) - 4096;
  writeFileSync(join(disk, "filler"), Buffer.alloc(free));
}

test("a database is not begun where it has no room", async () => {
  const folder = join(mkdtempSync(join(tmpdir(), "intune-worker-")), "data");
  mkdirSync(folder);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await expect(openPglite(folder, () => neededBytes.create - 1)).rejects.toThrow(
    "159 MiB are free, and the database needs 160 to work in",
  );
});
