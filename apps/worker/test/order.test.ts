import fc from "fast-check";
import { expect, test } from "vitest";
import { edge, group, lockScreen, office, oneDrive, run, startEmulator, targetsOf } from "./harness.ts";

const configurations = [edge, office, oneDrive, lockScreen];
const job = fc.record({
  configuration: fc.constantFrom(...configurations, edge.toUpperCase()),
  mode: fc.constantFrom("merge", "replace", "remove"),
  include: fc.uniqueArray(fc.constantFrom(group(1), group(2), group(3)), { minLength: 1 }),
});

test(
  "the end is that of the jobs one after the other, however many run at once",
  { timeout: 120_000 },
  async () => {
    const emulator = await startEmulator();
    await fc.assert(
      fc.asyncProperty(
        fc.array(job, { maxLength: 25 }),
        fc.integer({ min: 1, max: 8 }),
        async (jobs, concurrency) => {
          await fetch(`${emulator.url}/_emulator/reset`, { method: "POST" });
          const model = new Map<string, ReadonlySet<string>>();
          for (const id of configurations) model.set(id, new Set(await targetsOf(emulator, id)));
          for (const { configuration, mode, include } of jobs) {
            const id = configuration.toLowerCase();
            const before = [...(model.get(id) ?? [])];
            const named = include.map((groupId) => `group:${groupId}`);
            const rest = before.filter((target) => !named.includes(target));
            model.set(
              id,
              new Set(mode === "merge" ? [...before, ...named] : mode === "replace" ? named : rest),
            );
          }
          const { code, results } = await run(emulator, jobs, {
            argv: ["run", "--concurrency", String(concurrency)],
          });
          expect(code).toBe(0);
          expect(results).toHaveLength(jobs.length);
          for (const id of configurations) {
            expect(await targetsOf(emulator, id)).toEqual([...(model.get(id) ?? [])].toSorted());
            const lines = results
              .filter(({ configuration }) => String(configuration).toLowerCase() === id)
              .map(({ line }) => Number(line));
            expect(lines).toEqual(lines.toSorted((left, right) => left - right));
          }
        },
      ),
      { numRuns: 25 },
    );
  },
);
