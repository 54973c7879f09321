import { expect, test } from "vitest";
import { compareContracts } from "../../src/diff/compare.ts";
import type { Contract } from "../../src/diff/contract.ts";
import { readSide } from "../../src/diff/read-side.ts";
import { run } from "../../src/run.ts";
import { createFixture, out, page, swap } from "../fixture-world.ts";
import type { MemoryWorld } from "../memory-world.ts";
import { surfaceCases } from "./proof/surface-cases.ts";
import { compileConsumers, fixture, runConsumer } from "./proof.ts";

const library = (world: MemoryWorld): readonly (readonly [string, string])[] => {
  expect(run(["generate"], world), world.complaints.join("\n")).toBe(0);
  return [...world.files].flatMap(([path, text]) =>
    path.startsWith(`${out}/`) && path.endsWith(".ts") ? [[path.slice(out.length + 1), text] as const] : [],
  );
};
const contract = (world: MemoryWorld): Contract => {
  const side = readSide(world, "specs", "specs");
  if ("problem" in side) throw new Error(side.problem);
  return side.contract;
};

const base = createFixture();
const pairs = surfaceCases.map(({ before, changes }) => ({
  old: before === undefined ? base : createFixture(before),
  new: createFixture(changes),
}));
const demanding = fixture("surface-consumer.ts");
const complaints = compileConsumers([
  { name: "base", library: library(base), consumer: demanding },
  ...pairs.flatMap((pair, index) => {
    const consumer = surfaceCases[index]?.consumer ?? demanding;
    return [
      { name: `old${index}`, library: library(pair.old), consumer },
      { name: `new${index}`, library: library(pair.new), consumer },
    ];
  }),
]);

test("the demanding consumer compiles against the library as it is", () => {
  expect(complaints.get("base")).toEqual([]);
});

test.each(surfaceCases.map((each, index) => [`${each.severity} ${each.code}`, index, each] as const))(
  "%s: case %i of the surface is judged so, and a consumer proves it",
  (_, index, { code, severity, verdict: whole = severity, run: body }) => {
    const { old, new: now } = pairs[index] ?? { old: base, new: base };
    const { verdict, changes } = compareContracts(contract(old), contract(now));
    expect(complaints.get(`old${index}`)).toEqual([]);
    expect(changes.map((change) => `${change.severity} ${change.code}`)).toContain(`${severity} ${code}`);
    expect(verdict).toBe(whole);
    const said = complaints.get(`new${index}`) ?? [];
    if (body !== undefined) {
      expect(said).toEqual([]);
      expect(runConsumer(library(old), body, undefined)).toBeUndefined();
      expect(runConsumer(library(now), body, undefined)).toContain("Error");
    } else expect(said.length > 0, said.join("\n")).toBe(severity === "major");
  },
);

test("a page that changed in nothing but prose is told by its first line", () => {
  const world = createFixture({ [page]: swap("## Request headers\n", "## Request headers\n\nThese.\n") });
  const { changes } = compareContracts(contract(base), contract(world));
  expect(changes).toMatchObject([
    { code: "documentation-changed", origins: { new: { file: page, line: lineOf(world, "These.") } } },
  ]);
});

function lineOf(world: MemoryWorld, line: string): number {
  return (world.files.get(page) ?? "").split("\n").indexOf(line) + 1;
}
