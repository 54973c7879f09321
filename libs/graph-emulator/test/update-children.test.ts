import { expect, test } from "vitest";
import { type Surface } from "../src/index.ts";
import { caller, start } from "./harness.ts";
import { operation, surface, seed, script, action } from "./health-scripts.ts";

const valueType = "microsoft.graph.definitionValue";
const definitionValues: Surface = {
  operations: [
    ...surface.operations,
    operation("listValues", "GET", "/deviceManagement/deviceHealthScripts/{scriptId}/definitionValues"),
    operation(
      "updateDefinitionValues",
      "POST",
      "/deviceManagement/deviceHealthScripts/{scriptId}/updateDefinitionValues",
    ),
  ],
  model: {
    ...surface.model,
    types: {
      ...surface.model.types,
      [valueType]: {
        kind: "entity",
        properties: {
          id: { type: "Edm.String", isComputed: true },
          enabled: { type: "Edm.Boolean" },
          lastModifiedDateTime: { type: "Edm.DateTimeOffset", isComputed: true },
        },
      },
    },
    operations: {
      ...surface.model.operations,
      listValues: { kind: "list", entity: valueType },
      updateDefinitionValues: action("updateDefinitionValues", {
        added: { type: valueType, isCollection: true },
        updated: { type: valueType, isCollection: true },
        deletedIds: { type: "Edm.String", isCollection: true },
      }),
    },
  },
};

test("an action that changes what stands below an entity does it in one step, or not at all", async () => {
  const { emulator } = await start({ surface: definitionValues, seed });
  const call = caller(emulator, emulator.token({ scopes: ["Health.Write"] }));
  const update = (body: object) => call("POST", `${script}/updateDefinitionValues`, body);
  const values = async (): Promise<readonly Record<string, unknown>[]> => {
    const value = (await call("GET", `${script}/definitionValues`)).json?.["value"];
    return Array.isArray(value) ? value : [];
  };
  const item = {
    "@odata.type": `#${valueType}`,
    "definition@odata.bind": "https://graph.microsoft.com/x",
    enabled: true,
  };
  expect((await update({ added: [item, { ...item, enabled: false }] })).status).toBe(204);
  const [one, two] = await values();
  expect([one?.["enabled"], two?.["enabled"]]).toEqual([true, false]);
  expect(
    (await update({ updated: [{ id: one?.["id"], enabled: false }], deletedIds: [two?.["id"]] })).status,
  ).toBe(204);
  expect(await values()).toMatchObject([{ id: one?.["id"], enabled: false }]);
  const before = await values();
  for (const bad of [
    { added: [item], updated: [{ id: "nobody", enabled: true }] },
    { added: [item, { enabled: "yes" }] },
    { added: [item], deletedIds: [5] },
    { added: {} },
    { removed: [] },
  ])
    expect((await update(bad)).status).toBe(400);
  expect(await values()).toEqual(before);
});
