import { performance } from "node:perf_hooks";
import { expect, test } from "vitest";
import {
  createGraphClient,
  type GraphEvents,
  staticToken,
  type Transport,
  TransportError,
} from "../src/index.ts";
import { answers, ok, status } from "./answers.ts";
import { createFakeClock } from "./fake-clock.ts";
import { assignThing, getThing } from "./operations.ts";
import { errorOf, startServer } from "./server.ts";

const credential = staticToken("t");
const baseUrl = "http://127.0.0.1:1";
const replaceThing: typeof assignThing = { ...assignThing, idempotent: true };
const input = { thingId: "a", assignments: [] };

type Assign = typeof assignThing;

test.each<[code: number, operation: Assign, want: number]>([
  [429, assignThing, 2],
  [503, assignThing, 2],
  [504, assignThing, 1],
  [504, replaceThing, 2],
  [500, replaceThing, 1],
  [501, replaceThing, 1],
  [502, replaceThing, 1],
  [408, replaceThing, 1],
  [409, replaceThing, 1],
  [404, replaceThing, 1],
])("a write answered %d is sent as often as is safe", async (code, operation, want) => {
  const { transport, sent } = answers(status(code), ok());
  const call = createGraphClient({ credential, baseUrl, transport }).send(operation, input);
  if (want === 2) expect(await call).toEqual({});
  else expect(await errorOf(call)).toMatchObject({ status: code, attempts: 1 });
  expect(sent).toHaveLength(want);
  expect(new Set(sent.map(({ headers }) => headers["client-request-id"])).size).toBe(1);
});

test.each<[failure: TransportError["failure"], operation: Assign, want: number]>([
  ["stale", assignThing, 1],
  ["stale", replaceThing, 2],
  ["notSent", assignThing, 2],
  ["lost", assignThing, 1],
  ["lost", replaceThing, 2],
  ["timeout", replaceThing, 1],
])("a connection that is %s", async (failure, operation, want) => {
  const { transport, sent } = answers(new TransportError(failure, new Error("reset")), ok());
  const call = createGraphClient({ credential, baseUrl, transport }).send(operation, input);
  if (want === 2) expect(await call).toEqual({});
  else
    expect(await errorOf(call)).toMatchObject({
      name: failure === "timeout" ? "GraphTimeoutError" : "GraphNetworkError",
      attempts: 1,
    });
  expect(sent).toHaveLength(want);
});

test("after four attempts the last answer stands, and says so", async () => {
  const { transport, sent } = answers(status(429));
  const error = await errorOf(createGraphClient({ credential, baseUrl, transport }).send(assignThing, input));
  expect(error).toMatchObject({
    name: "GraphThrottledError",
    attempts: 4,
    message: expect.stringContaining("(after 4 attempts)"),
  });
  expect(sent).toHaveLength(4);
});

test("a wait that is longer than the deadline fails at once and says how long it would be", async () => {
  const { transport, sent } = answers(status(429, { "retry-after": "300" }));
  const graph = createGraphClient({ credential, baseUrl, transport });
  const start = performance.now();
  expect(await errorOf(graph.send(assignThing, input))).toMatchObject({
    name: "GraphThrottledError",
    retryAfterMs: 300_000,
    message: expect.stringContaining("the service asks to wait 300 s, and the deadline is in 100 s"),
  });
  // The gate is closed now: the next one is not even sent.
  expect(await errorOf(graph.send(getThing, { thingId: "a" }))).toMatchObject({
    code: "throttled",
    attempts: 0,
    retryAfterMs: expect.any(Number),
  });
  expect(performance.now() - start).toBeLessThan(20_000);
  expect(sent).toHaveLength(1);
});

test("an outage is not answered with a multiple of the traffic", async () => {
  const { transport, sent } = answers(status(503, { "retry-after": "0.001" }));
  const graph = createGraphClient({ credential, baseUrl, transport, governor: false });
  const errors = await Promise.all(
    Array.from({ length: 1000 }, () => errorOf(graph.send(getThing, { thingId: "a" }))),
  );
  expect(sent.length).toBe(1050);
  expect(errors.at(-1)?.message).toContain("too many calls fail to try this one again");
});

test("a wait is told, and ends at once when the caller aborts", async () => {
  for (const code of [429, 503]) {
    const { transport, sent } = answers(status(code, { "retry-after": "60" }));
    const told: unknown[] = [];
    const controller = new AbortController();
    const reason = new Error("enough");
    const events: GraphEvents = {
      onRetry: ({ attempt, waitMs, reason: why }) => told.push(["retry", attempt, waitMs, why]),
      onWait: ({ reason: why, waitMs }) => {
        told.push([why, waitMs]);
        setTimeout(() => controller.abort(reason), 10);
      },
    };
    const graph = createGraphClient({ credential, baseUrl, transport, events: [events] });
    const start = performance.now();
    expect(await errorOf(graph.send(assignThing, input, { signal: controller.signal }))).toBe(reason);
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(told.slice(0, 2)).toEqual([
      ["retry", 1, 60_000, `${code}`],
      ["retry", 60_000],
    ]);
    expect(sent).toHaveLength(1);
  }
});

test("the deadline cuts off an attempt that gets no answer", async () => {
  const { url } = await startServer(() => {});
  const graph = createGraphClient({ credential, baseUrl: url });
  const error = await errorOf(graph.send(getThing, { thingId: "a" }, { deadlineMs: 50 }));
  expect(error).toMatchObject({ name: "GraphTimeoutError", code: "timeout", attempts: 1 });
});

test("the attempts share one deadline", async () => {
  const clock = createFakeClock();
  let sent = 0;
  const transport: Transport = () => {
    sent += 1;
    return Promise.resolve({ status: 503, headers: { "retry-after": "60" }, body: "" });
  };
  const graph = createGraphClient({
    credential,
    baseUrl,
    transport,
    clock,
    deadlineMs: 150_000,
    maxAttempts: 50,
  });
  const outcome = errorOf(graph.send(getThing, { thingId: "a" }));
  // The first attempt is under way before the clock moves.
  await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(130_000);
  expect(await outcome).toMatchObject({
    status: 503,
    message: expect.stringContaining("the service asks to wait 60 s, and the deadline is in 30 s"),
  });
  expect(sent).toBe(3);
});

test("a read is sent again when its answer is lost, and so is what a transport had no name for", async () => {
  for (const failure of [new TransportError("lost"), new RangeError("a bug")]) {
    let sent = 0;
    const transport: Transport = () => {
      sent += 1;
      return sent === 1 ? Promise.reject(failure) : Promise.resolve(ok());
    };
    await createGraphClient({ credential, baseUrl, transport }).send(getThing, { thingId: "a" });
    expect(sent).toBe(2);
  }
});

test("a signal that nobody uses changes no error", async () => {
  const { transport } = answers(new TransportError("lost"));
  const { signal } = new AbortController();
  const call = createGraphClient({ credential, baseUrl, transport }).send(assignThing, input, { signal });
  expect(await errorOf(call)).toMatchObject({ name: "GraphNetworkError" });
});
