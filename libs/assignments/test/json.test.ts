import fc from "fast-check";
import { expect, test } from "vitest";
import { toCanonicalJson, toCanonicalPieces } from "../src/json.ts";

test("in pieces or whole, the text is the same", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(5), (value, depth) => {
      expect([...toCanonicalPieces(value, depth)].join("")).toBe(toCanonicalJson(value));
    }),
  );
});

test("a member that is undefined is no member, and the order of members makes no difference", () => {
  const pieces = (value: unknown): string => [...toCanonicalPieces(value, 3)].join("");
  expect(pieces({ b: [], a: { d: undefined, c: {} } })).toBe('{"a":{"c":{}},"b":[]}');
});
