import { createGraphClient, isGraphError, staticToken } from "@intunectl/graph-core";
import {
  assignGroupPolicyConfiguration,
  getGroupPolicyConfiguration,
  listGroupPolicyConfigurationAssignments,
  listGroups,
} from "@intunectl/graph-intune";
import { expect, test } from "vitest";
import { demoGroups, type EmulatorOptions } from "../src/index.ts";
import { edgeId, everything, groupA, start } from "./harness.ts";

async function connect(options: EmulatorOptions = {}, scopes: readonly string[] = everything) {
  const { emulator } = await start(options);
  return createGraphClient({ credential: staticToken(emulator.token({ scopes })), baseUrl: emulator.url });
}

const groupPolicyConfigurationId = edgeId;

test("the generated client pages, assigns and reads back", async () => {
  const graph = await connect({ pageSize: 2 });
  const names: (string | null)[] = [];
  for await (const { displayName } of graph.pages(listGroups, {})) names.push(displayName);
  expect(names).toEqual(Object.keys(demoGroups));
  const { value } = await graph.send(assignGroupPolicyConfiguration, {
    groupPolicyConfigurationId,
    assignments: [{ target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: groupA } }],
  });
  expect(value?.map(({ target }) => target["@odata.type"])).toEqual([
    "#microsoft.graph.groupAssignmentTarget",
  ]);
  const read = await graph.send(listGroupPolicyConfigurationAssignments, { groupPolicyConfigurationId });
  expect(read.value.map(({ id }) => id)).toEqual([`${edgeId}_${groupA}`]);
});

test("an answer without a body is an empty result for the client", async () => {
  const graph = await connect({ assignAnswer: "empty" });
  expect(
    await graph.send(assignGroupPolicyConfiguration, { groupPolicyConfigurationId, assignments: [] }),
  ).toEqual({});
});

test("the client unwraps the emulator's errors", async () => {
  const graph = await connect();
  const error: unknown = await graph
    .send(getGroupPolicyConfiguration, { groupPolicyConfigurationId: "../nobody" })
    .catch((reason: unknown) => reason);
  expect(isGraphError(error)).toBe(true);
  expect(error).toMatchObject({
    status: 404,
    code: "ResourceNotFound",
    message: "Resource not found: groupPolicyConfigurations '../nobody'",
    requestId: expect.any(String),
    activityId: expect.any(String),
  });
  const forbidden = await connect({}, ["User.Read"]);
  await expect(forbidden.send(getGroupPolicyConfiguration, { groupPolicyConfigurationId })).rejects.toThrow(
    /^Application must have one of the following scopes: [\w., ]+$/,
  );
});
