import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareContracts } from "../../src/diff/compare.ts";
import type { Contract } from "../../src/diff/contract.ts";
import { contractFromCsdl } from "../../src/diff/contract-from-csdl.ts";
import { createSourceText } from "../../src/model/source-text.ts";
import { corpus, hasCorpus } from "../workspace.ts";
import { applyEdits, summarize } from "./edits.ts";
import { metadataEdits } from "./metadata-edits.ts";
import { createRandom, editRandomly } from "./random-edits.ts";

const file = "v1.0-Prod.csdl";
const metadata = hasCorpus ? readFileSync(join(corpus, "csdl", file), "utf8").replaceAll("\r\n", "\n") : "";

function read(text: string): Contract {
  return contractFromCsdl(file, [createSourceText(file, text)]).contract;
}

test.skipIf(!hasCorpus)(
  "every edit of the v1.0 metadata (from the corpus) is found and judged, and nothing else",
  () => {
    const { changes, verdict } = compareContracts(read(metadata), read(applyEdits(metadata, metadataEdits)));
    expect(changes.map(summarize).toSorted()).toEqual(metadataEdits.flatMap(({ want }) => want).toSorted());
    expect(verdict).toBe("major");
  },
);

test.skipIf(!hasCorpus).each([1, 2, 3, 4])(
  "random edits of the v1.0 metadata (from the corpus, seed %i) are all found, and nothing else",
  (seed) => {
    const { text, want } = editRandomly(metadata, createRandom(seed));
    const { changes } = compareContracts(read(metadata), read(text));
    expect(want.length).toBeGreaterThan(80);
    expect(changes.map(({ code, subject }) => `${code} ${subject}`).toSorted()).toEqual(want.toSorted());
  },
);

test.skipIf(!hasCorpus)("declarations in another order (from the corpus) are no change", () => {
  // Whole types and operations, each from its line to its end, sorted by their text.
  const sorted = metadata.replace(
    /(?:^      <(EnumType|ComplexType|EntityType|Action|Function|Annotations) [^>]*(?:\/>\n|>\n(?:^        .*\n)*^      <\/\1>\n))+/gm,
    (block) =>
      (block.match(/^      <(\w+) [^>]*(?:\/>\n|>\n(?:^        .*\n)*^      <\/\1>\n)/gm) ?? [])
        .toReversed()
        .join(""),
  );
  expect(sorted).not.toBe(metadata);
  expect(sorted).toHaveLength(metadata.length);
  expect(compareContracts(read(metadata), read(sorted)).changes).toEqual([]);
});
