import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compile, root } from "./compile.ts";

const isBuilt = ["graph-core/dist/index.d.ts", "graph-intune/dist/generated/index.d.ts"].every((name) =>
  existsSync(join(root, "libs", name)),
);

/** As a user's compiler sees the published types: nothing of Node's, and each declaration checked. */
const published = { skipLibCheck: false, customConditions: [] };

test.skipIf(!isBuilt)("all nine cases of type safety hold for users without Node's types", () => {
  const cases = readFileSync(join(import.meta.dirname, "types.test-d.ts"), "utf8");
  expect(compile({ "cases.ts": cases }, published)).toBe("");
  // And they can fail.
  const broken = cases.replace("// @ts-expect-error a group target without groupId", "");
  expect(compile({ "cases.ts": broken }, published)).toContain("groupId");
});

test.skipIf(!isBuilt)("a program of ten lines compiles without Node's types", () => {
  const program = `import { createGraphClient, isGraphError, staticToken } from "@intunectl/graph-core";
import { assignGroupPolicyConfiguration } from "@intunectl/graph-intune";
const graph = createGraphClient({ credential: staticToken("token") });
const assign = (groupPolicyConfigurationId: string, groupId: string) =>
  graph.send(assignGroupPolicyConfiguration, {
    groupPolicyConfigurationId,
    assignments: [{ target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId } }],
  });
await assign("a", "b").catch((error: unknown) => (isGraphError(error) ? error.code : Promise.reject(error)));
`;
  expect(compile({ "program.ts": program }, published)).toBe("");
});
