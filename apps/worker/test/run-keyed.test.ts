import { setImmediate as tick } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runKeyed } from "../src/run-keyed.ts";

interface Item {
  readonly key: string | undefined;
  readonly order: number;
  readonly ticks: number;
}

const items = fc
  .array(fc.record({ key: fc.constantFrom("a", "b", "c", undefined), ticks: fc.nat({ max: 4 }) }), {
    maxLength: 40,
  })
  .map((list) => list.map((item, order): Item => ({ ...item, order })));

test("one at a time and in order for each key, never more at once or held than allowed, and all of it", async () => {
  await fc.assert(
    fc.asyncProperty(
      items,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 8 }),
      async (list, concurrency, extra) => {
        const maxHeld = concurrency + extra;
        const done: Item[] = [];
        const running = new Set<Item>();
        let given = 0;
        async function* source(): AsyncGenerator<Item> {
          for (const item of list) {
            given += 1;
            expect(given - done.length).toBeLessThanOrEqual(maxHeld);
            yield item;
          }
        }
        const skipped = await runKeyed({
          items: source(),
          keyOf: ({ key }) => key,
          async work(item) {
            expect([...running].filter(({ key }) => key !== undefined && key === item.key)).toEqual([]);
            running.add(item);
            expect(running.size).toBeLessThanOrEqual(concurrency);
            for (let count = 0; count < item.ticks; count += 1) await tick();
            running.delete(item);
            done.push(item);
          },
          concurrency,
          maxHeld,
          signal: new AbortController().signal,
        });
        expect(skipped).toBe(0);
        expect(done).toHaveLength(list.length);
        for (const key of ["a", "b", "c"]) {
          expect(done.filter((item) => item.key === key)).toEqual(list.filter((item) => item.key === key));
        }
      },
    ),
  );
});

test("different keys run beside each other", async () => {
  let running = 0;
  let most = 0;
  async function* source(): AsyncGenerator<number> {
    for (let index = 0; index < 12; index += 1) yield index;
  }
  await runKeyed({
    items: source(),
    keyOf: (index) => String(index % 6),
    async work() {
      running += 1;
      most = Math.max(most, running);
      await tick();
      running -= 1;
    },
    concurrency: 4,
    maxHeld: 12,
    signal: new AbortController().signal,
  });
  expect(most).toBe(4);
});

test("a stop finishes what runs, starts nothing more, and does not wait for input", async () => {
  const controller = new AbortController();
  const done: number[] = [];
  async function* source(): AsyncGenerator<number> {
    yield* [1, 2, 3, 4];
    await new Promise(() => {});
  }
  const skipped = await runKeyed({
    items: source(),
    keyOf: () => "same",
    async work(item) {
      if (item === 2) controller.abort();
      await tick();
      done.push(item);
    },
    concurrency: 2,
    maxHeld: 10,
    signal: controller.signal,
  });
  expect(done).toEqual([1, 2]);
  expect(skipped).toBe(2);
});

test("when reading fails, what runs is finished first", async () => {
  const done: number[] = [];
  async function* source(): AsyncGenerator<number> {
    yield 1;
    throw new Error("disk gone");
  }
  const run = runKeyed({
    items: source(),
    keyOf: String,
    async work(item) {
      for (let count = 0; count < 5; count += 1) await tick();
      done.push(item);
    },
    concurrency: 1,
    maxHeld: 2,
    signal: new AbortController().signal,
  });
  await expect(run).rejects.toThrow("disk gone");
  expect(done).toEqual([1]);
});
