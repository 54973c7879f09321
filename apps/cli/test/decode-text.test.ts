import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeText } from "../src/decode-text.ts";
import { findJsonMistake } from "../src/json-mistake.ts";

const text = "gruppe: Müller 😀\r\n";

test.each<[what: string, bytes: Uint8Array, want: string]>([
  ["UTF-8", Buffer.from(text), text],
  ["UTF-8 with its mark", Buffer.from(`\uFEFF${text}`), `\uFEFF${text}`],
  ["UTF-16 as Windows PowerShell writes it", Buffer.from(`\uFEFF${text}`, "utf16le"), text],
  ["UTF-16 the other way round", Buffer.from(`\uFEFF${text}`, "utf16le").swap16(), text],
  ["a replacement character that was typed", Buffer.from("a\uFFFDb"), "a\uFFFDb"],
  ["nothing", Buffer.of(), ""],
])("%s is read", (_what, bytes, want) => {
  expect(decodeText(bytes)).toEqual({ kind: "decoded", text: want });
});

test.each<[what: string, bytes: Uint8Array, line: number, column: number]>([
  ["Latin-1", Buffer.from("a: b\nname: M\xFCller\n", "latin1"), 2, 8],
  ["a character cut in two", Buffer.from("€").subarray(0, 2), 1, 1],
  ["UTF-16 without its mark", Buffer.from("tenant", "utf16le"), 1, 2],
  ["a longer form than needed", Buffer.of(0x61, 0xc0, 0x80), 1, 2],
  ["a lone surrogate", Buffer.of(0x61, 0x0a, 0x62, 0xed, 0xa0, 0x80), 2, 2],
])("%s is refused, with its place", (_what, bytes, line, column) => {
  expect(decodeText(bytes)).toMatchObject({ kind: "invalid", line, column, hint: "save it as UTF-8" });
});

test("any bytes are read as they are, or refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      // A byte order mark of UTF-16 begins another story.
      fc.pre(bytes[0] !== 0xff && bytes[0] !== 0xfe);
      const found = decodeText(bytes);
      expect(found.kind === "invalid" || Buffer.from(found.text).equals(bytes)).toBe(true);
    }),
  );
});

test("a text is always read", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (given) => {
      fc.pre(!given.includes("\0"));
      expect(decodeText(Buffer.from(given))).toEqual({ kind: "decoded", text: given });
    }),
  );
});

test.each<[given: string, want: number | undefined]>([
  ["{ not json", 2],
  ['{"a":1,}', 7],
  ['{"a":[1,2', 9],
  ['{"a":1} x', 8],
  ['{"a":"\n"}', 5],
  ["[1 2]", 3],
  ["[01]", 1],
  ["  ", 2],
  ['\uFEFF{"a":1}', undefined],
  [' {"a":[true,null,-1.5e3,"\\u00e9"],"b":{}} ', undefined],
])("%j stops being JSON at %o", (given, want) => {
  expect(findJsonMistake(given)).toBe(want);
});

test("a mistake is found exactly when the engine finds one", () => {
  const isJson = (given: string): boolean => {
    try {
      JSON.parse(given);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom("", ",", "]", "}", '"', ":", "1", " "),
      (json, at, piece) => {
        const place = at % (json.length + 1);
        const given = json.slice(0, place) + piece + json.slice(place + (at % 2));
        expect([given, findJsonMistake(given) === undefined]).toEqual([given, isJson(given)]);
      },
    ),
    { numRuns: 500 },
  );
});
