import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { createEmulator } from "../src/index.ts";
import { caller, edge, everything, exclude, groupA, include, start, temporaryFolder } from "./harness.ts";

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
    expect(files).toContain("token-key");
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

const sets = [40, 25].map((count, kind) =>
  Array.from({ length: count }, (_, index) =>
    include(`${kind}aaaaaaa-0000-4000-8000-${String(index).padStart(12, "0")}`),
  ),
);

test(
  "kill -9 in the middle of writes leaves whole sets, and nothing that was acknowledged is lost",
  { timeout: 60_000 },
  async () => {
    const dataFolder = temporaryFolder();
    for (let round = 0; round < 6; round += 1) {
      const child = spawn(
        process.execPath,
        ["--conditions=@intunectl/source", join(import.meta.dirname, "child.ts"), dataFolder],
        {
          stdio: ["ignore", "pipe", "inherit"],
        },
      );
      const died = once(child, "exit");
      const [url] = await once(createInterface({ input: child.stdout }), "line");
      const minted: unknown = await (
        await fetch(`${String(url)}/_emulator/tokens`, {
          method: "POST",
          body: JSON.stringify({ scopes: everything }),
        })
      ).json();
      const token =
        typeof minted === "object" && minted !== null && "access_token" in minted
          ? String(minted.access_token)
          : "";
      let acknowledged = -1;
      let sent = -1;
      try {
        for (;;) {
          sent += 1;
          const body = JSON.stringify({ assignments: sets[sent % 2] });
          const response = await fetch(`${String(url)}${edge}/assign`, {
            method: "POST",
            body,
            headers: { authorization: `Bearer ${token}` },
          });
          await response.text();
          if (response.status === 200) acknowledged = sent;
          // From the first answer on: how long that takes is the machine's business.
          if (sent === 0) setTimeout(() => child.kill("SIGKILL"), 5 + round * 23);
        }
      } catch {
        await died;
      }
      const emulator = await createEmulator({ dataFolder });
      const { json } = await caller(emulator, token)("GET", `${edge}/assignments?$count=true&$top=1`);
      await emulator.close();
      const allowed = [acknowledged, sent]
        .filter((index) => index >= 0)
        .map((index) => sets[index % 2]?.length);
      expect(sent).toBeGreaterThan(0);
      expect(allowed).toContain(json?.["@odata.count"]);
    }
  },
);
