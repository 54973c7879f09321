import { allDevices, type Assignment, include, planAssignments, toFingerprint } from "@intunectl/assignments";
import fc from "fast-check";
import { expect, test } from "vitest";
import { foldWishes, takeBatch } from "../src/engine/fold.ts";
import type { Wish } from "../src/engine/wish.ts";
import { group } from "./harness.ts";

const assignment = fc.oneof(
  fc.nat(4).map((index): Assignment => ({ target: include(group(index)) })),
  fc.constant<Assignment>({ target: allDevices() }),
);
const set = fc.uniqueArray(assignment, { selector: (one) => JSON.stringify(one), maxLength: 5 });

function toWish(
  mode: Wish["mode"],
  assignments: readonly Assignment[],
  generation: number,
  guard: Wish["guard"],
): Wish {
  return {
    id: `w${generation}`,
    tenant: "contoso",
    resource: "groupPolicyConfigurations",
    configuration: "c",
    generation,
    mode,
    assignments,
    guard,
    state: "waiting",
    submittedBy: `p${generation}`,
    onBehalfOf: null,
    note: null,
    trace: null,
  };
}

const wishes = fc
  .array(fc.tuple(fc.constantFrom<Wish["mode"]>("merge", "replace", "remove"), set, fc.option(set)), {
    maxLength: 8,
  })
  .map((list) =>
    list.map(([mode, assignments, guard], index) =>
      toWish(guard === null ? mode : "replace", assignments, index + 1, guard),
    ),
  );

/** The model: one wish at a time, each on what the one before left. */
function oneByOne(current: readonly Assignment[], list: readonly Wish[]): readonly Assignment[] {
  return list.reduce((before, { mode, assignments, guard }) => {
    if (guard !== null && toFingerprint(guard) !== toFingerprint(before)) return before;
    const plan = planAssignments({ kind: "known", assignments: before }, assignments, mode);
    return plan.kind === "planned" ? plan.next : before;
  }, current);
}

test("batches, one after the other, end where one wish at a time would, and leave none out", () => {
  fc.assert(
    fc.property(set, wishes, fc.integer({ min: 1, max: 9 }), (start, list, most) => {
      let current: readonly Assignment[] = start;
      let left: readonly Wish[] = list;
      const seen: Wish[] = [];
      while (left.length > 0) {
        const batch = takeBatch(left, most);
        const done = [...batch.superseded, ...batch.wishes];
        expect(batch.wishes.length).toBeGreaterThan(0);
        seen.push(...done);
        left = left.slice(done.length);
        const folded = foldWishes(current, batch.wishes);
        if (folded.kind === "folded") current = folded.after;
        // Again, as after a crash between the write and its record: nothing changes.
        const again = batch.wishes[0]?.guard === null ? foldWishes(current, batch.wishes) : folded;
        if (again.kind === "folded") expect(toFingerprint(again.after)).toBe(toFingerprint(current));
      }
      expect(seen).toEqual(list);
      const last = list.findLast(({ mode, guard }) => mode === "replace" && guard === null);
      // Where a replacement came last, what was before it cannot matter; guards before it may have been skipped.
      const from = last === undefined ? list : list.slice(list.indexOf(last));
      expect(toFingerprint(current)).toBe(toFingerprint(oneByOne(last === undefined ? start : [], from)));
    }),
    { numRuns: 500 },
  );
});

test("each change is told with the wish that made it", () => {
  const folded = foldWishes(
    [{ target: allDevices() }],
    [
      toWish("merge", [{ target: include(group(1)) }], 1, null),
      toWish("remove", [{ target: allDevices() }], 2, null),
    ],
  );
  expect(folded).toMatchObject({
    kind: "folded",
    changes: [
      { kind: "remove", generation: 2, by: "p2" },
      { kind: "add", generation: 1, by: "p1" },
    ],
  });
});
