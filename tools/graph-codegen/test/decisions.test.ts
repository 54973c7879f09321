import { expect, test } from "vitest";
import type { Diagnostic } from "../src/diagnostics/diagnostic.ts";
import { fact, type Origin } from "../src/model/facts.ts";
import type { Overlay, OverlayValue } from "../src/read/overlay.ts";
import { createDecisions, type Candidate, type Decisions } from "../src/reconcile/decisions.ts";

const at = (file: string): Origin => ({ file, line: 1, column: 1, length: 1 });
const docs = <T extends OverlayValue>(value: T): Candidate<T> => ({
  source: "docs",
  value,
  origin: at("page"),
});
const csdl = <T extends OverlayValue>(value: T): Candidate<T> => ({
  source: "csdl",
  value,
  origin: at("csdl"),
});

function overlay(name: string, is: OverlayValue, was?: OverlayValue): Overlay {
  return {
    file: "overlays",
    id: name,
    rule: "R001",
    fact: fact(name, at("overlay.fact")),
    was: was === undefined ? undefined : fact(was, at("overlay.was")),
    is: fact(is, at("overlay.is")),
    origin: at("overlay"),
  };
}

function judge(...overlays: readonly Overlay[]): {
  readonly decisions: Decisions;
  readonly told: Diagnostic[];
} {
  const told: Diagnostic[] = [];
  return { decisions: createDecisions(overlays, told), told };
}

const messages = (told: readonly Diagnostic[]): readonly string[] =>
  told.map(
    ({ code, message, origins }) => `${code} at ${origins.map(({ file }) => file).join(", ")}: ${message}`,
  );

test.each<
  [what: string, candidates: readonly [Candidate<OverlayValue>, ...Candidate<OverlayValue>[]], want: string[]]
>([
  ["agree", [docs("a"), csdl("a")], []],
  ["agree on a list", [docs(["a", "b"]), csdl(["a", "b"])], []],
  [
    "disagree",
    [docs("a"), csdl("b")],
    ["facts-disagree at page, csdl: the sources disagree about things.a: docs: a; csdl: b"],
  ],
  [
    "disagree on a list, one of them empty",
    [docs(["a", "b"]), csdl([])],
    ["facts-disagree at page, csdl: the sources disagree about things.a: docs: a, b; csdl: not supported"],
  ],
])("sources that %s are believed, or told with what each says; the first stands", (_, candidates, want) => {
  const { decisions, told } = judge();
  expect(decisions.decide("things.a", candidates)).toEqual({
    value: candidates[0].value,
    origins: candidates.map(({ origin }) => origin),
    overlays: [],
  });
  expect(messages(told)).toEqual(want);
});

test("an overlay decides, and its place stands before those of the sources", () => {
  const decided = overlay("things.a", "c", "b");
  const { decisions, told } = judge(decided);
  expect(decisions.decide("things.a", [docs("a"), csdl("b")])).toEqual({
    value: "c",
    origins: [at("overlay.is"), at("page"), at("csdl")],
    overlays: [decided],
  });
  expect(told).toEqual([]);
  expect(decisions.unused()).toEqual([]);
});

test.each<[what: string, given: Overlay, said: readonly OverlayValue[], want: string[]]>([
  [
    "a source moved",
    overlay("things.a", ["c"], ["b"]),
    [["a", "d"], []],
    [
      "overlay-stale at overlay.was, page, page: this overlay corrects things.a from b, but the sources now say a, d and not supported",
    ],
  ],
  ["a pattern finds its correction made", overlay("things.*", "c", "b"), ["c"], []],
  [
    "a single fact's correction is made already",
    overlay("things.a", "c", "b"),
    ["c"],
    ["overlay-stale at overlay.was, page: this overlay corrects things.a from b, but the sources now say c"],
  ],
  [
    "a pattern meets something else",
    overlay("things.*", "c", "b"),
    ["c", "d"],
    [
      "overlay-stale at overlay.was, page, page: this overlay corrects things.a from b, but the sources now say c and d",
    ],
  ],
])("when %s, an overlay is told as stale or not; stale, it decides nothing", (_, given, said, want) => {
  const { decisions, told } = judge(given);
  const [first = "", ...others] = said.map(docs);
  if (first === "") throw new Error("nothing is said");
  const { value, overlays } = decisions.decide("things.a", [first, ...others]);
  expect(messages(told)).toEqual(want);
  expect([value, overlays]).toEqual(want.length === 0 ? [given.is.value, [given]] : [said[0], []]);
});

test.each<[is: OverlayValue, said: OverlayValue]>([
  ["true", true],
  [["a"], "a"],
  ["a", ["a"]],
])("an overlay cannot make %j of a fact like %j", (is, said) => {
  const { decisions, told } = judge(overlay("things.a", is));
  expect(decisions.decide("things.a", [docs(said)])).toMatchObject({ value: said, overlays: [] });
  expect(messages(told)).toEqual([`yaml-shape at overlay.is: ${told[0]?.message ?? ""}`]);
  expect(told[0]?.message).toContain("things.a cannot be");
});

test("a fact that no source has is an overlay's to set, or unknown", () => {
  const set = overlay("things.a", "c");
  const { decisions } = judge(set, overlay("things.b", true), overlay("other.*.x", "z"));
  expect(decisions.decideOptional("things.a", [], "")).toEqual({
    value: "c",
    origins: [at("overlay.is")],
    overlays: [set],
  });
  expect(decisions.decideOptional("things.b", [], "")).toBeUndefined();
  expect(decisions.decideOptional("things.c", [], "")).toBeUndefined();
  expect(decisions.decideOptional("things.c", [docs("d")], "")?.value).toBe("d");
  expect(messages(decisions.unused())).toEqual([
    "overlay-unused at overlay: this overlay changes nothing: no source has the fact other.*.x",
  ]);
});
