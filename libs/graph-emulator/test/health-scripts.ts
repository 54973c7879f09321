import { type AnyOperation, type GraphModel } from "@intunectl/graph-core";
import { model } from "@intunectl/graph-intune/model";
import { demoSeed, type Seed, type Surface } from "../src/index.ts";
import { caller, start } from "./harness.ts";

// A surface of our own: another kind of entity, with another parameter, other properties, and an answer without a body.

export const permissions = { delegated: ["Health.Write"], application: ["Health.App"] };
export const operation = (name: string, method: "GET" | "POST", path: `/${string}`): AnyOperation => ({
  name,
  method,
  path,
  version: "beta",
  permissions,
});

export const surface: Surface = {
  operations: [
    operation("listScripts", "GET", "/deviceManagement/deviceHealthScripts"),
    operation("getScript", "GET", "/deviceManagement/deviceHealthScripts/{scriptId}"),
    operation("listScriptAssignments", "GET", "/deviceManagement/deviceHealthScripts/{scriptId}/assignments"),
    operation("assignScript", "POST", "/deviceManagement/deviceHealthScripts/{scriptId}/assign"),
    operation("runScript", "POST", "/deviceManagement/deviceHealthScripts/{scriptId}/run"),
    operation("assignDevices", "POST", "/deviceManagement/deviceHealthScripts/{scriptId}/assignDevices"),
    operation("unheardOf", "GET", "/unheardOf"),
  ],
  model: {
    ...model,
    types: {
      ...model.types,
      "microsoft.graph.deviceHealthScript": {
        kind: "entity",
        properties: {
          id: { type: "Edm.String", isComputed: true },
          displayName: { type: "Edm.String" },
          isGlobal: { type: "Edm.Boolean" },
        },
      },
      "microsoft.graph.deviceHealthScriptAssignment": {
        kind: "entity",
        properties: {
          id: { type: "Edm.String", isComputed: true },
          target: { type: "microsoft.graph.deviceAndAppManagementAssignmentTarget" },
          runRemediationScript: { type: "Edm.Boolean", isOptional: true },
          intent: { type: "microsoft.graph.deviceAndAppManagementAssignmentFilterType", isOptional: true },
        },
      },
    },
    operations: {
      listScripts: { kind: "list", entity: "microsoft.graph.deviceHealthScript" },
      getScript: { kind: "get", entity: "microsoft.graph.deviceHealthScript" },
      listScriptAssignments: { kind: "list", entity: "microsoft.graph.deviceHealthScriptAssignment" },
      assignScript: action("assign", {
        deviceHealthScriptGroups: { type: "Edm.String", isCollection: true },
        deviceHealthScriptAssignments: {
          type: "microsoft.graph.deviceHealthScriptAssignment",
          isCollection: true,
        },
      }),
      runScript: action("run", {}),
      assignDevices: action("assign", { deviceIds: { type: "Edm.String", isCollection: true } }),
    },
  },
};

export function action(
  name: string,
  parameters: Extract<GraphModel["operations"][string], { kind: "action" }>["parameters"],
): GraphModel["operations"][string] {
  return { kind: "action", action: name, boundTo: "microsoft.graph.deviceHealthScript", parameters };
}

export const seed: Seed = {
  ...demoSeed,
  collections: {
    "deviceManagement/deviceHealthScripts": [
      { properties: { id: "s1", displayName: "Disk", isGlobal: false } },
    ],
  },
};
export const script = "/beta/deviceManagement/deviceHealthScripts/s1";

export async function startOther(): Promise<ReturnType<typeof caller>> {
  const { emulator } = await start({ surface, seed });
  return caller(emulator, emulator.token({ scopes: ["Health.Write"] }));
}
