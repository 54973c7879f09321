import { expect, test } from "vitest";
import { compareContracts } from "../../src/diff/compare.ts";
import type { Contract } from "../../src/diff/contract.ts";
import { contractFromCsdl } from "../../src/diff/contract-from-csdl.ts";
import { createSourceText } from "../../src/model/source-text.ts";
import { run } from "../../src/run.ts";
import { createMemoryWorld } from "../memory-world.ts";
import { applyEdits } from "./edits.ts";
import { proofCases } from "./proof-cases.ts";
import type { ProofCase } from "./proof/proof-case.ts";
import { compileConsumers, fixture, runConsumer } from "./proof.ts";

const base = fixture("base.csdl");
const consumer = fixture("consumer.ts");

function read(text: string): Contract {
  return contractFromCsdl("metadata.csdl", [createSourceText("metadata.csdl", text)]).contract;
}

function edit({ from, to, also }: ProofCase): string {
  return applyEdits(base, [{ from, to, want: [] }, ...(also === undefined ? [] : [{ ...also, want: [] }])]);
}

function generate(text: string): readonly (readonly [string, string])[] {
  const world = createMemoryWorld([["metadata.csdl", text]]);
  expect(
    run(["generate", "--all", "--csdl", "metadata.csdl", "--out", "out"], world),
    world.complaints.join("\n"),
  ).toBe(0);
  return [...world.files].flatMap(([path, file]) =>
    path.startsWith("out/") && path.endsWith(".ts") ? [[path.slice("out/".length), file] as const] : [],
  );
}

const projects = [
  { name: "base", text: base },
  ...proofCases.map((each, index) => ({ name: `case${index}`, text: edit(each) })),
];
// One run of the compiler for all: each by itself would take a minute.
const complaints = compileConsumers(
  projects.map(({ name, text }) => ({ name, library: generate(text), consumer })),
);

test("the demanding consumer compiles against the library as it is", () => {
  expect(complaints.get("base")).toEqual([]);
});

test.each<[name: string, index: number, given: ProofCase]>(
  proofCases.map((each, index) => [`${each.severity} ${each.code}`, index, each]),
)("%s: case %i is judged so, and a consumer proves it", (_, index, given) => {
  const text = projects[index + 1]?.text ?? "";
  const { verdict, changes } = compareContracts(read(base), read(text));
  expect(changes.map(({ code, severity }) => `${severity} ${code}`)).toContain(
    `${given.severity} ${given.code}`,
  );
  expect(verdict).toBe(given.severity);
  const said = complaints.get(`case${index}`) ?? [];
  if (given.run !== undefined) {
    expect(said).toEqual([]);
    expect(runConsumer(generate(base), given.run, given.answers?.old)).toBeUndefined();
    expect(runConsumer(generate(text), given.run, given.answers?.new)).toContain("Error");
  } else if (given.severity === "major") expect(said).not.toEqual([]);
  else expect(said).toEqual([]);
  // A library that does not compile by itself would prove nothing.
  expect(said.filter((line) => /\/lib\/[\w.-]+\(/.test(line))).toEqual([]);
});
