import { expect, test } from "vitest";
import { findForbiddenLicenses } from "../src/check/licenses.ts";

test.each<[license: string, purpose: "published" | "used", isAllowed: boolean]>([
  ["MIT", "published", true],
  ["(MIT OR GPL-3.0-only)", "published", true],
  ["MIT AND GPL-3.0-only", "published", false],
  ["GPL-3.0-only", "used", false],
  ["MPL-2.0", "used", true],
  ["MPL-2.0", "published", true],
  ["LGPL-3.0-only", "published", false],
  ["Unknown", "used", false],
])("%s for what is %s: %s", (license, purpose, isAllowed) => {
  expect(findForbiddenLicenses({ [license]: [{ name: "x" }] }, purpose)).toEqual(
    isAllowed ? [] : [`x is under ${license}`],
  );
});

test("a report that is none is no permission", () => {
  expect(findForbiddenLicenses(undefined, "used")).toEqual([
    "pnpm did not list the licenses of the dependencies",
  ]);
});
