import type { Need } from "./command-definition.ts";

/**
 * The least permission for each thing that a command asks of the service.
 *
 * Written out, because help must not load the library; a test compares it with the operations.
 */
export const needWords: Readonly<Record<Need, { readonly permission: string; readonly purpose: string }>> = {
  write: { permission: "DeviceManagementConfiguration.ReadWrite.All", purpose: "to write" },
  read: { permission: "DeviceManagementConfiguration.Read.All", purpose: "to read" },
  filters: { permission: "DeviceManagementConfiguration.Read.All", purpose: "to look filters up" },
  groups: { permission: "GroupMember.Read.All", purpose: "to look groups up" },
};

/** What is sent for each. */
export const needOperations: Readonly<Record<Need, readonly string[]>> = {
  write: ["assignGroupPolicyConfiguration"],
  read: ["listGroupPolicyConfigurations", "listGroupPolicyConfigurationAssignments"],
  filters: ["listAssignmentFilters"],
  groups: ["listGroups", "getGroup"],
};
