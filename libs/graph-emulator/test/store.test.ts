import { expect, test } from "vitest";
import { everything } from "../src/store/entity.ts";
import { openStore, toPath } from "../src/store/store.ts";

test("a transaction that throws leaves nothing, and the next one works", () => {
  const store = openStore();
  store.put("things", { id: "a", isUnreadable: false, properties: { id: "a" } });
  expect(() =>
    store.transaction(() => {
      store.replace("things", []);
      throw new Error("no space left");
    }),
  ).toThrow("no space left");
  expect(store.page("things", everything).entities.map(({ id }) => id)).toEqual(["a"]);
  store.transaction(() => store.clear());
  expect(store.isEmpty()).toBe(true);
  store.close();
});

test("a count is of what is there, whatever happened since the last one", () => {
  const store = openStore();
  const put = (id: string): void => store.put("things", { id, isUnreadable: false, properties: { id } });
  const count = (): number => store.count("things", undefined);
  expect(count()).toBe(0);
  put("a");
  put("b");
  expect(count()).toBe(2);
  store.remove("things", "a");
  expect(count()).toBe(1);
  expect(() =>
    store.transaction(() => {
      put("c");
      expect(count()).toBe(2);
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(count()).toBe(1);
  store.put("things/b/parts", { id: "p", isUnreadable: false, properties: { id: "p" } });
  expect(store.count("things/b/parts", undefined)).toBe(1);
  store.remove("things", "b");
  expect(store.count("things/b/parts", undefined)).toBe(0);
  store.clear();
  expect(count()).toBe(0);
  store.close();
});

test("an entity whose id has a slash is no step of a path", () => {
  const store = openStore();
  const put = (collection: string, id: string): void =>
    store.put(collection, { id, isUnreadable: false, properties: { id } });
  put("things", "a");
  put("things", "a/b");
  put(`${toPath("things", "a/b")}/parts`, "p");
  store.remove("things", "a");
  expect(store.count(`${toPath("things", "a/b")}/parts`, undefined)).toBe(1);
  store.close();
});

test("a read that is behind sees what stood below an entity that is gone since, and nothing that came since", () => {
  let nowMs = 1000;
  const store = openStore({ keepsVersions: () => ({ nowMs, sinceMs: nowMs - 500 }) });
  const entity = (id: string) => ({ id, isUnreadable: false, properties: { id } });
  const idsOf = (collection: string, timeMs: number): readonly string[] =>
    store
      .asOf(timeMs)
      .page(collection, everything)
      .entities.map(({ id }) => id);
  store.put("things", entity("a"));
  store.put("things", entity("b"));
  store.put("things/a/parts", entity("p"));
  store.replace("things/a/assignments", [entity("x")]);
  nowMs = 2000;
  store.remove("things", "a");
  store.put("things", entity("c"));
  nowMs = 2100;
  store.put("things", entity("a"));
  expect(idsOf("things", 1999)).toEqual(["a", "b"]);
  expect(idsOf("things", 2050)).toEqual(["b", "c"]);
  expect(idsOf("things", 2200)).toEqual(["b", "c", "a"]);
  expect(idsOf("things/a/parts", 1999)).toEqual(["p"]);
  expect(idsOf("things/a/assignments", 1999)).toEqual(["x"]);
  expect(idsOf("things/a/assignments", 2050)).toEqual([]);
  expect(store.asOf(1999).get("things", "A")?.id).toBe("a");
  expect(store.asOf(2050).get("things", "a")).toBeUndefined();
  store.close();
});
