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
