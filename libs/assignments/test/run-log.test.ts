import fc from "fast-check";
import { expect, test } from "vitest";
import {
  createRun,
  formatRunRecord,
  include,
  planResume,
  replayRunLog,
  type Run,
  settleRun,
} from "../src/index.ts";

const ids = ["aaaaaaaa-0000-4000-8000-000000000000", "bbbbbbbb-0000-4000-8000-000000000000"];
const ring = { target: include("6b1d0f42-9c38-4a6e-b7f5-12d8c4a0e953") };
const facts = { id: "0c41", command: "apply plan.json", startedAt: "2026-08-22T09:00:00.000Z" };

function createPlanned(): Run {
  return createRun(
    {
      tenant: "contoso.onmicrosoft.com",
      labels: { groups: {}, deletedGroups: [], filters: {} },
      configurations: ids.map((id) => ({
        resource: "groupPolicyConfigurations",
        id,
        name: id.slice(0, 4),
        mode: "merge",
        before: [],
        beforeFingerprint: "",
        after: [ring],
        changes: [],
      })),
    },
    facts,
  );
}

const step = (index: number, kind: "writing" | "applied" | "already"): string =>
  formatRunRecord({ resource: "groupPolicyConfigurations", id: ids[index] ?? "", outcome: { kind } });
const toStates = (run: Run): readonly string[] => run.configurations.map(({ state }) => state);

test.each<[given: string, want: readonly string[]]>([
  ["", ["planned", "planned"]],
  [step(0, "writing"), ["writing", "planned"]],
  [step(0, "writing") + step(0, "applied"), ["applied", "planned"]],
  [step(0, "writing") + step(1, "writing") + step(0, "applied"), ["applied", "writing"]],
  [step(0, "writing").slice(0, -1), ["planned", "planned"]],
  [step(0, "writing") + step(0, "applied").slice(0, 20), ["writing", "planned"]],
  [`${step(0, "writing")}{"broken\n`, ["writing", "writing"]],
  ['{"resource":"x","id":"y","state":"applied"}\n', ["writing", "writing"]],
])("a log of %j leaves the entries %j", (log, want) => {
  expect(toStates(replayRunLog(createPlanned(), log))).toEqual(want);
});

test("wherever a log is cut, nothing is called applied that the whole log does not call so", () => {
  const log = step(0, "writing") + step(1, "writing") + step(1, "applied") + step(0, "already");
  fc.assert(
    fc.property(fc.nat(log.length), (length) => {
      const [first, second] = toStates(replayRunLog(createPlanned(), log.slice(0, length)));
      expect(["planned", "writing", "already"]).toContain(first);
      expect(["planned", "writing", "applied"]).toContain(second);
      // A start that is on the disk is never forgotten.
      if (length >= step(0, "writing").length) expect(first).not.toBe("planned");
    }),
  );
});

test("replaying a log twice is replaying it once", () => {
  const log = step(0, "writing") + step(0, "applied");
  const once = replayRunLog(createPlanned(), log);
  expect(replayRunLog(once, log)).toEqual(once);
});

test("to go on with a run is to write what did not come to a good end, exactly as planned", () => {
  const run = replayRunLog(createPlanned(), step(0, "writing") + step(0, "applied"));
  const { configurations, done } = planResume(run);
  expect(done.map(({ id }) => id)).toEqual([ids[0]]);
  expect(configurations).toMatchObject([{ id: ids[1], mode: "replace", before: [], after: [ring] }]);
});

test("an unknown write did not come through when a later run found the old set in its place", () => {
  const unknown = replayRunLog(createPlanned(), step(0, "writing") + step(1, "writing"));
  const later = replayRunLog({ ...createPlanned(), id: "0c42" }, step(0, "writing") + step(0, "applied"));
  expect(settleRun(unknown, [unknown, later]).configurations).toMatchObject([
    { state: "failed", reason: "not written, as run 0c42 found" },
    { state: "writing" },
  ]);
  const earlier = { ...later, startedAt: "2026-08-22T08:00:00.000Z" };
  expect(settleRun(unknown, [earlier])).toEqual(unknown);
});
