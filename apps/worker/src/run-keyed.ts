import pLimit from "p-limit";

/** How items are worked on. */
export interface KeyedOptions<Item> {
  readonly items: AsyncIterable<Item>;
  /** Items with the same key run one at a time, in order of arrival; those without a key are free. */
  readonly keyOf: (item: Item) => string | undefined;
  readonly work: (item: Item) => Promise<void>;
  /** How many run at once. */
  readonly concurrency: number;
  /** How many are held at once, running or waiting; nothing more is read until one is done. */
  readonly maxHeld: number;
  /** Stops reading and starting; what runs is finished. */
  readonly signal: AbortSignal;
}

/** Works on everything; resolves to the number of items that were read and not started, after a stop. */
export async function runKeyed<Item>(options: KeyedOptions<Item>): Promise<number> {
  const { items, keyOf, work, concurrency, maxHeld, signal } = options;
  const limit = pLimit(concurrency);
  const lastByKey = new Map<string, Promise<void>>();
  const held = new Set<Promise<void>>();
  let wake = (): void => {};
  const failures: unknown[] = [];
  let skipped = 0;

  const start = async (item: Item, previous: Promise<void> | undefined): Promise<void> => {
    // Waiting for its turn takes no place among those that run.
    await previous;
    await limit(async () => {
      if (signal.aborted || failures.length > 0) skipped += 1;
      else await work(item).catch((error: unknown) => failures.push(error));
    });
  };
  const release = async (task: Promise<void>, key: string | undefined): Promise<void> => {
    await task;
    held.delete(task);
    if (key !== undefined && lastByKey.get(key) === task) lastByKey.delete(key);
    wake();
  };

  try {
    for await (const item of untilAborted(items, signal)) {
      const key = keyOf(item);
      const task = start(item, key === undefined ? undefined : lastByKey.get(key));
      if (key !== undefined) lastByKey.set(key, task);
      held.add(task);
      void release(task, key);
      while (held.size >= maxHeld) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (failures.length > 0) break;
    }
  } finally {
    // Also when reading fails: what runs is finished before anybody hears of it.
    await Promise.all(held);
  }
  if (failures.length > 0) throw failures[0];
  return skipped;
}

/** Ends at an abort even while the next item is not there yet: standard input may never send it. */
async function* untilAborted<Item>(items: AsyncIterable<Item>, signal: AbortSignal): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]();
  let stop = (): void => {};
  const onAbort = (): void => stop();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    while (!signal.aborted) {
      // Not Promise.race with one promise for the abort: that would keep something for every item until the end.
      const next = Promise.withResolvers<IteratorResult<Item> | undefined>();
      stop = () => next.resolve(undefined);
      iterator.next().then(next.resolve, next.reject);
      const result = await next.promise;
      if (result === undefined || result.done === true) return;
      yield result.value;
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
