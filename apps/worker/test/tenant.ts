import type { Seed } from "@intunectl/graph-emulator";
import { assignGroupPolicyConfiguration } from "@intunectl/graph-intune";

export const group = (index: number): string => `aaaaaaaa-0000-4000-8000-${String(index).padStart(12, "0")}`;

export const scopes: readonly string[] = [
  ...assignGroupPolicyConfiguration.permissions.delegated,
  "DeviceManagementConfiguration.Read.All",
  "DeviceManagementConfiguration.ReadWrite.All",
];

/** A tenant with so many configurations, each assigned to `group(0)`. */
export function seedOf(count: number): Seed {
  return {
    tenant: { id: "c7d5a1e8-3b49-4f60-92ad-6e08f1b7d354", domain: "contoso.onmicrosoft.com" },
    collections: {
      "deviceManagement/groupPolicyConfigurations": Array.from({ length: count }, (_, index) => ({
        properties: {
          id: configurationOf(index),
          displayName: `Configuration ${index}`,
          roleScopeTagIds: ["0"],
          policyConfigurationIngestionType: "builtIn",
        },
        assignments: [
          { target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: group(0) } },
        ],
      })),
    },
  };
}

export const configurationOf = (index: number): string =>
  `c0000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
