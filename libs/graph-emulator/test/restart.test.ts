import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createEmulator, demoSeed } from "../src/index.ts";
import { caller, edge, everything, exclude, groupA, start, temporaryFolder } from "./harness.ts";

test("state and tokens survive a restart, the seed does not come back", async () => {
  const dataFolder = temporaryFolder();
  const first = await createEmulator({ dataFolder });
  const token = first.token({ scopes: everything });
  await caller(first, token)("POST", `${edge}/assign`, { assignments: [exclude(groupA)] });
  const before = await caller(first, token)("GET", "/_emulator/state");
  await first.close();
  const second = await createEmulator({ dataFolder });
  onTestFinished(() => second.close());
  expect((await caller(second, token)("GET", "/_emulator/state")).text).toBe(before.text);
  expect((await caller(second, token)("GET", `${edge}/assignments`)).json?.["value"]).toHaveLength(1);
});

test("a seed for a folder that holds a state already is not used, and that is told", async () => {
  const dataFolder = temporaryFolder();
  await (await createEmulator({ dataFolder })).close();
  const lines: string[] = [];
  const seed = { ...demoSeed, collections: {} };
  const again = await createEmulator({ dataFolder, seed, log: (line) => lines.push(line) });
  expect(lines).toEqual([`${dataFolder} holds a state already, so the seed is not used until a reset`]);
  const call = caller(again);
  expect((await call("GET", edge)).status).toBe(200);
  await call("POST", "/_emulator/reset");
  expect((await call("GET", edge)).status).toBe(404);
  await again.close();
});

test("without a data folder nothing stays", async () => {
  const first = await start();
  const token = first.emulator.token({ scopes: everything });
  await first.call("POST", `${edge}/assign`, { assignments: [] });
  const second = await start();
  expect((await second.call("GET", `${edge}/assignments`)).json?.["value"]).toHaveLength(3);
  expect((await caller(second.emulator, token)("GET", edge)).status).toBe(401);
});

test("a second emulator on the same folder is refused, and works after the first is closed", async () => {
  const dataFolder = temporaryFolder();
  const first = await createEmulator({ dataFolder });
  await expect(createEmulator({ dataFolder })).rejects.toThrow("is another emulator using it?");
  await first.close();
  await (await createEmulator({ dataFolder })).close();
});

test.skipIf(process.platform === "win32")(
  "the folder and the files in it are for this user only",
  async () => {
    const dataFolder = join(temporaryFolder(), "deep", "state");
    const emulator = await createEmulator({ dataFolder });
    onTestFinished(() => emulator.close());
    await caller(emulator)("POST", `${edge}/assign`, { assignments: [] });
    expect(statSync(dataFolder).mode & 0o777).toBe(0o700);
    const files = readdirSync(dataFolder);
    expect(files).toContain("signing-key.pem");
    for (const file of files) expect(statSync(join(dataFolder, file)).mode & 0o077, file).toBe(0);
  },
);

test.skipIf(process.platform === "win32")(
  "an empty folder becomes private, one with other things in it keeps its mode",
  async () => {
    for (const [name, want] of [
      ["empty", 0o700],
      ["used", 0o755],
    ] as const) {
      const dataFolder = join(temporaryFolder(), name);
      mkdirSync(dataFolder);
      chmodSync(dataFolder, 0o755);
      if (name === "used") writeFileSync(join(dataFolder, "letter.txt"), "hello");
      await (await createEmulator({ dataFolder })).close();
      expect(statSync(dataFolder).mode & 0o777).toBe(want);
    }
  },
);

test("a folder with something else in it is refused with its name", async () => {
  const dataFolder = temporaryFolder();
  writeFileSync(join(dataFolder, "emulator.sqlite"), "this is not a database at all, not even nearly one");
  await expect(createEmulator({ dataFolder })).rejects.toThrow(dataFolder);
});

test("a port that is taken is told", async () => {
  const { emulator } = await start();
  const port = Number(new URL(emulator.url).port);
  await expect(createEmulator({ port })).rejects.toThrow(`cannot listen on 127.0.0.1:${port}`);
});
