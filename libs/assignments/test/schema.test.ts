import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDesiredState } from "../src/index.ts";

const schema: object = JSON.parse(
  readFileSync(new URL("../assignments.v1.schema.json", import.meta.url), "utf8"),
);
const fits = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(schema);

/** What JSON Schema cannot say: it knows no other part of the file. */
const beyondSchema: readonly string[] = [
  "unknown-group",
  "unknown-filter",
  "duplicate-target",
  "include-and-exclude",
  "duplicate-configuration",
];

const guid = "6b1d0f42-8a53-4f0e-9d61-0c8f6c5b2a10";
const odd = fc.constantFrom<unknown>(null, 7, true, "", " ", "ring0", "all-users", guid, [], {}, ["ring0"], {
  group: "ring0",
});
const text = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<unknown>("ring0", "ring1", "Edge: baseline") },
  odd,
);
const id = fc.oneof({ weight: 4, arbitrary: fc.constant<unknown>(guid) }, odd);
const some = (keys: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: fc.record(keys, { requiredKeys: [] }) }, odd);
const many = (item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 8, arbitrary: fc.array(item, { maxLength: 3 }) }, odd);
const named = some({ name: text, id });
const target = fc.oneof(text, some({ group: text, only: text, not: text }));
const file = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record(
      {
        tenant: text,
        groups: fc.oneof(
          fc.dictionary(fc.constantFrom("ring0", "ring1", "all-users"), named, { noNullPrototype: true }),
          odd,
        ),
        filters: fc.oneof(
          fc.dictionary(fc.constantFrom("ring0", "ring1"), named, { noNullPrototype: true }),
          odd,
        ),
        configurations: many(
          some({
            name: text,
            id,
            mode: fc.constantFrom("replace", "merge", "delete", 1),
            include: many(target),
            exclude: many(target),
            extra: fc.constant(1),
          }),
        ),
      },
      { requiredKeys: ["configurations"] },
    ),
  },
  odd,
);

test("the schema and the reader accept the same files, but for what a schema cannot say", () => {
  fc.assert(
    fc.property(file, (value) => {
      // JSON is YAML, so the reader takes it as it is.
      const decoded = parseDesiredState(JSON.stringify(value), "f.yaml");
      const codes = decoded.kind === "invalid" ? decoded.diagnostics.map(({ code }) => code) : [];
      const accepted = codes.every((code) => beyondSchema.includes(code));
      expect([fits(value), codes], JSON.stringify(fits.errors)).toEqual([accepted, codes]);
    }),
    { numRuns: 3000 },
  );
});

test("the schema accepts a whole file", () => {
  const value = {
    tenant: "contoso.onmicrosoft.com",
    groups: { ring0: { name: "SG-Intune-Ring0", id: guid } },
    filters: { corp: { name: "Windows corporate owned" } },
    configurations: [
      {
        name: "Edge:*",
        mode: "replace",
        include: [{ group: "ring0", only: "corp" }, "all-devices"],
        exclude: [],
      },
    ],
  };
  expect(fits(value), JSON.stringify(fits.errors)).toBe(true);
  expect(parseDesiredState(JSON.stringify(value), "f.yaml").kind).toBe("decoded");
});
