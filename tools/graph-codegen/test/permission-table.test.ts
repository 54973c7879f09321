import { expect, test } from "vitest";
import type { Diagnostic } from "../src/diagnostics/diagnostic.ts";
import { fact, type Origin } from "../src/model/facts.ts";
import { permissionTable } from "../src/reconcile/rules/R003-permissions.ts";

const at = (line: number): Origin => ({ file: "page.md", line, column: 1, length: 1 });

/** The table of a page, a row a line: its label, and its cells. */
function read(
  order: "least-first" | "most-first",
  ...rows: readonly (readonly [label: string, ...cells: string[]])[]
) {
  const told: Diagnostic[] = [];
  const lists = permissionTable.read(
    {
      order: fact(order, at(1)),
      rows: rows.map(([label, first = "", ...others], index) => ({
        label: fact(label, at(index + 2)),
        cells: [fact(first, at(index + 2)), ...others.map((cell) => fact(cell, at(index + 2)))],
      })),
    },
    told,
  );
  return { ...lists, told };
}

test.each<[cell: string, want: readonly string[]]>([
  ["A.Read.All, B.Read.All", ["A.Read.All", "B.Read.All"]],
  ["A.Read.All or B.Read.All.", ["A.Read.All", "B.Read.All"]],
  ["A.Read.All; A.Read.All,", ["A.Read.All"]],
  ["Not supported.", []],
  ["Not available", []],
  ["", []],
])("the cell %j names %j", (cell, want) => {
  const { delegated, told } = read("least-first", ["Delegated (work or school account)", cell]);
  expect([delegated.names, told]).toEqual([want, []]);
});

test.each([
  "see below",
  "Not supported yet",
  "Is not supported.",
  "1A.Read.All",
  "A.Read.All!",
  "A.Read.All and more",
  "1.Read",
  "x A.Read.All",
])("the cell %j is told, and names nothing", (cell) => {
  const { delegated, told } = read("least-first", ["Delegated (work or school account)", cell]);
  expect(delegated.names).toEqual([]);
  expect(told).toMatchObject([
    { code: "page-permission-odd", origins: [at(2)], message: expect.stringContaining(`"${cell}"`) },
  ]);
});

test("a row belongs to the kind of caller that its label begins with, and a workflow's to the row above", () => {
  const { delegated, application } = read(
    "most-first",
    ["The delegated ones", "X.Read.All"],
    ["Delegated (work or school account)", ""],
    ["Device configuration", "B.All, A.All"],
    ["The delegated personal ones", "Y.All"],
    ["Delegated (personal Microsoft account)", "P.All"],
    ["Not application", "Q.All"],
    ["Application", "C.All"],
  );
  expect(delegated).toEqual({ names: ["A.All", "B.All", "Y.All"], origin: at(4) });
  expect(application).toEqual({ names: ["C.All"], origin: at(8) });
});
