// oxlint-disable vitest/no-standalone-expect -- the test of the fixture is Vitest's own, extended.
import { test } from "@intunectl/graph-emulator/vitest";
import { describe, expect } from "vitest";
import { caller, edge } from "./harness.ts";

test("a test that asks for an emulator has one of its own", async ({ emulator }) => {
  const call = caller(emulator);
  expect((await call("POST", `${edge}/assign`, { assignments: [] })).status).toBe(200);
  expect((await call("GET", `${edge}/assignments`)).json?.["value"]).toEqual([]);
});

test("and the next one has another", async ({ emulator }) => {
  expect((await caller(emulator)("GET", `${edge}/assignments`)).json?.["value"]).toHaveLength(3);
});

describe("with options of its own", () => {
  test.override({ emulatorOptions: { assignAnswer: "noContent" } });

  test("it behaves as they say", async ({ emulator }) => {
    expect((await caller(emulator)("POST", `${edge}/assign`, { assignments: [] })).status).toBe(204);
  });
});
