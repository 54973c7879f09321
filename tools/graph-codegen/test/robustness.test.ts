import fc from "fast-check";
import { expect, test } from "vitest";
import { generate } from "../src/generate.ts";
import { run } from "../src/run.ts";
import { createFixture, csdl, overlay, page, swap } from "./fixture-world.ts";

const inputs = [...createFixture().files.keys()].filter((path) => path.startsWith("specs/"));

test("sources in any order make the same bytes", () => {
  const want = generate(createFixture(), "specs").files;
  fc.assert(
    fc.property(fc.shuffledSubarray(inputs, { minLength: inputs.length }), (order) => {
      const world = createFixture();
      const listFiles = (folder: string): readonly string[] =>
        order.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
      const { files } = generate({ ...world, listFiles }, "specs");
      expect([...files].map(([name, { text }]) => [name, text])).toEqual(
        [...want].map(([name, { text }]) => [name, text]),
      );
    }),
    { numRuns: 20 },
  );
});

/** Damages that files meet: lost lines, doubled lines, cut ends, odd characters. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant("drop" as const), at: fc.nat(), text: fc.constant("") }),
  fc.record({ kind: fc.constant("double" as const), at: fc.nat(), text: fc.constant("") }),
  fc.record({ kind: fc.constant("cut" as const), at: fc.nat(), text: fc.constant("") }),
  fc.record({
    kind: fc.constant("insert" as const),
    at: fc.nat(),
    text: fc.constantFrom(
      "|",
      "```",
      "*/",
      "<",
      "&x;",
      "\u0000",
      "- {",
      "[",
      '"',
      "<!DOCTYPE a>",
      "\t",
      "{{",
      "#",
      "\u2028",
    ),
  }),
);

function apply(
  text: string,
  { kind, at, text: inserted }: { readonly kind: string; readonly at: number; readonly text: string },
): string {
  if (kind === "cut") return text.slice(0, at % (text.length + 1));
  if (kind === "insert") {
    const place = at % (text.length + 1);
    return text.slice(0, place) + inserted + text.slice(place);
  }
  const lines = text.split("\n");
  const line = at % lines.length;
  lines.splice(line, kind === "drop" ? 1 : 0, ...(kind === "drop" ? [] : [lines[line] ?? ""]));
  return lines.join("\n");
}

test("a damaged source gives diagnostics with a place, or the whole output; never a crash, never half a write", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...inputs),
      fc.array(damage, { minLength: 1, maxLength: 4 }),
      (path, damages) => {
        const world = createFixture({ [path]: (text) => damages.reduce(apply, text) });
        const before = new Map(world.files);
        const code = run(["generate"], world);
        expect([0, 1]).toContain(code);
        if (code === 0) return;
        for (const [name, text] of before) expect(world.files.get(name)).toBe(text);
        expect(world.complaints.join("\n")).toMatch(/^error [a-z-]+ {2}specs\/[^:]+:\d+:\d+$/m);
      },
    ),
    { numRuns: 400, seed: 20190122 },
  );
}, 60_000);

test("text from a page cannot leave the comment that it is printed in", () => {
  const evil = "ends */ export const stolen = 1; /* `${process.exit(1)}` \\\\*/";
  const world = createFixture({
    [page]: swap("\nNot yet documented\n", () => `\n${evil}\n`),
    [overlay]: swap(/ {2}- id: summary[\s\S]*$/, ""),
  });
  const file = generate(world, "specs").files.get("assign-script-policy.ts")?.text ?? "";
  expect(file).toContain("stolen");
  expect(file.replace(/\/\*[\s\S]*?\*\//g, "")).not.toContain("stolen");
});

test("names that mean something to JavaScript are printed as plain keys", () => {
  const odd = ["__proto__", "constructor", "default", "a-b"]
    .map((name) => `<Property Name="${name}" Type="Edm.String" />`)
    .join("");
  const { files } = generate(
    createFixture({ [csdl]: swap(`<Property Name="note" Type="Edm.String" />`, odd) }),
    "specs",
  );
  expect(files.get("script-target.ts")?.text).toContain(`readonly "a-b"?: string | null;`);
  expect(files.get("model.ts")?.text).toContain(`["__proto__"]: {`);
});
