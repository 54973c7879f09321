import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Admission,
  createGovernor,
  createGraphClient,
  type Governor,
  type GraphClient,
  intuneLimits,
  staticToken,
} from "../src/index.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import { getThing } from "./operations.ts";
import { errorOf } from "./server.ts";

interface Use {
  readonly index: number;
  readonly isWrite: boolean;
  readonly start: number;
  readonly end: number;
}

/** Each call comes at its time, is admitted some time, and takes its time. */
async function simulate(
  governor: Governor,
  clock: FakeClock,
  calls: readonly { readonly isWrite: boolean; readonly atMs: number; readonly takesMs: number }[],
): Promise<readonly Use[]> {
  const uses: Use[] = [];
  for (const [index, { isWrite, atMs, takesMs }] of calls.entries()) {
    clock.setTimer(() => {
      const use = (admission: Admission): void => {
        if (admission.kind !== "admitted") throw new Error(admission.kind);
        const start = clock.now();
        clock.setTimer(() => {
          uses.push({ index, isWrite, start, end: clock.now() });
          admission.release();
        }, takesMs);
      };
      const answer = governor.acquire({ isWrite, isRetry: false, patienceMs: Infinity });
      if (answer instanceof Promise) void answer.then(use);
      else use(answer);
    }, atMs);
  }
  await clock.drain();
  return uses.toSorted((a, b) => a.index - b.index);
}

const call = fc.record({
  isWrite: fc.boolean(),
  atMs: fc.integer({ min: 0, max: 3000 }),
  takesMs: fc.integer({ min: 0, max: 300 }),
});

