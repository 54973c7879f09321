import { performance } from "node:perf_hooks";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  createGraphClient,
  type GraphEvents,
  type GraphRequest,
  type GraphResponse,
  readIntuneError,
  staticToken,
  type Transport,
  TransportError,
  type TransportRequest,
} from "../src/index.ts";
import { readRetryAfter } from "../src/retry-after.ts";
import { planRetry, type RetryFacts } from "../src/retry-plan.ts";
import { assignThing, getThing } from "./operations.ts";
import { createFakeClock } from "./fake-clock.ts";
import { errorOf, startServer } from "./server.ts";

const credential = staticToken("t");
const baseUrl = "http://127.0.0.1:1";
const replaceThing: typeof assignThing = { ...assignThing, idempotent: true };
const input = { thingId: "a", assignments: [] };

function ok(): GraphResponse {
  return { status: 200, headers: {}, body: "{}" };
}

function answers(...list: readonly (GraphResponse | TransportError)[]): {
  readonly transport: Transport;
  readonly sent: TransportRequest[];
} {
  const sent: TransportRequest[] = [];
  const transport: Transport = (request) => {
    sent.push(request);
    const answer = list[Math.min(sent.length, list.length) - 1] ?? ok();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { transport, sent };
}

function status(code: number, headers: Readonly<Record<string, string>> = {}): GraphResponse {
  return { status: code, headers: { "retry-after": "0.01", ...headers }, body: "" };
}

const request: GraphRequest = { method: "GET", url: baseUrl, headers: {}, operation: getThing };

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

const facts: RetryFacts = {
  outcome: 429,
  retryAfterMs: undefined,
  attempts: 1,
  maxAttempts: 4,
  isIdempotent: false,
  elapsedMs: 0,
  deadlineMs: Infinity,
  random: 0,
};

test("a wait above 180 s is honoured when the deadline allows it", () => {
  const asked = { ...facts, retryAfterMs: 200_000 };
  expect(planRetry({ ...asked, deadlineMs: 300_000 })).toEqual({ waitMs: 200_000 });
  expect(planRetry({ ...asked, deadlineMs: 200_000 })).toEqual({
    why: "the service asks to wait 200 s, and the deadline is in 200 s",
  });
});

const chance = fc.double({ min: 0, max: 0.999_999, noNaN: true });

test("without Retry-After the wait is anywhere below a doubling bound, and below 20 s", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), chance, (attempts, random) => {
      const given = { ...facts, attempts, random, maxAttempts: 100 };
      expect(planRetry({ ...given, outcome: 503 }).waitMs).toBe(
        random * Math.min(20_000, 250 * 2 ** attempts),
      );
      expect(planRetry(given).waitMs).toBe(random * Math.min(20_000, 2500 * 2 ** attempts));
    }),
  );
});

test("the last attempt after 429s without Retry-After comes when the window of 20 s is over", () => {
  fc.assert(
    fc.property(fc.array(chance, { minLength: 3, maxLength: 3 }), (chances) => {
      let elapsedMs = 0;
      for (const [index, random] of chances.entries())
        elapsedMs += planRetry({ ...facts, attempts: index + 1, elapsedMs, random }).waitMs ?? Number.NaN;
      expect(elapsedMs).toBeGreaterThanOrEqual(20_000);
      expect(elapsedMs).toBeLessThanOrEqual(35_000);
    }),
  );
});

test("a back-off of our own never reaches the deadline", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200_000 }), chance, (deadlineMs, random) => {
      expect(planRetry({ ...facts, attempts: 3, deadlineMs, random }).waitMs).toBeLessThan(deadlineMs);
    }),
  );
});

test.each<[headers: Readonly<Record<string, string>>, body: string, want: number | undefined]>([
  [{ "retry-after": "2.128" }, "", 2128],
  [{ "retry-after": "Thu, 01 Jan 1970 00:00:30 GMT" }, "", 29_000],
  [{ "retry-after": "Thu, 01 Jan 1970 00:00:30 GMT", date: "Thu, 01 Jan 1970 00:00:10 GMT" }, "", 20_000],
  [{}, JSON.stringify({ error: { message: '{"Message":"m","RetryAfter":"9"}' } }), 9000],
  [{}, "", undefined],
  [{ "retry-after": "soon" }, "", undefined],
])("reads the wait of %j %s", (headers, body, want) => {
  const response = { status: 429, headers, body };
  expect(readRetryAfter(response, 1000, readIntuneError(response, request))).toBe(want);
});

test("any number of seconds is read, and nothing is ever negative", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.nat().map(String),
        fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      ),
      (text) => {
        const ms = readRetryAfter(
          { status: 429, headers: { "retry-after": text }, body: "" },
          Date.now(),
          {},
        );
        expect(ms === undefined || ms >= 0).toBe(true);
        if (/^\d+$/.test(text)) expect(ms).toBe(Number(text) * 1000);
      },
    ),
  );
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

test.each<[answers: readonly (GraphResponse | TransportError)[], want: boolean]>([
  [[status(403)], false],
  [[status(429), status(403)], false],
  [[new TransportError("notSent"), status(403)], false],
  [[new TransportError("notSent")], false],
  [[status(500)], true],
  [[status(503), status(403)], true],
  [[status(302)], true],
  [[new TransportError("lost"), status(403)], true],
  [[new TransportError("stale"), status(403)], true],
  [[new TransportError("timeout")], true],
])("whether a failed write may have taken effect is told over all its attempts: %#", async (list, want) => {
  const { transport } = answers(...list);
  const call = createGraphClient({ credential, baseUrl, transport }).send(replaceThing, input);
  expect(await errorOf(call)).toMatchObject({ mayHaveTakenEffect: want });
});

test("a credential that fails after a lost answer does not make the write undone", async () => {
  const { transport } = answers(new TransportError("lost"));
  let asked = 0;
  const failing = {
    getToken: () => {
      asked += 1;
      // Dead on arrival, so that the second attempt asks again.
      return asked === 1
        ? Promise.resolve({ token: "t", expiresOnTimestamp: 0 })
        : Promise.reject(new Error("gone"));
    },
  };
  const call = createGraphClient({ credential: failing, baseUrl, transport }).send(replaceThing, input);
  expect(await errorOf(call)).toMatchObject({ code: "noToken", attempts: 1, mayHaveTakenEffect: true });
});

test("a call without a token left nothing behind", async () => {
  const { transport } = answers(ok());
  const none = { getToken: () => Promise.resolve(null) };
  const call = createGraphClient({ credential: none, baseUrl, transport }).send(replaceThing, input);
  expect(await errorOf(call)).toMatchObject({ code: "noToken", attempts: 0, mayHaveTakenEffect: false });
});
