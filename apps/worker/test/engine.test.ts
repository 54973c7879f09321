import { allDevices, include } from "@intunectl/assignments";
import { expect, test } from "vitest";
import {
  backings,
  openTestStore,
  serverUrl,
  settled,
  startTestEngine,
  submit,
  wish,
} from "./engine-harness.ts";
import { edge, group, lockScreen, startEmulator, targetsOf } from "./harness.ts";

for (const backing of backings) {
  const isMissing = backing === "PostgreSQL" && serverUrl === undefined;

  test.skipIf(isMissing)(
    `${backing}: a merge is written, read back, and recorded before and after`,
    async () => {
      const [store, emulator] = [await openTestStore(backing), await startEmulator()];
      const engine = await startTestEngine(store, emulator);
      const [accepted] = await submit(store, engine, [
        wish(edge, { assignments: [{ target: allDevices() }] }),
      ]);
      expect(accepted?.generation).toBe(1);
      expect((await settled(store)).map(({ state }) => state)).toEqual(["applied"]);
      expect(await targetsOf(emulator, edge)).toContain("allDevices:");
      const audit = await store.query<Record<string, unknown>>(
        "select * from intune_worker.audit order by id",
      );
      expect(audit.map(({ event }) => event)).toEqual(["accepted", "writing", "applied"]);
      const write = emulator.log().find(({ method }) => method === "POST");
      expect(audit[1]).toMatchObject({ write: write?.clientRequestId, actor: "ana" });
      expect(audit[2]).toMatchObject({ write: write?.clientRequestId, request_id: write?.requestId });
    },
  );

  test.skipIf(isMissing)(
    `${backing}: what adds is never lost to what comes after; a replacement supersedes`,
    async () => {
      const [store, emulator] = [await openTestStore(backing), await startEmulator()];
      const engine = await startTestEngine(store, emulator);
      const add = (index: number): ReturnType<typeof wish> =>
        wish(edge, { assignments: [{ target: include(group(index)) }] });
      for (let index = 0; index < 20; index += 1) await submit(store, engine, [add(index)]);
      await settled(store);
      expect((await targetsOf(emulator, edge)).filter((target) => target.includes("aaaaaaaa"))).toHaveLength(
        20,
      );
      await submit(store, engine, [
        wish(edge, { mode: "replace", assignments: [{ target: include(group(99)) }] }),
      ]);
      await settled(store);
      expect(await targetsOf(emulator, edge)).toEqual([`group:${group(99)}`]);
    },
  );

  test.skipIf(isMissing)(
    `${backing}: a plan is refused with the difference when the tenant moved`,
    async () => {
      const [store, emulator] = [await openTestStore(backing), await startEmulator()];
      const engine = await startTestEngine(store, emulator);
      const plan = wish(lockScreen, {
        mode: "replace",
        guard: [],
        assignments: [{ target: include(group(1)) }],
      });
      const before = await targetsOf(emulator, lockScreen);
      await submit(store, engine, [plan]);
      const [row] = await settled(store);
      expect(row).toMatchObject({ state: "refused", code: "moved" });
      expect(row?.difference?.length).toBe(before.length);
      expect(await targetsOf(emulator, lockScreen)).toEqual(before);
    },
  );

  test.skipIf(isMissing)(
    `${backing}: one that the service refuses does not take its neighbours along`,
    async () => {
      const [store, emulator] = [
        await openTestStore(backing),
        await startEmulator({ unknownGroups: "reject" }),
      ];
      const engine = await startTestEngine(store, emulator);
      const good = include("d4c87e35-1f60-4b92-a3d8-7e5a9b06c2f1");
      await submit(store, { queue: { ...engine.queue, wake: () => Promise.resolve() } }, [
        wish(edge, { assignments: [{ target: include(group(7)) }] }),
      ]);
      await submit(store, engine, [wish(edge, { assignments: [{ target: good }] })]);
      expect((await settled(store)).map(({ state }) => state)).toEqual(["failed", "applied"]);
      expect(await targetsOf(emulator, edge)).toContain(`group:${good.groupId}`);
    },
  );

  test.skipIf(isMissing)(`${backing}: the same idempotency key is the same submission`, async () => {
    const [store, emulator] = [await openTestStore(backing), await startEmulator()];
    const engine = await startTestEngine(store, emulator);
    const change = [wish(edge, { assignments: [{ target: allDevices() }] })];
    const both = await Promise.all([
      submit(store, engine, change, "run-1"),
      submit(store, engine, change, "run-1"),
    ]);
    expect(both[0]).toEqual(both[1]);
    await expect(submit(store, engine, [wish(edge, { mode: "remove" })], "run-1")).rejects.toThrow(
      "not accepted",
    );
    expect(await settled(store)).toHaveLength(1);
  });

  test.skipIf(isMissing)(`${backing}: faults of every kind end in what was wished last`, async () => {
    const store = await openTestStore(backing);
    const emulator = await startEmulator({
      faultSeed: 11,
      faults: [
        { rate: 0.1, match: { effect: "write" }, fault: { kind: "reset", at: "after" } },
        { rate: 0.1, match: { effect: "write" }, fault: { kind: "reset", at: "during", lateMs: 300 } },
        { rate: 0.1, match: { effect: "write" }, fault: { kind: "status", status: 503, hasEffect: true } },
        { rate: 0.2, match: { effect: "read" }, fault: { kind: "stale", ms: 1500 } },
      ],
    });
    const engine = await startTestEngine(store, emulator);
    for (let index = 0; index < 12; index += 1)
      await submit(store, engine, [
        wish(edge, { mode: "replace", assignments: [{ target: include(group(index % 2)) }] }),
        wish(lockScreen, { assignments: [{ target: include(group(index)) }] }),
      ]);
    await settled(store);
    expect(await targetsOf(emulator, edge)).toEqual([`group:${group(1)}`]);
    expect(
      (await targetsOf(emulator, lockScreen)).filter((target) => target.includes("aaaaaaaa")),
    ).toHaveLength(12);
  });
}
