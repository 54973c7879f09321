import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { assignableKinds, operations } from "@intunectl/graph-intune";
import { model } from "@intunectl/graph-intune/model";

test.each(operations.map((operation) => [operation.name, operation] as const))(
  "%s can be called with a permission",
  (_, operation) => {
    expect(operation.permissions.delegated.length).toBeGreaterThan(0);
    expect(Object.hasOwn(model.operations, operation.name)).toBe(true);
  },
);

test("the README lists every operation, with what it calls", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const listed = Array.from(readme.matchAll(/^\| `(\w+)` +\| `(\w+ \/\S+)` +\|$/gm), ([, name, call]) => [
    name,
    call,
  ]);
  expect(Object.fromEntries(listed)).toEqual(
    Object.fromEntries(operations.map(({ name, method, path }) => [name, `${method} ${path}`])),
  );
});

test("every type that the model mentions is in it", () => {
  const mentioned = Object.values(model.types).flatMap((type) =>
    type.kind === "enum"
      ? []
      : [type.base ?? [], Object.values(type.properties).map((property) => property.type)].flat(2),
  );
  const unknown = mentioned.filter((name) => !name.startsWith("Edm.") && !Object.hasOwn(model.types, name));
  expect(mentioned).toContain("microsoft.graph.deviceAndAppManagementAssignmentTarget");
  expect(unknown).toEqual([]);
});

test("group policy configurations can be assigned", () => {
  expect(assignableKinds.map(({ resource }) => resource)).toContain("groupPolicyConfigurations");
});

test("nothing is called when the library is loaded: its values are plain data", () => {
  for (const operation of operations) expect(structuredClone(operation)).toEqual(operation);
  expect(structuredClone(model)).toEqual(model);
});
