import { expect, test } from "vitest";
import {
  type Admission,
  type AdmissionRequest,
  createGovernor,
  type Governor,
  type RateLimits,
} from "../src/index.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";

const read: AdmissionRequest = { isWrite: false, isRetry: false, patienceMs: Infinity };
const write: AdmissionRequest = { ...read, isWrite: true };

interface Scene {
  readonly clock: FakeClock;
  readonly governor: Governor;
  /** Who left, and when. */
  readonly left: readonly string[];
  /** Asks; once admitted it is in use for so long. */
  readonly ask: (name: string, request: AdmissionRequest, takesMs?: number) => void;
}

/** Some time after the start of the clock, where a sign that is wrong shows. */
async function createScene(limits: Omit<RateLimits, "windowMs">, maxQueue?: number): Promise<Scene> {
  const clock = createFakeClock();
  await clock.advance(100);
  const governor = createGovernor({
    limits: { windowMs: 1000, ...limits },
    clock,
    ...(maxQueue === undefined ? {} : { maxQueue }),
  });
  const left: string[] = [];
  return {
    clock,
    governor,
    left,
    ask(name, request, takesMs = 0) {
      const use = (admission: Admission): void => {
        left.push(`${name} ${clock.now() - 100} ${admission.kind}`);
        if (admission.kind === "admitted") clock.setTimer(() => admission.release(), takesMs);
        if (admission.kind === "closed") left.push(`after ${admission.retryAfterMs}`);
      };
      const answer = governor.acquire(request);
      if (answer instanceof Promise) void answer.then(use);
      else use(answer);
    },
  };
}

test.each<[first: string, second: string]>([
  ["read", "write"],
  ["write", "read"],
])("a %s that came before a %s leaves before it", async (first, second) => {
  const { clock, left, ask } = await createScene({ requests: 1, writes: 1 });
  ask("0", read);
  for (const name of [first, second]) ask(name, name === "read" ? read : write);
  await clock.drain();
  expect(left).toEqual(["0 0 admitted", `${first} 1000 admitted`, `${second} 2000 admitted`]);
});

test("what comes again goes before what waits, be it of the other kind", async () => {
  for (const [fresh, again] of [
    [read, write],
    [write, read],
  ] as const) {
    const { clock, left, ask } = await createScene({ requests: 1, writes: 1 });
    ask("0", read);
    ask("fresh", fresh);
    ask("again", { ...again, isRetry: true });
    await clock.drain();
    expect(left).toEqual(["0 0 admitted", "again 1000 admitted", "fresh 2000 admitted"]);
  }
});

test("what comes again is let into a full queue", async () => {
  const { clock, left, ask } = await createScene({ requests: 1, writes: 1 }, 1);
  ask("0", read);
  ask("queued", read);
  ask("refused", read);
  ask("again", { ...read, isRetry: true });
  await clock.drain();
  expect(left).toEqual(["0 0 admitted", "refused 0 full", "again 1000 admitted", "queued 2000 admitted"]);
});

test("the next one leaves when its own place has rested, though the one before is still in use", async () => {
  const { clock, left, ask } = await createScene({ requests: 2, writes: 2 });
  ask("a", read);
  ask("b", read, 500);
  ask("c", read, 60_000);
  ask("d", read);
  await clock.drain();
  expect(left).toEqual(["a 0 admitted", "b 0 admitted", "c 1000 admitted", "d 1500 admitted"]);
});

test("a read leaves at the first place, however long the writes beside it have to wait", async () => {
  const { clock, left, ask } = await createScene({ requests: 2, writes: 1 });
  ask("read", read);
  ask("write", write, 500);
  ask("next read", read);
  ask("next write", write);
  await clock.drain();
  expect(left).toEqual([
    "read 0 admitted",
    "write 0 admitted",
    "next read 1000 admitted",
    "next write 1500 admitted",
  ]);
});

test("a gate that opens while all places are in use lets in whoever finds the next one", async () => {
  const { clock, governor, left, ask } = await createScene({ requests: 1, writes: 1 });
  ask("long", read, 10_000);
  governor.close(2000);
  ask("next", read);
  await clock.drain();
  expect(left).toEqual(["long 0 admitted", "next 11000 admitted"]);
});

test("whose patience lasts exactly as long as the gate is closed waits, and leaves at the moment it opens", async () => {
  const { clock, governor, left, ask } = await createScene({ requests: 5, writes: 5 });
  governor.close(5000);
  ask("patient", { ...read, patienceMs: 5000 });
  ask("impatient", { ...read, patienceMs: 4999 });
  await clock.advance(5000);
  ask("at once", read);
  await clock.drain();
  expect(left).toEqual([
    "impatient 0 closed",
    "after 5000",
    "patient 5000 admitted",
    "at once 5000 admitted",
  ]);
});

test("a gate that closes sends away only those who will not wait so long, and they take no place", async () => {
  const { clock, governor, left, ask } = await createScene({ requests: 1, writes: 1 });
  ask("0", read);
  ask("impatient", { ...read, patienceMs: 4999 });
  ask("patient", { ...read, patienceMs: 5000 });
  governor.close(5000);
  await clock.drain();
  expect(left).toEqual(["0 0 admitted", "impatient 0 closed", "after 5000", "patient 5000 admitted"]);
});

test("nobody is overtaken because a timer is late", () => {
  let now = 0;
  const clock = { now: () => now, date: () => now, random: () => 0, setTimer: () => () => {} };
  const governor = createGovernor({ limits: { windowMs: 1000, requests: 1, writes: 1 }, clock });
  const first = governor.acquire(read);
  if (first instanceof Promise || first.kind !== "admitted") throw new Error("it was free");
  first.release();
  void governor.acquire(write);
  now = 1000;
  // The place has rested and is the write's; a newcomer finds none.
  expect(governor.acquire(read)).toBeInstanceOf(Promise);
});

test("thousands of uses leave the window as it was", async () => {
  const { clock, left, ask } = await createScene({ requests: 700, writes: 700 });
  for (let index = 0; index < 3000; index += 1) ask("x", read);
  await clock.drain();
  const counts = Map.groupBy(left, (line) => line);
  expect(Array.from(counts, ([line, lines]) => [line, lines.length])).toEqual([
    ["x 0 admitted", 700],
    ["x 1000 admitted", 700],
    ["x 2000 admitted", 700],
    ["x 3000 admitted", 700],
    ["x 4000 admitted", 200],
  ]);
});
