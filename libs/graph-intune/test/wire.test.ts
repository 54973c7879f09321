import { planRequest } from "@intunectl/graph-core";
import type { AnyOperation } from "@intunectl/graph-core";
import {
  assignGroupPolicyConfiguration,
  getGroup,
  getGroupPolicyConfiguration,
  listAssignmentFilters,
  listGroupPolicyConfigurationAssignments,
  listGroupPolicyConfigurations,
  listGroups,
} from "@intunectl/graph-intune";
import { expect, test } from "vitest";

const groupPolicyConfigurationId = "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14";
const groupId = "2a9f6c10-4e7b-4d35-8c1a-f05b3e92d761";

/** What goes over the wire, as a file that a person can open. */
function toHttp<Input>(
  operation: AnyOperation & { readonly types?: { readonly input: Input; readonly result: unknown } },
  input: NoInfer<Input>,
): string {
  const { path, body } = planRequest(operation, input);
  const json = body === undefined ? "" : `\n${JSON.stringify(JSON.parse(body), undefined, 2)}\n`;
  return `${operation.method} https://graph.microsoft.com${path}\n${json}`;
}

test.each<[name: string, http: string]>([
  [
    "assign-group-policy-configuration",
    toHttp(assignGroupPolicyConfiguration, {
      groupPolicyConfigurationId,
      assignments: [
        { target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId } },
        {
          target: {
            "@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget",
            groupId: groupPolicyConfigurationId,
          },
        },
        {
          target: {
            "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget",
            deviceAndAppManagementAssignmentFilterId: groupId,
            deviceAndAppManagementAssignmentFilterType: "include",
          },
        },
      ],
    }),
  ],
  [
    "assign-group-policy-configuration-clear",
    toHttp(assignGroupPolicyConfiguration, { groupPolicyConfigurationId, assignments: [] }),
  ],
  ["get-group", toHttp(getGroup, { groupId, $select: "id,displayName" })],
  [
    "get-group-policy-configuration",
    toHttp(getGroupPolicyConfiguration, { groupPolicyConfigurationId: "a/b?c#d" }),
  ],
  ["list-assignment-filters", toHttp(listAssignmentFilters, {})],
  [
    "list-group-policy-configuration-assignments",
    toHttp(listGroupPolicyConfigurationAssignments, { groupPolicyConfigurationId }),
  ],
  ["list-group-policy-configurations", toHttp(listGroupPolicyConfigurations, { $top: 50 })],
  ["list-groups", toHttp(listGroups, { $filter: "displayName eq 'R&D''s ring'" })],
])("%s goes over the wire as in wire/%s.http", async (name, http) => {
  await expect(http).toMatchFileSnapshot(`wire/${name}.http`);
});
