import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { compareText } from "../src/odata/compare.ts";
import type { FilterNode } from "../src/odata/filter-node.ts";
import { everything, type OrderKey, type PageQuery, type PlacedEntity } from "../src/store/entity.ts";
import { pageOfArray } from "../src/store/page-array.ts";
import type { Indexing } from "../src/store/indexing.ts";
import { openStore, type Store } from "../src/store/store.ts";

// SQLite and our own predicate must agree on every filter, order and page: which one answers depends on how a collection
// is stored, and nobody should be able to tell.

const text = fc.oneof(
  // Few letters, so that trigrams are met again, also where the whole text is not.
  fc.string({ unit: fc.constantFrom("a", "b", "'", '"', "\u{1F600}", "\u{3}"), maxLength: 8 }),
  fc.constantFrom("", "a", "A", "ab", "aB", "b", "é", "z", "\u{1F600}", "\uFB01", "'", "%", "_", "a%"),
  fc.string({ unit: "binary", maxLength: 3 }).filter((value) => !value.includes("\0")),
);
const number = fc.integer({ min: -3, max: 3 });
const value = { name: fc.option(text), count: fc.option(number), isOn: fc.option(fc.boolean()) };

const entities = fc.array(
  fc.record({ ...value, "@odata.type": fc.option(fc.constantFrom("#x.a", "#x.b"), { nil: undefined }) }),
  { maxLength: 12 },
);

