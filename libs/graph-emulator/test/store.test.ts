import { expect, test } from "vitest";
import { everything } from "../src/store/entity.ts";
import { openStore } from "../src/store/store.ts";

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
