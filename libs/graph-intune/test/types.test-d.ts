import type { Operation } from "@intunectl/graph-core";
import type {
  AssignGroupPolicyConfigurationInput,
  DeviceAndAppManagementAssignmentTarget,
  ExclusionGroupAssignmentTarget,
  GroupAssignmentTarget,
  GroupPolicyConfigurationAssignmentInput,
} from "@intunectl/graph-intune";
import { assignGroupPolicyConfiguration } from "@intunectl/graph-intune";

// Compiled by `tsc -b`: each line below a @ts-expect-error must be refused, or the compilation fails.

declare function send<I, R>(operation: Operation<I, R>, input: I): Promise<R>;
const groupPolicyConfigurationId = "4f2c1a90-0000-4000-8000-000000000001";
const groupId = "1f0c2b7e-0000-4000-8000-000000000001";

export const documented: AssignGroupPolicyConfigurationInput = {
  groupPolicyConfigurationId,
  assignments: [
    { target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId } },
    { target: { "@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget", groupId } },
    { target: { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" } },
    {
      target: {
        "@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget",
        deviceAndAppManagementAssignmentFilterId: groupId,
        deviceAndAppManagementAssignmentFilterType: "include",
      },
    },
  ],
};
export const emptied: AssignGroupPolicyConfigurationInput = { groupPolicyConfigurationId, assignments: [] };

// An inline call needs no cast and no variable.
export const call: Promise<unknown> = send(assignGroupPolicyConfiguration, {
  groupPolicyConfigurationId,
  assignments: [{ target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId } }],
});

// @ts-expect-error a group target without groupId
export const noGroup: DeviceAndAppManagementAssignmentTarget = {
  "@odata.type": "#microsoft.graph.groupAssignmentTarget",
};

export const misspeltGroup: DeviceAndAppManagementAssignmentTarget = {
  "@odata.type": "#microsoft.graph.groupAssignmentTarget",
  // @ts-expect-error groupID is not groupId
  groupID: groupId,
};

export const noHash: DeviceAndAppManagementAssignmentTarget = {
  // @ts-expect-error a discriminator without #
  "@odata.type": "microsoft.graph.groupAssignmentTarget",
  groupId,
};

export const abstractTarget: DeviceAndAppManagementAssignmentTarget = {
  // @ts-expect-error the abstract type has no values
  "@odata.type": "#microsoft.graph.deviceAndAppManagementAssignmentTarget",
};

// @ts-expect-error a target without a discriminator
export const noType: DeviceAndAppManagementAssignmentTarget = { groupId };

export const groupOnAll: DeviceAndAppManagementAssignmentTarget = {
  "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget",
  // @ts-expect-error all devices have no group
  groupId,
};

// @ts-expect-error a missing set is not an empty one
export const noAssignments: AssignGroupPolicyConfigurationInput = { groupPolicyConfigurationId };

export const nullAssignments: AssignGroupPolicyConfigurationInput = {
  groupPolicyConfigurationId,
  // @ts-expect-error null is not a set
  assignments: null,
};

export const misspeltKey: AssignGroupPolicyConfigurationInput = {
  // @ts-expect-error a misspelt path parameter
  groupPolicyConfigurationID: groupPolicyConfigurationId,
  assignments: [],
};

export const computed: GroupPolicyConfigurationAssignmentInput = {
  target: { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" },
  // @ts-expect-error the service makes the id
  id: "1",
};

declare const exclusion: ExclusionGroupAssignmentTarget;
// @ts-expect-error an exclusion is not an inclusion
export const inclusion: GroupAssignmentTarget = exclusion;

/** Narrowing by the discriminator gives the properties of the variant, and only those. */
export function groupOf(target: DeviceAndAppManagementAssignmentTarget): string | undefined {
  switch (target["@odata.type"]) {
    case "#microsoft.graph.groupAssignmentTarget":
    case "#microsoft.graph.exclusionGroupAssignmentTarget":
      return target.groupId;
    case "#microsoft.graph.configurationManagerCollectionAssignmentTarget":
      return target.collectionId;
    case "#microsoft.graph.allDevicesAssignmentTarget":
    case "#microsoft.graph.allLicensedUsersAssignmentTarget":
      return undefined;
    default:
      return target satisfies never;
  }
}
