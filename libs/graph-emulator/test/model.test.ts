import fc from "fast-check";
import { expect, test } from "vitest";
import { demoGroups } from "../src/index.ts";
import { configurations, exclude, groupA, include, start, target } from "./harness.ts";

const ids = ["4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14", "77aa0c3e-5b1d-4f86-a2c9-90d4e7b36f18"];
const groups = [groupA, demoGroups["SG-Intune-Pilot"], demoGroups["SG-BreakGlass"]];

type Item = readonly [audience: string, assignment: object];
const item: fc.Arbitrary<Item> = fc.oneof(
  fc.constantFrom(...groups).map((id): Item => [id, include(id)]),
  fc.constantFrom(...groups).map((id): Item => [id, exclude(id)]),
  fc.constant<Item>(["adadadad-808e-44e2-905a-0b7873a8a531", target("allDevices")]),
  fc.constant<Item>(["acacacac-9df4-4c7d-9d50-4ef0226f57a9", target("allLicensedUsers")]),
);
const bad: fc.Arbitrary<Item> = fc.constantFrom<Item>(
  ["bad", include("x")],
  ["bad", target("nobody")],
  ["bad", { target: null }],
);
const command = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.tuple(
      fc.constantFrom(...ids),
      fc.array(fc.oneof({ weight: 15, arbitrary: item }, { weight: 1, arbitrary: bad }), { maxLength: 5 }),
    ),
  },
  { weight: 1, arbitrary: fc.constant("reset" as const) },
);

test("random sequences of operations do what a model of ten lines does", { timeout: 60_000 }, async () => {
  const { call } = await start();
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (commands) => {
      const read = async (id: string): Promise<unknown> =>
        (await call("GET", `${configurations}/${id}/assignments`)).json?.["value"];
      await call("POST", "/_emulator/reset");
      const seeded = new Map<string, unknown>();
      for (const id of ids) seeded.set(id, await read(id));
      let model = new Map(seeded);
      for (const step of commands) {
        if (step === "reset") {
          await call("POST", "/_emulator/reset");
          model = new Map(seeded);
        } else {
          const [id, items] = step;
          const audiences = items.map(([audience]) => audience);
          const isGood = !audiences.includes("bad") && new Set(audiences).size === audiences.length;
          const reply = await call("POST", `${configurations}/${id}/assign`, {
            assignments: items.map(([, assignment]) => assignment),
          });
          expect(reply.status).toBe(isGood ? 200 : 400);
          if (isGood)
            model.set(
              id,
              items.map(([audience, assignment]) =>
                expect.objectContaining({
                  id: `${id}_${audience}`,
                  target: expect.objectContaining(Object(assignment).target),
                }),
              ),
            );
        }
        for (const id of ids) expect(await read(id)).toEqual(model.get(id));
      }
    }),
    { numRuns: 60 },
  );
});
