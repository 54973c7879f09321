import fc from "fast-check";
import { expect, test } from "vitest";
import { migrate } from "../src/store/migrate.ts";
import { startQueue } from "../src/engine/queue.ts";
import { backings, openTestStore, serverUrl, tenant } from "./engine-harness.ts";
import { runLifecycle, type Step } from "./lifecycle-run.ts";

const targets = fc.subarray(["a", "b", "c"], { minLength: 1 });
const outcome = fc.oneof(
  { weight: 6, arbitrary: fc.constant("ok" as const) },
  { weight: 4, arbitrary: fc.constantFrom("transient", "permanent", "lostBefore", "lostAfter") },
);
const which = fc.nat(7);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("accept" as const),
      mode: fc.constantFrom("merge", "merge", "remove", "replace"),
      targets,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("plan" as const), targets, isStale: fc.boolean() }) },
  { weight: 6, arbitrary: fc.constant({ do: "start" as const }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constant("answer" as const), outcome }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("kill" as const), arrives: fc.boolean() }) },
  { weight: 2, arbitrary: fc.constant({ do: "stall" as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("thaw" as const), outcome }) },
  { weight: 2, arbitrary: fc.constant({ do: "wait" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom("cancel", "redrive", "redrive", "retry"), which }),
  },
);

const ok: Step = { do: "answer", outcome: "ok" };
const begin: Step = { do: "start" };
const merge = (name: string): Step => ({ do: "accept", mode: "merge", targets: [name] });
/** A worker is stopped before its write, another one ends that and more, and the write arrives before the next wish. */
const lateWrite: readonly Step[] = [
  merge("b"),
  begin,
  ok,
  { do: "wait" },
  { do: "stall" },
  begin,
  ok,
  merge("c"),
  ...Array.from({ length: 5 }, () => ok),
  { do: "thaw", outcome: "ok" },
  merge("d"),
];

for (const backing of backings)
  test.skipIf(backing === "PostgreSQL" && serverUrl === undefined)(
    `${backing}: whatever happens in whatever order, wishes, audit and service agree with a model`,
    { timeout: 120_000 },
    async () => {
      expect.hasAssertions();
      const store = await openTestStore(backing);
      await migrate(store);
      const options = { store, tenants: [tenant], concurrency: 1, leaseSeconds: 10, onError: () => {} };
      // The queue's tables; the steps say when a claim begins and ends.
      await (await startQueue(options)).stop(0);
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30, size: "max" }), (steps) =>
          runLifecycle(store, steps),
        ),
        // The same sequences at each run: a longer search is for whoever changes the engine.
        { examples: [[lateWrite]], seed: 77, numRuns: 60 },
      );
    },
  );
