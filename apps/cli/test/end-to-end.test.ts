import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { demoGroups } from "@intunectl/graph-emulator";
import { expect, test } from "vitest";
import {
  edge,
  office,
  oneDrive,
  gateway,
  path,
  start,
  intunectl,
  readKeys,
  meddle,
  writes,
  newestRun,
  stable,
} from "./end-to-end-harness.ts";

test("plan, apply and undo, from the file to the service and back", async () => {
  const before = [await readKeys(edge), await readKeys(oneDrive)];
  const planned = await intunectl("plan", "windows.yaml", "--out", "plan.json");
  expect([planned.exitCode, planned.err]).toEqual([0, expect.stringContaining("intunectl apply")]);
  expect(writes()).toEqual([]);
  const applied = await intunectl("apply", "plan.json");
  expect(applied).toMatchObject({ exitCode: 0 });
  expect(await readKeys(edge)).toContain(`include:${demoGroups["SG-Intune-Ring2"]}`);
  const again = await intunectl("apply", "plan.json");
  expect(again).toMatchObject({ exitCode: 0, out: expect.stringContaining("Nothing was written") });
  expect(writes().length).toBe(2);
  const history = await intunectl("history", "-o", "json");
  expect(newestRun(history.out)).toMatchObject({ result: "2 of 2 applied" });
  const undone = await intunectl("undo");
  expect(undone).toMatchObject({ exitCode: 0 });
  expect([await readKeys(edge), await readKeys(oneDrive)]).toEqual(before);
  const digest = /sha256 [0-9a-f]{12}/g;
  const transcript = [planned, applied, undone].map(({ out }) =>
    stable(out).replaceAll(digest, "sha256 9c1f00000000"),
  );
  await expect(transcript.join("\n-----\n")).toMatchFileSnapshot("golden/transcript.txt");
});

test("a plan of an applied file is empty, and --exit-code tells", async () => {
  expect((await intunectl("plan", path("windows.yaml"), "--exit-code")).exitCode).toBe(2);
  expect((await intunectl("apply", path("windows.yaml"), "--yes")).exitCode).toBe(0);
  const planned = await intunectl("plan", path("windows.yaml"), "--exit-code");
  expect(planned).toMatchObject({
    exitCode: 0,
    out: expect.stringContaining("0 to add, 0 to change, 0 to remove"),
  });
});

test("a tenant that moved since the plan is refused before anything is written", async () => {
  await intunectl("plan", path("windows.yaml"), "--out", path("plan.json"));
  await meddle(oneDrive, demoGroups["SG-Intune-Pilot"]);
  const refused = await intunectl("apply", path("plan.json"));
  expect(refused.exitCode).toBe(5);
  expect(refused.err).toContain("tenant changed since this plan was made; nothing was written");
  expect(refused.err).toContain("OneDrive: known folder move   include SG-Intune-Pilot was added");
  expect(writes()).toEqual([]);
  const history = await intunectl("history", "-o", "json");
  expect(JSON.parse(history.out)).toEqual([]);
});

test("a set that moves during the run is left alone, and the rest is told", async () => {
  await intunectl("plan", path("windows.yaml"), "--out", path("plan.json"));
  gateway.onWrite = async (moment) => {
    if (moment === "after") await meddle(oneDrive, demoGroups["SG-Intune-Pilot"]);
  };
  const partly = await intunectl("apply", path("plan.json"), "--concurrency", "1");
  expect(partly).toMatchObject({ exitCode: 3, out: expect.stringContaining("Applied 1 of 2") });
  expect(await readKeys(oneDrive)).toEqual([`include:${demoGroups["SG-Intune-Pilot"]}`]);
});

test("an edited plan is refused", async () => {
  await intunectl("plan", path("windows.yaml"), "--out", path("plan.json"));
  const text = await readFile(path("plan.json"), "utf8");
  await writeFile(
    path("plan.json"),
    text.replaceAll(demoGroups["SG-Intune-Ring2"], demoGroups["SG-Intune-Pilot"]),
  );
  const refused = await intunectl("apply", path("plan.json"));
  expect(refused).toMatchObject({
    exitCode: 5,
    err: expect.stringContaining("the plan was changed after it was made"),
  });
});

