import { createGraphClient, type GraphClient, staticToken } from "@intunectl/graph-core";
import { demoGroups, type Emulator } from "@intunectl/graph-emulator";
import { test } from "@intunectl/graph-emulator/vitest";
import { listGroupPolicyConfigurationAssignments } from "@intunectl/graph-intune";
import { describe, expect } from "vitest";
import { setRollout } from "./rollout.ts";

// No tenant, no mock: each test has an Intune of its own on loopback, seeded with a small tenant.

const baseline = "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14";
const [first, second] = [demoGroups["SG-Intune-Ring0"], demoGroups["SG-Intune-Ring1"]];
const kiosk = demoGroups["SG-Intune-Kiosk"];

function connect(emulator: Emulator, scope = "DeviceManagementConfiguration.ReadWrite.All"): GraphClient {
  return createGraphClient({
    baseUrl: emulator.url,
    credential: staticToken(emulator.token({ scopes: [scope] })),
  });
}

async function groupsOf(graph: GraphClient): Promise<readonly string[]> {
  const items = await graph
    .pages(listGroupPolicyConfigurationAssignments, { groupPolicyConfigurationId: baseline })
    .collect(100);
  return items.map(({ target }) => JSON.stringify(target)).toSorted();
}

test("a rollout is exactly what it says, whatever was there", async ({ emulator }) => {
  const graph = connect(emulator);
  expect(await setRollout(graph, baseline, { rings: [first, second], keptOut: [kiosk] })).toEqual({
    added: 0,
    removed: 0,
  });
  expect(await setRollout(graph, baseline, { rings: [first], keptOut: [kiosk] })).toEqual({
    added: 0,
    removed: 1,
  });
  expect(await groupsOf(graph)).toHaveLength(2);
});

test("a token that may only read changes nothing", async ({ emulator }) => {
  const reader = connect(emulator, "DeviceManagementConfiguration.Read.All");
  const before = await groupsOf(reader);
  await expect(setRollout(reader, baseline, { rings: [], keptOut: [] })).rejects.toThrow(/ReadWrite/);
  expect(await groupsOf(reader)).toEqual(before);
});

describe("when Intune is busy", () => {
  test.override({
    emulatorOptions: {
      faults: [
        { match: { effect: "write" }, times: 2, fault: { kind: "status", status: 429, retryAfter: 0.05 } },
      ],
    },
  });
  test("the rollout waits, and is carried out once", async ({ emulator }) => {
    const graph = connect(emulator);
    expect((await setRollout(graph, baseline, { rings: [second], keptOut: [] })).removed).toBe(2);
    expect(await groupsOf(graph)).toHaveLength(1);
  });
});
