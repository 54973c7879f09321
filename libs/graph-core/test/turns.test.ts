import { expect, test } from "vitest";
import {
  type AdmissionRequest,
  createGovernor,
  createGraphClient,
  createGraphSender,
  type Governor,
  staticToken,
  takeTurns,
} from "../src/index.ts";
import { createRetryBudget } from "../src/retry-budget.ts";
import { answers, ok, status } from "./answers.ts";
import { createFakeClock } from "./fake-clock.ts";
import { assignThing, getThing } from "./operations.ts";
import { errorOf } from "./server.ts";

const input = { thingId: "a" };
const write = { thingId: "a", assignments: [] };

test("a governor is told what wants to leave, whether it comes again, and what is left of its patience", async () => {
  const clock = createFakeClock();
  const asked: AdmissionRequest[] = [];
  const governor: Governor = {
    acquire(request) {
      asked.push(request);
      return { kind: "admitted", release: () => {} };
    },
    close: () => {},
  };
  const { transport } = answers(status(503, { "retry-after": "30" }), ok());
  const graph = createGraphClient({ credential: staticToken("t"), transport, clock, governor });
  const { signal } = new AbortController();
  await clock.settle(graph.send(assignThing, write, { signal }));
  await clock.settle(graph.send(getThing, input, { deadlineMs: 7000 }));
  expect(asked).toEqual([
    { isWrite: true, isRetry: false, patienceMs: 100_000, signal },
    { isWrite: true, isRetry: true, patienceMs: 70_000, signal },
    { isWrite: false, isRetry: false, patienceMs: 7000 },
  ]);
});

test("a full queue and a closed gate are told in words", async () => {
  const clock = createFakeClock();
  const governor = createGovernor({ limits: { windowMs: 1000, requests: 1, writes: 1 }, maxQueue: 1, clock });
  const { transport } = answers(ok());
  const graph = createGraphClient({ credential: staticToken("t"), transport, clock, governor });
  void graph.send(getThing, input);
  void graph.send(getThing, input).catch(() => undefined);
  expect(await errorOf(graph.send(getThing, input))).toMatchObject({
    name: "GraphThrottledError",
    code: "queueFull",
    attempts: 0,
    mayHaveTakenEffect: false,
    message: "getThing: too many calls wait for their turn",
  });
  governor.close(300_000);
  expect(await errorOf(graph.send(getThing, input))).toMatchObject({
    code: "throttled",
    retryAfterMs: 300_000,
    message: "getThing: the service asks to wait 300 s, longer than the deadline allows",
  });
});

test("a sender takes turns without anybody who listens, and a 429 closes the gate, nothing else does", async () => {
  for (const [code, want] of [
    [429, [0, 9000, 10_000]],
    [503, [0, 1000, 9000]],
  ] as const) {
    const clock = createFakeClock();
    const times: number[] = [];
    const governor = createGovernor({ limits: { windowMs: 1000, requests: 1, writes: 1 }, clock });
    const graph = createGraphSender({
      token: () => "t",
      clock,
      attempts: [takeTurns(governor, { clock })],
      transport: () => {
        times.push(clock.now());
        return Promise.resolve(times.length === 1 ? status(code, { "retry-after": "9" }) : ok());
      },
    });
    await clock.settle(Promise.all([graph.send(getThing, input), graph.send(getThing, input)]));
    expect(times).toEqual(want);
  }
});

test("a budget of retries runs out, and comes back by a tenth for each success, up to what it was", () => {
  const budget = createRetryBudget(2);
  expect([budget.take(), budget.take(), budget.take()]).toEqual([true, true, false]);
  for (let success = 0; success < 11; success += 1) budget.refill();
  expect([budget.take(), budget.take()]).toEqual([true, false]);
  for (let success = 0; success < 1000; success += 1) budget.refill();
  expect([budget.take(), budget.take(), budget.take()]).toEqual([true, true, false]);
});
