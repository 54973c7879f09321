import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { createEmulator, demoSeed } from "../src/index.ts";
import { caller, configurations, everything, include, temporaryFolder } from "./harness.ts";

interface Killable {
  readonly child: ChildProcess;
  readonly url: string;
  readonly died: Promise<unknown>;
}

const command = [
  process.execPath,
  "--conditions=@intunectl/source",
  join(import.meta.dirname, "child.ts"),
] as const;

async function startChild(dataFolder: string, prefix: readonly string[] = []): Promise<Killable> {
  const [program, ...args] = [...prefix, ...command, dataFolder];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const died = once(child, "exit");
  const [url] = await once(createInterface({ input: child.stdout }), "line");
  return { child, url: String(url), died };
}

const ids = [...(demoSeed.collections["deviceManagement/groupPolicyConfigurations"] ?? [])]
  .filter(({ isUnreadable }) => isUnreadable !== true)
  .map(({ properties }) => properties.id);

/** A set that says its number by its first group, and is whole only with all its groups. */
function toSet(number: number): readonly object[] {
  const size = 1 + (number % 30);
  return Array.from({ length: size }, (_, index) =>
    include(`${number.toString(16).padStart(8, "0")}-0000-4000-8000-${String(index).padStart(12, "0")}`),
  );
}

/** What the stored set says of its number and its size. */
function readSet(value: unknown): { readonly number: number; readonly size: number } {
  const items = Array.isArray(value) ? value : [];
  const numbers = new Set(items.map(({ target }) => Number.parseInt(target.groupId.slice(0, 8), 16)));
  expect(numbers.size).toBe(1);
  return { number: [...numbers][0] ?? -1, size: items.length };
}

async function post(agent: Agent, url: string, path: string, token: string, body: unknown): Promise<number> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = request(url + path, {
      agent,
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(text),
      },
    });
    outgoing.on("response", (incoming) => {
      incoming.resume();
      incoming.on("end", () => resolve(incoming.statusCode ?? 0));
      incoming.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end(text);
  });
}

async function mint(url: string): Promise<string> {
  const body = JSON.stringify({ scopes: everything });
  const minted = await fetch(`${url}/_emulator/tokens`, { method: "POST", body });
  return String(Object(await minted.json()).access_token);
}

test.skipIf(process.platform === "win32")(
  "a disk that is full is told, undoes what was not stored, and ends nothing",
  async () => {
    const dataFolder = temporaryFolder();
    // Files that may not grow beyond 600 KiB stand for a disk that is full.
    const { url } = await startChild(dataFolder, ["/bin/sh", "-c", 'ulimit -f 1200; exec "$@"', "sh"]);
    const token = await mint(url);
    const agent = new Agent({ keepAlive: true });
    const path = `${configurations}/${ids[0]}`;
    let stored = 0;
    let status = 200;
    for (let number = 29; status === 200 && number < 30_000; number += 30) {
      status = await post(agent, url, `${path}/assign`, token, { assignments: toSet(number) });
      if (status === 200) stored = number;
    }
    expect(status).toBe(500);
    const read = async (address: string): Promise<Record<string, unknown>> => {
      const response = await fetch(url + address, { headers: { authorization: `Bearer ${token}` } });
      return Object(await response.json());
    };
    expect(readSet((await read(`${path}/assignments`))["value"]).number).toBe(stored);
    const entries = (await read("/_emulator/log?limit=1000"))["entries"];
    const failed = Array.isArray(entries) ? entries.filter(({ status }) => status === 500) : [];
    expect(failed).toMatchObject([{ hasEffect: false }]);
    agent.destroy();
  },
);

// KILL_ROUNDS=200 pnpm vitest run kill
const rounds = Number(process.env["KILL_ROUNDS"] ?? 8);

test(
  "kill -9 in a loop while clients write: sets are whole, and no acknowledged write is lost",
  { timeout: 60_000 + rounds * 10_000 },
  async () => {
    const dataFolder = temporaryFolder();
    let token: string | undefined;
    let acknowledgements = 0;
    // Of each configuration: the last number that was acknowledged, and the last that was sent.
    const acknowledged = new Map<string, number>();
    const sent = new Map<string, number>();
    let number = 0;
    for (let round = 0; round < rounds; round += 1) {
      const { child, url, died } = await startChild(dataFolder);
      token ??= await mint(url);
      const agent = new Agent({ keepAlive: true, maxSockets: ids.length });
      const bearer = token;
      let isFirst = true;
      const write = async (id: string): Promise<void> => {
        for (;;) {
          number += 1;
          const mine = number;
          sent.set(id, mine);
          const status = await post(agent, url, `${configurations}/${id}/assign`, bearer, {
            assignments: toSet(mine),
          });
          expect(status).toBe(200);
          acknowledged.set(id, mine);
          acknowledgements += 1;
          // From the first answer on: how long that takes is the machine's business.
          if (isFirst) setTimeout(() => child.kill("SIGKILL"), 5 + ((round * 17) % 150));
          isFirst = false;
        }
      };
      const ends = await Promise.allSettled(ids.map(write));
      for (const end of ends)
        expect(String(end.status === "rejected" && end.reason)).not.toMatch(/expected/i);
      await died;
      agent.destroy();
      const emulator = await createEmulator({ dataFolder });
      for (const id of ids) {
        const { json } = await caller(emulator, bearer)("GET", `${configurations}/${id}/assignments`);
        // Killed before its first answer: what is stored may be the seed.
        if (!acknowledged.has(id)) continue;
        const stored = readSet(json?.["value"]);
        expect(stored.size).toBe(1 + (stored.number % 30));
        expect([acknowledged.get(id), sent.get(id)]).toContain(stored.number);
        // What was sent and not answered may be stored: it counts as the newest from now on.
        acknowledged.set(id, stored.number);
      }
      await emulator.close();
    }
    expect(acknowledgements).toBeGreaterThan(rounds);
  },
);
