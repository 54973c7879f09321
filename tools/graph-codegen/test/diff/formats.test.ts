import { expect, test } from "vitest";
import { compareContracts } from "../../src/diff/compare.ts";
import { toChangelog } from "../../src/diff/changelog.ts";
import type { Contract } from "../../src/diff/contract.ts";
import { contractFromCsdl } from "../../src/diff/contract-from-csdl.ts";
import type { Compared } from "../../src/diff/compared.ts";
import { formatComparison } from "../../src/diff/report.ts";
import { createSourceText } from "../../src/model/source-text.ts";
import { applyEdits } from "./edits.ts";
import { fixture } from "./proof.ts";

const base = fixture("base.csdl");
const changed = applyEdits(base, [
  { from: `<Property Name="comment" Type="Edm.String" />`, to: "", want: [] },
  {
    from: `<Member Name="bad" Value="1" />`,
    to: `<Member Name="bad" Value="1" />\n        <Member Name="fair" Value="3" />`,
    want: [],
  },
  {
    from: `<Property Name="title" Type="Edm.String" />`,
    to: `<Property Name="itemTitle" Type="Edm.String" />`,
    want: [],
  },
  {
    from: `<Annotations Target="microsoft.graph.item/title">`,
    to: `<Annotations Target="microsoft.graph.item/itemTitle">`,
    want: [],
  },
  {
    from: `<Parameter Name="level" Type="Edm.Int32" />`,
    to: `<Parameter Name="level" Type="Edm.Int64" />`,
    want: [],
  },
  { from: 'Bool="false" />', to: 'Bool="true" />', want: [] },
]);

function read(label: string, text: string): Contract {
  return contractFromCsdl(label, [createSourceText(label, text)]).contract;
}

function compare(): Compared {
  const [old, now] = [read("old.csdl", base), read("new.csdl", changed)];
  return { ...compareContracts(old, now), old, new: now };
}

test("as text, for a terminal", async () => {
  await expect(`${formatComparison("text", compare(), false)}\n`).toMatchFileSnapshot(
    "__snapshots__/changes.txt",
  );
});

test("as Markdown, for a pull request", async () => {
  await expect(`${formatComparison("markdown", compare(), false)}\n`).toMatchFileSnapshot(
    "__snapshots__/changes.md",
  );
});

test("as JSON, for programs", async () => {
  await expect(`${formatComparison("json", compare(), false)}\n`).toMatchFileSnapshot(
    "__snapshots__/changes.json",
  );
});

test("as SARIF, for a code host", async () => {
  await expect(`${formatComparison("sarif", compare(), false)}\n`).toMatchFileSnapshot(
    "__snapshots__/changes.sarif",
  );
});

test("as a changelog, for somebody who takes the next version", async () => {
  await expect(`${toChangelog(compare())}\n`).toMatchFileSnapshot("__snapshots__/changelog.md");
});

test("every place of every change is in its file, and what stands there is meant", () => {
  const { changes, old, new: now } = compare();
  for (const { origins, before, after, code } of changes) {
    for (const [side, place, named] of [
      [old, origins.old, before],
      [now, origins.new, after],
    ] as const) {
      const line = side.sources.get(place.file)?.text.split("\n")[place.line - 1] ?? "";
      const said = line.slice(place.column - 1, place.column - 1 + place.length);
      expect(said).not.toBe("");
      if (code.endsWith("-renamed")) expect(said).toBe(named);
    }
  }
});