test("assign keeps what was there", async () => {
  const before = await readKeys(office);
  const assigned = await intunectl(
    "assign",
    "Office*",
    "--to",
    "SG-Intune-Ring2",
    "--except",
    "SG-Intune-Kiosk",
  );
  expect(assigned.exitCode).toBe(0);
  expect(await readKeys(office)).toEqual(
    [
      ...before,
      `include:${demoGroups["SG-Intune-Ring2"]}`,
      `exclude:${demoGroups["SG-Intune-Kiosk"]}`,
    ].toSorted(),
  );
});

test("a dry run sends nothing but reads", async () => {
  const dry = await intunectl(
    "assign",
    "Edge:*",
    "--to",
    "all-devices",
    "--not",
    "Kiosk devices",
    "--dry-run",
  );
  expect(dry).toMatchObject({ exitCode: 0, out: expect.stringContaining("Nothing was sent.") });
  expect(writes()).toEqual([]);
});

test("a run that cannot be read is told, and the others are listed", async () => {
  await intunectl("assign", "Edge: baseline", "--to", "SG-Intune-Ring2");
  await writeFile(join(path("state"), "contoso.onmicrosoft.com", "runs", "beef.json"), "{");
  const history = await intunectl("history");
  expect(history).toMatchObject({ exitCode: 1, out: expect.stringContaining("1 of 1 applied") });
  expect(history.err.replaceAll(/\s+/g, " ")).toContain("beef.json: the run is not JSON");
});

test("undo is refused when somebody changed what the run left", async () => {
  await intunectl("assign", "Edge: baseline", "--to", "SG-Intune-Ring2");
  await meddle(edge, demoGroups["SG-Intune-Pilot"]);
  expect(await intunectl("undo", "--yes")).toMatchObject({
    exitCode: 5,
    err: expect.stringContaining("changed since run"),
  });
  expect(await readKeys(edge)).toEqual([`include:${demoGroups["SG-Intune-Pilot"]}`]);
});

test.each<[moment: "before" | "after"]>([["before"], ["after"]])(
  "killed %s the service did the write, nothing is lost and history tells the truth",
  async (moment) => {
    const before = await readKeys(edge);
    const running = start(["assign", "Edge: baseline", "--to", "SG-Intune-Ring2"]);
    gateway.onWrite = async (now) => {
      if (now !== moment) return;
      running.child.kill("SIGKILL");
      await running.ended;
      // A write that was not on its way yet never arrives.
      if (now === "before") throw new Error("the client is gone");
    };
    expect((await running.ended).exitCode).toBe(null);
    gateway.onWrite = () => {};
    await new Promise((resolve) => setTimeout(resolve, 50));
    const written = [...before, `include:${demoGroups["SG-Intune-Ring2"]}`].toSorted();
    expect(await readKeys(edge)).toEqual(moment === "before" ? before : written);
    const run = newestRun((await intunectl("history", "-o", "json")).out);
    expect(run).toMatchObject({
      result: "interrupted: 0 of 1 applied, 1 unknown",
      configurations: [{ state: "writing" }],
    });
    const undone = await intunectl("undo", run.id);
    expect(undone.exitCode).toBe(0);
    expect(await readKeys(edge)).toEqual(before);
  },
);

test(
  "an interrupt lets the write under way end, and records it",
  { skip: process.platform === "win32" },
  async () => {
    await intunectl("plan", path("windows.yaml"), "--out", path("plan.json"));
    const running = start(["apply", path("plan.json"), "--concurrency", "1"]);
    gateway.onWrite = async (moment) => {
      if (moment !== "before") return;
      running.child.kill("SIGINT");
      await new Promise((resolve) => setTimeout(resolve, 100));
    };
    const ended = await running.ended;
    expect(ended).toMatchObject({ exitCode: 130, out: expect.stringContaining("Applied 1 of 2") });
    expect(newestRun((await intunectl("history", "-o", "json")).out)).toMatchObject({
      result: "interrupted: 1 of 2 applied",
      configurations: [{ state: "applied" }, { state: "planned" }],
    });
  },
);
