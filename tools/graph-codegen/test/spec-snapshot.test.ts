import { expect, test } from "vitest";
import { compareFiles } from "../src/compare.ts";
import { generate } from "../src/generate.ts";
import { checkLock } from "../src/check-lock.ts";
import { out, workspace } from "./workspace.ts";

const generated = generate(workspace, "specs");

test("specs/ reads without errors", () => {
  expect(generated.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
});

test.each([...generated.files])("%s is committed as specs/ makes it", (name, file) => {
  expect(workspace.readFile(`${out}/${name}`)).toBe(file.text);
});

test("nothing is committed that specs/ does not make", () => {
  expect(compareFiles(workspace, out, generated.files)).toEqual([]);
});

test("the lock records every file of specs/ as it is", () => {
  expect(checkLock(workspace, "specs").diagnostics.filter(({ severity }) => severity === "error")).toEqual(
    [],
  );
});
