import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../src/run.ts";
import { createWorld } from "../../src/world.ts";
import { corpus, hasCorpus } from "../workspace.ts";

test.skipIf(!hasCorpus)(
  "the walk through five years of the assign page (from the corpus) reads like a history",
  async () => {
    const lines: string[] = [];
    const world = createWorld(
      join(corpus, "history"),
      (text) => void lines.push(text),
      (text) => void lines.push(text),
    );
    const pages = ["2019-01-22", "2019-08-08", "2020-04-10", "2020-06-12", "2021-03-11"].map(
      (date) => `grouppolicyconfiguration-assign.${date}.md`,
    );
    expect(run(["diff", ...pages], world)).toBe(0);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("__snapshots__/history.txt");
    expect(run(["diff", "--fail-on", "major", ...pages], world)).toBe(1);
  },
);
