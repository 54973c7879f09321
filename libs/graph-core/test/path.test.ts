import fc from "fast-check";
import { expect, test } from "vitest";
import { type AnyOperation, GraphInputError, planRequest } from "../src/index.ts";
import { assignThing, getThing, listThings } from "./operations.ts";

const anyString = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.array(fc.integer({ min: 0, max: 0xff_ff })).map((codes) => String.fromCharCode(...codes)),
  fc
    .array(fc.constantFrom(".", "/", "\\", "%", "2e", "2F", "?", "#", "\t", "\n", "@", ":", "a"))
    .map((parts) => parts.join("")),
);

test("no id can leave its segment", () => {
  fc.assert(
    fc.property(anyString, (thingId) => {
      let path: string;
      try {
        ({ path } = planRequest(assignThing, { thingId, assignments: [] }));
      } catch (error) {
        expect(error).toBeInstanceOf(GraphInputError);
        return;
      }
      const url = new URL(`https://graph.microsoft.com${path}`);
      expect(url.origin + url.search + url.hash).toBe("https://graph.microsoft.com");
      const segments = url.pathname.split("/");
      expect(segments).toHaveLength(5);
      expect([...segments.slice(0, 3), ...segments.slice(4)]).toEqual(["", "beta", "things", "assign"]);
      expect(decodeURIComponent(segments[3] ?? "")).toBe(thingId);
    }),
    { numRuns: 2000 },
  );
});

test("only empty, dot and broken ids are refused", () => {
  fc.assert(
    fc.property(anyString, (thingId) => {
      const isRefused = ["", ".", ".."].includes(thingId) || !thingId.isWellFormed();
      const act = (): unknown => planRequest(getThing, { thingId });
      if (isRefused) expect(act).toThrow(GraphInputError);
      else expect(act).not.toThrow();
    }),
  );
});

test.each<[given: unknown, want: string]>([
  [{}, "getThing: thingId is missing"],
  [undefined, "getThing: thingId is missing"],
  [null, "getThing: thingId is missing"],
  [{ thingId: undefined }, "getThing: thingId must be an id as text, not undefined"],
  [{ thingId: null }, "getThing: thingId must be an id as text, not object"],
  [{ thingId: "" }, 'getThing: thingId must be an id as text, not ""'],
  [{ thingId: "." }, 'getThing: thingId must be an id as text, not "."'],
  [{ thingId: ".." }, 'getThing: thingId must be an id as text, not ".."'],
  [{ thingId: 7 }, "getThing: thingId must be an id as text, not number"],
  [{ thingId: 7n }, "getThing: thingId must be an id as text, not bigint"],
  [{ thingId: ["a"] }, "getThing: thingId must be an id as text, not object"],
  [{ thingId: "\uD800" }, 'getThing: thingId must be an id as text, not "\\ud800"'],
  [{ thingId: "a", thingID: "b" }, "getThing: thingID is not known"],
  [{ thingId: "a", $select: null }, "getThing: $select must be text, a number, a boolean or a list of texts"],
  [{ thingId: "a", $top: Number.NaN }, "getThing: $top must be text, a number, a boolean or a list of texts"],
])("refuses %o and names the parameter", (given, want) => {
  const operation: AnyOperation = getThing;
  expect(() => planRequest(operation, given)).toThrow(want);
});

test("a refusal carries the parameter and the operation", () => {
  const operation: AnyOperation = getThing;
  expect(() => planRequest(operation, { thingId: ".." })).toThrow(
    expect.objectContaining({ name: "GraphInputError", parameter: "thingId", operation: "getThing" }),
  );
});

test("an inherited property is not an input", () => {
  const operation: AnyOperation = getThing;
  expect(() => planRequest(operation, Object.create({ thingId: "a" }))).toThrow("thingId is missing");
});

test("dollar names become the query, the rest the body", () => {
  expect(planRequest(listThings, { $top: 5, $filter: "displayName eq 'A&B #1'" })).toEqual({
    path: "/beta/things?$top=5&$filter=displayName%20eq%20'A%26B%20%231'",
  });
  expect(planRequest(getThing, { thingId: "a", $select: ["id", "displayName"] }).path).toBe(
    "/beta/things/a?$select=id%2CdisplayName",
  );
  expect(planRequest(assignThing, { thingId: "a", assignments: [] })).toEqual({
    path: "/beta/things/a/assign",
    body: '{"assignments":[]}',
  });
});

test("a body parameter that is undefined is refused, because JSON would leave it out", () => {
  const operation: AnyOperation = assignThing;
  expect(() => planRequest(operation, { thingId: "a", assignments: undefined })).toThrow(
    "assignThing: assignments is undefined; leave it out or give a value",
  );
});

test("a body parameter named __proto__ is sent like any other", () => {
  const operation: AnyOperation = assignThing;
  expect(planRequest(operation, JSON.parse('{"thingId":"a","__proto__":1}')).body).toBe('{"__proto__":1}');
});

const countThings: AnyOperation = {
  name: "countThings",
  method: "GET",
  path: "/things/count(period='{period}',top={top},isActive={isActive},since={since})",
  version: "v1.0",
  permissions: { delegated: [], application: [] },
};

test.each<[input: Readonly<Record<string, unknown>>, want: string]>([
  [
    { period: "D7", top: 5, isActive: true, since: "2026-11-24T08:00:00Z" },
    "/v1.0/things/count(period='D7',top=5,isActive=true,since=2026-11-24T08%3A00%3A00Z)",
  ],
  // A quote would end the text: it is written twice.
  [
    { period: "O'Brien", top: -1.5, isActive: false, since: "x" },
    "/v1.0/things/count(period='O''Brien',top=-1.5,isActive=false,since=x)",
  ],
  [
    { period: "", top: 0, isActive: true, since: "a/b" },
    "/v1.0/things/count(period='',top=0,isActive=true,since=a%2Fb)",
  ],
])("the arguments of a function stand in the path: %j", (input, want) => {
  expect(planRequest(countThings, input).path).toBe(want);
});

test.each<[name: string, value: unknown]>([
  ["top", Number.NaN],
  ["top", {}],
  ["top", ""],
  ["since", ".."],
  ["period", null],
  ["period", "\ud800"],
])("the argument %s is refused as %j", (name, value) => {
  const input = { period: "D7", top: 5, isActive: true, since: "x", [name]: value };
  expect(() => planRequest(countThings, input)).toThrow(GraphInputError);
});

test("no text leaves the quotes that it stands in", () => {
  fc.assert(
    fc.property(anyString, (period) => {
      fc.pre(period.isWellFormed());
      const { path } = planRequest(countThings, { period, top: 1, isActive: true, since: "x" });
      const url = new URL(`https://graph.microsoft.com${path}`);
      expect(url.pathname.split("/")).toHaveLength(4);
      const [, quoted = ""] = /^count\(period='((?:[^']|'')*)',top=1,/.exec(
        decodeURIComponent(url.pathname.split("/")[3] ?? ""),
      ) ?? [undefined, undefined];
      expect(quoted.replaceAll("''", "'")).toBe(period);
    }),
    { numRuns: 2000 },
  );
});