const comparison = fc.constantFrom("eq", "ne", "gt", "ge", "lt", "le" as const);
const leaf: fc.Arbitrary<FilterNode> = fc.oneof(
  ...(["name", "count", "isOn"] as const).flatMap((property) => [
    fc.record({
      kind: fc.constant("compare" as const),
      property: fc.constant(property),
      operator: comparison,
      value: value[property],
    }),
    fc.record({
      kind: fc.constant("in" as const),
      property: fc.constant(property),
      values: fc.array<string | number | boolean | null>(value[property], { maxLength: 3 }),
    }),
  ]),
  fc.record({
    kind: fc.constant("text" as const),
    test: fc.constantFrom("startswith", "endswith", "contains" as const),
    property: fc.constant("name"),
    value: text,
  }),
  fc.record({
    kind: fc.constant("type" as const),
    names: fc.subarray(["#x.a", "#x.b"]),
    includesDeclared: fc.boolean(),
  }),
);
const { node } = fc.letrec<{ node: FilterNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({ kind: fc.constant("not" as const), part: tie("node") }),
    fc.record({
      kind: fc.constantFrom("and", "or" as const),
      parts: fc.array(tie("node"), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));
const orderBy: fc.Arbitrary<readonly OrderKey[]> = fc.uniqueArray(
  fc.record({
    property: fc.constantFrom("name", "count", "isOn"),
    isDescending: fc.boolean(),
    isNumeric: fc.constant(false),
  }),
  { maxLength: 3, selector: ({ property }) => property },
);

const put = (store: Store, index: number, properties: object): void =>
  store.put("things", { id: `t${index}`, isUnreadable: false, properties: { ...properties } });

/** Walks all pages of a query, by SQLite and in memory. */
function walk(store: Store, all: readonly PlacedEntity[], query: PageQuery): void {
  const want = pageOfArray(all, { ...query, limit: 1000 }).entities.map(({ id }) => id);
  expect(store.count("things", query.filter)).toBe(want.length);
  const seen = { sql: [] as string[], array: [] as string[] };
  let [sql, array] = [store.page("things", query), pageOfArray(all, query)];
  for (let page = 0; page < 20; page += 1) {
    seen.sql.push(...sql.entities.map(({ id }) => id));
    seen.array.push(...array.entities.map(({ id }) => id));
    expect(sql.next).toEqual(array.next);
    if (sql.next === undefined || array.next === undefined) break;
    sql = store.page("things", { ...query, after: sql.next });
    array = pageOfArray(all, { ...query, after: array.next });
  }
  expect(seen).toEqual({ sql: want, array: want });
}

const change = fc.record({ at: fc.nat(12), to: fc.option(fc.record(value)), isKept: fc.boolean() });

test.each<[what: string, numRuns: number, indexing: Indexing]>([
  ["without an index", 300, { fromEntities: 1000, fewMatches: 2000 }],
  ["where few matches are sorted", 300, { fromEntities: 0, fewMatches: 1000 }],
  ["where an index is read in order", 500, { fromEntities: 0, fewMatches: 0 }],
])(
  "filters, orders and pages agree between SQLite and memory, also after changes, %s",
  (_, numRuns, indexing) => {
    fc.assert(
      fc.property(
        entities,
        fc.option(node, { nil: undefined }),
        orderBy,
        fc.integer({ min: 1, max: 4 }),
        fc.array(change, { maxLength: 4 }),
        (given, filter, keys, limit, changes) => {
          const store = openStore({ indexing });
          try {
            // Another collection, which must never be seen.
            for (const [index, properties] of given.entries()) {
              put(store, index, properties);
              store.put("others", { id: `o${index}`, isUnreadable: false, properties });
            }
            const order = keys.map((key) => ({ ...key, isNumeric: key.property !== "name" }));
            const query = { orderBy: order, skip: 0, limit, ...(filter === undefined ? {} : { filter }) };
            walk(store, store.page("things", everything).entities, query);
            for (const { at, to, isKept } of changes) {
              const work = (): void => {
                if (to === null) store.remove("things", `t${at}`);
                else put(store, at, to);
                walk(store, store.page("things", everything).entities, query);
                if (!isKept) throw new Error("rolled back");
              };
              if (isKept) store.transaction(work);
              else expect(() => store.transaction(work)).toThrow("rolled back");
            }
            walk(store, store.page("things", everything).entities, query);
          } finally {
            store.close();
          }
        },
      ),
      { numRuns },
    );
  },
);

const letters = (minLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom("a", "b", "\u{1F600}", "c", "d"), minLength, maxLength: minLength + 4 });
const needle: fc.Arbitrary<FilterNode> = fc.record({
  kind: fc.constant("text" as const),
  test: fc.constantFrom("endswith", "contains" as const),
  property: fc.constant("name"),
  value: fc.oneof(letters(1), letters(3)),
});
const needles = fc.oneof(
  needle,
  fc.record({
    kind: fc.constantFrom("and", "or" as const),
    parts: fc.array(needle, { minLength: 2, maxLength: 3 }),
  }),
);

test.each([0, 2, 1000])(
  "a text is found wherever it stands, also where it was just written, with %i of few matches",
  (fewMatches) => {
    fc.assert(
      fc.property(
        fc.array(letters(0), { maxLength: 30 }),
        fc.array(needles, { maxLength: 4 }),
        (names, filters) => {
          const store = openStore({ indexing: { fromEntities: 0, fewMatches } });
          try {
            const check = (): void => {
              const all = store.page("things", everything).entities;
              for (const filter of filters) walk(store, all, { orderBy: [], skip: 0, limit: 2, filter });
            };
            const rollBack = (): void =>
              expect(() =>
                store.transaction(() => {
                  check();
                  throw new Error("rolled back");
                }),
              ).toThrow("rolled back");
            // An index that is first made here is gone with the rest.
            rollBack();
            for (const [index, name] of names.entries()) {
              put(store, index, { name });
              if (index === 5) check();
            }
            check();
            for (const [index, name] of names.toReversed().entries()) put(store, index, { name });
            check();
            store.remove("things", "t1");
            rollBack();
            check();
          } finally {
            store.close();
          }
        },
      ),
      { numRuns: 150 },
    );
  },
);

test("an index that another run made is kept true by this one", () => {
  const dataFolder = mkdtempSync(join(tmpdir(), "graph-emulator-"));
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }));
  const indexing = { fromEntities: 0, fewMatches: 0 };
  const idsOf = (store: Store, value: string): readonly string[] =>
    store
      .page("things", {
        ...everything,
        filter: { kind: "text", test: "contains", property: "name", value },
      })
      .entities.map(({ id }) => id);
  const first = openStore({ dataFolder, indexing });
  put(first, 0, { name: "before" });
  expect(idsOf(first, "efor")).toEqual(["t0"]);
  first.close();
  const second = openStore({ dataFolder, indexing });
  // Before this run has asked for anything.
  put(second, 0, { name: "after" });
  put(second, 1, { name: "before" });
  expect([idsOf(second, "efor"), idsOf(second, "fter")]).toEqual([["t1"], ["t0"]]);
  second.close();
});

test("an index whose triggers a Node without full-text search took away is made anew", () => {
  const dataFolder = mkdtempSync(join(tmpdir(), "graph-emulator-"));
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }));
  const query: PageQuery = {
    ...everything,
    filter: { kind: "text", test: "contains", property: "name", value: "efor" },
  };
  const open = (): Store => openStore({ dataFolder, indexing: { fromEntities: 0, fewMatches: 0 } });
  const first = open();
  expect(first.page("things", query).entities).toEqual([]);
  first.close();
  const file = new DatabaseSync(join(dataFolder, "emulator.sqlite"));
  for (const { name } of file.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all())
    file.exec(`DROP TRIGGER "${String(name)}"`);
  file.close();
  const second = open();
  put(second, 0, { name: "before" });
  expect(second.page("things", query).entities.map(({ id }) => id)).toEqual(["t0"]);
  second.close();
});

test("texts are in the order of their code points", () => {
  fc.assert(
    fc.property(text, text, (left, right) => {
      const want = Math.sign(Buffer.compare(Buffer.from(left), Buffer.from(right)));
      expect(Math.sign(compareText(left, right))).toBe(want);
    }),
  );
});