test("no window ever holds more than the limits, whenever the service counts", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(call, { maxLength: 40 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (calls, requests, writes, moment) => {
        const clock = createFakeClock();
        const limits = { windowMs: 1000, requests, writes };
        const uses = await simulate(createGovernor({ limits, clock }), clock, calls);
        expect(uses).toHaveLength(calls.length);
        // The service counts at its own moment between the start and the end of each.
        const counted = uses.map(({ isWrite, start, end }, index) => ({
          isWrite,
          at: start + (end - start) * (index % 2 === 0 ? moment : 1 - moment),
        }));
        for (const { at } of counted) {
          const inWindow = counted.filter((other) => other.at >= at && other.at < at + 1000);
          expect(inWindow.length).toBeLessThanOrEqual(requests);
          expect(inWindow.filter(({ isWrite }) => isWrite).length).toBeLessThanOrEqual(writes);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("who comes first leaves first, among reads and among writes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 40 }), async (calls) => {
      const clock = createFakeClock();
      const ordered = calls.toSorted((a, b) => a.atMs - b.atMs);
      const limits = { windowMs: 500, requests: 3, writes: 2 };
      const uses = await simulate(createGovernor({ limits, clock }), clock, ordered);
      for (const isWrite of [true, false]) {
        const starts = uses.filter((use) => use.isWrite === isWrite).map(({ start }) => start);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 200 },
  );
});

test("300 writes take no longer than the window makes them", async () => {
  const clock = createFakeClock();
  const calls = Array.from({ length: 300 }, () => ({ isWrite: true, atMs: 0, takesMs: 20 }));
  const uses = await simulate(createGovernor({ clock }), clock, calls);
  const last = Math.max(...uses.map(({ end }) => end));
  expect(intuneLimits).toEqual({ windowMs: 20_000, requests: 1000, writes: 100 });
  expect(last).toBe(40_060);
});

test("writes that have to wait do not hold up reads", async () => {
  const clock = createFakeClock();
  const limits = { windowMs: 1000, requests: 10, writes: 1 };
  const calls = [true, true, false].map((isWrite) => ({ isWrite, atMs: 0, takesMs: 0 }));
  const uses = await simulate(createGovernor({ limits, clock }), clock, calls);
  expect(uses.map(({ start }) => start)).toEqual([0, 1000, 0]);
});

const wanted = { isWrite: true, isRetry: false, patienceMs: 10_000 };

test("a closed gate holds everybody, and who was sent before goes first when it opens", async () => {
  const clock = createFakeClock();
  const governor = createGovernor({ limits: { windowMs: 1000, requests: 1, writes: 1 }, clock });
  governor.close(5000);
  governor.close(1000);
  const order: string[] = [];
  const waits: Promise<void>[] = [];
  for (const [name, isRetry] of [
    ["first", false],
    ["again", true],
  ] as const)
    waits.push(
      (async () => {
        const admission = await governor.acquire({ ...wanted, isRetry });
        order.push(`${name} ${clock.now()}`);
        if (admission.kind === "admitted") admission.release();
      })(),
    );
  await clock.drain();
  await Promise.all(waits);
  expect(order).toEqual(["again 5000", "first 6000"]);
});

test("who will not wait for a closed gate is told at once, also in the queue", async () => {
  const clock = createFakeClock();
  const governor = createGovernor({ limits: { windowMs: 1000, requests: 1, writes: 1 }, clock });
  const first = governor.acquire(wanted);
  const queued = governor.acquire(wanted);
  governor.close(10_001);
  expect(await queued).toEqual({ kind: "closed", retryAfterMs: 10_001 });
  expect(governor.acquire(wanted)).toEqual({ kind: "closed", retryAfterMs: 10_001 });
  expect(first).toMatchObject({ kind: "admitted" });
});

test("the queue has an end, and an aborted place in it is free again", async () => {
  const clock = createFakeClock();
  const limits = { windowMs: 1000, requests: 1, writes: 1 };
  const governor = createGovernor({ limits, maxQueue: 1, clock });
  void governor.acquire(wanted);
  const controller = new AbortController();
  const queued = Promise.resolve(governor.acquire({ ...wanted, signal: controller.signal }));
  expect(governor.acquire(wanted)).toEqual({ kind: "full" });
  controller.abort(new Error("left"));
  expect((await errorOf(queued)).message).toBe("left");
  expect(governor.acquire(wanted)).toBeInstanceOf(Promise);
});

test("who was called off before asking takes no place", () => {
  const governor = createGovernor({ limits: { windowMs: 1000, requests: 1, writes: 1 }, maxQueue: 1 });
  const signal = AbortSignal.abort(new Error("left"));
  expect(() => governor.acquire({ ...wanted, signal })).toThrow("left");
  expect(governor.acquire(wanted)).toMatchObject({ kind: "admitted" });
});

test("clients that share a governor share its window, and a gate that one of them had closed", async () => {
  const clock = createFakeClock();
  const governor = createGovernor({ limits: { windowMs: 1000, requests: 2, writes: 2 }, clock });
  const times: number[] = [];
  const client = (): GraphClient =>
    createGraphClient({
      credential: staticToken("t"),
      clock,
      governor,
      transport: () => {
        times.push(clock.now());
        const isFirst = times.length === 1;
        const headers = isFirst ? { "retry-after": "5" } : {};
        return Promise.resolve({ status: isFirst ? 429 : 200, headers, body: '{"id":"a"}' });
      },
    });
  const calls = [client(), client(), client()].map((graph) => graph.send(getThing, { thingId: "a" }));
  await clock.settle(Promise.all(calls));
  // Two leave; the one that is refused closes the gate for 5 s, and goes first when it opens.
  expect(times).toEqual([0, 0, 5000, 5000]);
});

test("standing in the queue uses up no deadline: that begins when the call leaves", async () => {
  const clock = createFakeClock();
  const governor = createGovernor({ limits: { windowMs: 1000, requests: 1, writes: 1 }, clock });
  const timeouts: number[] = [];
  const graph = createGraphClient({
    credential: staticToken("t"),
    clock,
    governor,
    deadlineMs: 5000,
    transport: ({ timeoutMs }) => {
      timeouts.push(timeoutMs);
      return Promise.resolve({ status: 200, headers: {}, body: '{"id":"a"}' });
    },
  });
  await clock.settle(Promise.all(Array.from({ length: 20 }, () => graph.send(getThing, { thingId: "a" }))));
  expect(clock.now()).toBe(19_000);
  expect(timeouts).toEqual(Array.from({ length: 20 }, () => 5000));
});
