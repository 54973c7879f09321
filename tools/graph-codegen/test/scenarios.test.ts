import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../src/generate.ts";
import { formatOrigin } from "../src/model/facts.ts";
import { createFixture, put } from "./fixture-world.ts";
import { parseScenario } from "./scenario.ts";
import type { Expected } from "./scenario.ts";

const folder = join(import.meta.dirname, "scenarios");

/** Each file is a behaviour: what changes in the fixture's sources, and what then stands in the output. */
test.each(readdirSync(folder).toSorted())("%s", (name) => {
  const scenario = parseScenario(readFileSync(join(folder, name), "utf8"));
  const world = createFixture();
  for (const { path, text } of scenario.inputs) world.files.set(path, put(text)());
  for (const { path, from, to } of scenario.swaps) {
    const text = world.files.get(path) ?? "";
    expect(text, `${path} has the text that the scenario changes`).toContain(from);
    world.files.set(
      path,
      text.replace(from, () => to),
    );
  }
  const { files, diagnostics } = generate(world, "specs");
  expect(scenario.expected.length).toBeGreaterThan(0);
  for (const expected of scenario.expected) {
    if (expected.kind === "diagnostics")
      expect(
        diagnostics
          .map(({ code, origins }) => `${code} at ${origins.map(formatOrigin).join(" and ")}`)
          .join("\n"),
      ).toBe(expected.text);
    else expect(pick(files.get(expected.file)?.text, expected)).toBe(expected.text);
  }
});

/** The whole file, or the declaration that the scenario names, with its comment. */
function pick(text: string | undefined, expected: Expected & { readonly kind: "file" }): string | undefined {
  if (expected.declaration === "") return text?.trimEnd();
  const lines = text?.split("\n") ?? [];
  const start = lines.findIndex((line) => line.replace("export ", "").startsWith(expected.declaration));
  // A type ends with its semicolon; everything else with a bracket at the margin.
  const last = expected.declaration.startsWith("type ") ? /^(?:\S| {2}\| ).*;$/ : /^[}\]];?$/;
  const end = lines.findIndex((line, index) => index >= start && last.test(line));
  return start === -1 ? undefined : lines.slice(start, end + 1).join("\n");
}
