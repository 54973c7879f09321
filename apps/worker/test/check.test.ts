import { expect, test } from "vitest";
import { checkEvidence, type Evidence } from "../chaos/check.ts";

const good: Evidence = {
  accepted: [
    { id: "a", configuration: "c", generation: 1, mode: "merge", groups: ["2"] },
    { id: "b", configuration: "c", generation: 2, mode: "remove", groups: ["1"] },
  ],
  writes: [
    { configuration: "c", clientRequestId: "w1", receivedAt: "1", answeredAt: "2", hasEffect: true },
    { configuration: "c", clientRequestId: "w2", receivedAt: "3", answeredAt: "4", hasEffect: true },
  ],
  audit: [
    { event: "accepted", wish: "a", write: null, generation: 1 },
    { event: "accepted", wish: "b", write: null, generation: 2 },
    { event: "writing", wish: "a", write: "w1", generation: 1 },
    { event: "applied", wish: "a", write: "w1", generation: 1 },
    { event: "writing", wish: "b", write: "w2", generation: 2 },
    { event: "applied", wish: "b", write: "w2", generation: 2 },
  ],
  before: new Map([["c", ["1"]]]),
  after: new Map([["c", ["2"]]]),
};

test("what is in order is no problem", () => {
  expect(checkEvidence(good)).toEqual([]);
});

test.each<[name: string, evidence: Partial<Evidence>, problem: string]>([
  ["a wish without an end", { audit: good.audit.filter(({ wish }) => wish !== "a") }, "lost: c #1"],
  [
    "a write without a record",
    { audit: good.audit.filter(({ event }) => event !== "writing") },
    "audit: no record",
  ],
  ["writes in the wrong order", { writes: good.writes.toReversed() }, "order: c #1 was written after #2"],
  ["two at once", { writes: good.writes.map((write) => ({ ...write, answeredAt: "9" })) }, "overlap"],
  ["another end", { after: new Map([["c", ["1", "2"]]]) }, "final: c has 1 2, should have 2"],
  ["a gap", { accepted: good.accepted.map((wish) => ({ ...wish, generation: 2 * wish.generation })) }, "gap"],
])("the checker finds %s", (_, evidence, problem) => {
  expect(checkEvidence({ ...good, ...evidence }).join("\n")).toContain(problem);
});
