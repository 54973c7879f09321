import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSeed, createTestTenant, type TestTenant, toExpectedSets } from "./test-tenant.ts";

const size = 8;
const { ids, before, after } = toExpectedSets(size);

let tenant: TestTenant;

beforeEach(async () => {
  tenant = await createTestTenant(createSeed(size));
});

afterEach(async () => {
  await tenant.close();
});

interface RecordedRun {
  readonly id: string;
  readonly finishedAt: string | null;
  readonly configurations: readonly { readonly id: string; readonly state: string }[];
}

const readRuns = async (): Promise<readonly RecordedRun[]> =>
  JSON.parse((await tenant.run("history", "-o", "json")).out);

const command = ["assign", "Policy *", "--to", "SG-0003", "--yes"];

/** What is written down must be what is there, as far as it claims to know. */
async function checkTruth(run: RecordedRun | undefined): Promise<void> {
  for (const id of ids) {
    const keys = await tenant.readKeys(id);
    const state = run?.configurations.find((entry) => entry.id === id)?.state;
    if (state === "applied") expect([id, state, keys]).toEqual([id, state, after]);
    else if (state === "planned" || state === undefined)
      expect([id, state, keys]).toEqual([id, state, before]);
    else expect([id, state]).toEqual([id, "writing"]);
  }
}

// A seed stands for a moment: the n-th time that a write arrives at the service or has been done by it.
const moments = [1, 2, 3, 5, 8, 9, 12, 15, 16];

/** Runs the command and kills it at a moment, or lets it end when it has fewer of them. */
async function killAt(moment: number, concurrency: number): Promise<RecordedRun | undefined> {
  const running = tenant.start([...command, "--concurrency", String(concurrency)]);
  let seen = 0;
  tenant.gateway.onWrite = async (now) => {
    seen += 1;
    if (seen === moment) {
      running.child.kill("SIGKILL");
      await running.ended;
    }
    // What had not left the machine when it died never arrives.
    if (seen >= moment && now === "before") throw new Error("the client is gone");
  };
  expect((await running.ended).exitCode).toBe(null);
  tenant.gateway.onWrite = () => {};
  await sleep(50);
  const [run] = await readRuns();
  expect(run?.finishedAt).toBe(null);
  await checkTruth(run);
  return run;
}

test.each(moments)(
  "killed at moment %i of a run, history is true and undo brings everything back",
  async (moment) => {
    await killAt(moment, 3);
    expect((await tenant.run("undo", "--yes")).exitCode).toBe(0);
    for (const id of ids) expect(await tenant.readKeys(id)).toEqual(before);
  },
);

test.each([1, 4, 7, 10, 16])(
  "killed at moment %i, --resume finishes exactly what was planned",
  async (moment) => {
    const run = await killAt(moment, 2);
    const resumed = await tenant.run("apply", "--resume", run?.id ?? "", "--yes");
    expect([resumed.exitCode, resumed.err]).toEqual([0, expect.any(String)]);
    for (const id of ids) expect(await tenant.readKeys(id)).toEqual(after);
    const again = await tenant.run("apply", "--resume", run?.id ?? "", "--yes");
    expect(again).toMatchObject({ exitCode: 0, out: expect.stringContaining("Nothing was written") });
  },
);

// Moments that no gateway sees: while the record is written, between a record and its write, at the very start.
test.each([60, 90, 110, 130, 150, 170, 190, 220, 260, 300])(
  "killed after about %i ms, wherever that is, history is true and undo brings everything back",
  async (milliseconds) => {
    const running = tenant.start([...command, "--concurrency", "2"]);
    await sleep(milliseconds);
    running.child.kill("SIGKILL");
    await running.ended;
    await sleep(100);
    const [run] = await readRuns();
    await checkTruth(run);
    if (run !== undefined) expect((await tenant.run("undo", run.id, "--yes")).exitCode).toBe(0);
    for (const id of ids) expect(await tenant.readKeys(id)).toEqual(before);
  },
);
