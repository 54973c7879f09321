import fc from "fast-check";
import { expect, test } from "vitest";
import { type GraphRequest, readIntuneError } from "../src/index.ts";
import { readRetryAfter } from "../src/retry-after.ts";
import { planRetry, type RetryFacts } from "../src/retry-plan.ts";
import { getThing } from "./operations.ts";

const request: GraphRequest = { method: "GET", url: "http://127.0.0.1:1", headers: {}, operation: getThing };

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

test("the only attempt is not called the last of many", () => {
  expect(planRetry({ ...facts, maxAttempts: 1 })).toEqual({});
  expect(planRetry({ ...facts, attempts: 4 })).toEqual({ why: "after 4 attempts" });
});

test("a connection that had been closed is replaced at once", () => {
  expect(planRetry({ ...facts, outcome: "stale", isIdempotent: true, random: 0.5 })).toEqual({ waitMs: 0 });
});

test("who waits for the window to end does not come back with all the others", () => {
  expect(planRetry({ ...facts, attempts: 3, random: 0.5 })).toEqual({ waitMs: 21_250 });
  expect(planRetry({ ...facts, outcome: 503, attempts: 3, random: 0.5 })).toEqual({ waitMs: 1000 });
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
  [{ "retry-after": " 7 " }, "", 7000],
  [{ "retry-after": "7 s" }, "", undefined],
  [{ "retry-after": "at Thu, 01 Jan 1970 00:00:30 GMT" }, "", undefined],
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
