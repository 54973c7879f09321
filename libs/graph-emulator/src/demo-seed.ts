import type { Seed, SeedAssignment, SeedEntity } from "./seed.ts";

/** The groups of the demo tenant, by name. */
export const demoGroups = {
  "SG-Intune-Ring0": "2a9f6c10-4e7b-4d35-8c1a-f05b3e92d761",
  "SG-Intune-Ring1": "6b1d0f42-9c38-4a6e-b7f5-12d8c4a0e953",
  "SG-Intune-Ring2": "d4c87e35-1f60-4b92-a3d8-7e5a9b06c2f1",
  "SG-Intune-Pilot": "83e5b2a7-c0d4-4f19-96e2-5b7d1a3f8c40",
  "SG-Intune-Kiosk": "f7a04d9c-2b85-4e63-8d17-c9e6025b4a38",
  "SG-BreakGlass": "15c6e8f3-7d92-4a04-b5e1-08f3d7c2a96b",
} as const;

/** The assignment filters of the demo tenant, by name. */
export const demoFilters = {
  "Windows 11": "a1d7f3c9-5e20-4b8a-9f64-3c0e8d2b7156",
  "Windows corporate owned": "b96e0c24-8f3d-4a71-85c2-e7d1f4a0935b",
  "Kiosk devices": "0e5b8d37-a6c1-4f92-b04e-92c7d3f1a86d",
} as const;

const rules: Readonly<Record<keyof typeof demoFilters, string>> = {
  "Windows 11": '(device.osVersion -startsWith "10.0.22")',
  "Windows corporate owned": '(device.deviceOwnership -eq "Corporate")',
  "Kiosk devices": '(device.deviceName -startsWith "KIOSK-")',
};

type GroupName = keyof typeof demoGroups;
type FilterName = keyof typeof demoFilters;

function include(group: GroupName, filter: object = {}): SeedAssignment {
  return {
    target: {
      "@odata.type": "#microsoft.graph.groupAssignmentTarget",
      ...filter,
      groupId: demoGroups[group],
    },
  };
}

function exclude(group: GroupName): SeedAssignment {
  return {
    target: { "@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget", groupId: demoGroups[group] },
  };
}

function allUsers(): SeedAssignment {
  return { target: { "@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget" } };
}

function allDevices(filter: object): SeedAssignment {
  return { target: { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget", ...filter } };
}

function filtered(name: FilterName, type: "include" | "exclude"): object {
  return {
    deviceAndAppManagementAssignmentFilterId: demoFilters[name],
    deviceAndAppManagementAssignmentFilterType: type,
  };
}

function configuration(
  id: string,
  displayName: string,
  changed: string,
  assignments: readonly SeedAssignment[],
): SeedEntity {
  return {
    properties: {
      createdDateTime: "2026-02-03T08:00:00.0000000Z",
      displayName,
      description: null,
      roleScopeTagIds: ["0"],
      policyConfigurationIngestionType: "builtIn",
      id,
      lastModifiedDateTime: changed,
    },
    assignments,
  };
}

/** A made-up tenant: five configurations, six groups, three filters; the assignments of one cannot be read. */
export const demoSeed: Seed = {
  tenant: { id: "c7d5a1e8-3b49-4f60-92ad-6e08f1b7d354", domain: "contoso.onmicrosoft.com" },
  collections: {
    "deviceManagement/groupPolicyConfigurations": [
      configuration(
        "4f2c1a90-8d5e-4b7a-9c31-2e6f0a8b5d14",
        "Edge: baseline",
        "2026-08-19T09:05:00.0000000Z",
        [include("SG-Intune-Ring0"), include("SG-Intune-Ring1"), exclude("SG-Intune-Kiosk")],
      ),
      configuration(
        "91b7e004-3c6f-4d28-8a95-7b1e5f2c9d60",
        "Office: macro policy",
        "2026-08-22T08:10:00.0000000Z",
        [allUsers(), include("SG-Intune-Pilot", filtered("Windows 11", "include")), exclude("SG-BreakGlass")],
      ),
      configuration(
        "c03d55f1-6a2b-4e9c-b7d4-18f03a6c5e92",
        "OneDrive: known folder move",
        "2026-08-19T07:40:00.0000000Z",
        [
          include("SG-Intune-Ring0"),
          include("SG-Intune-Ring1"),
          include("SG-Intune-Ring2"),
          exclude("SG-BreakGlass"),
        ],
      ),
      configuration(
        "77aa0c3e-5b1d-4f86-a2c9-90d4e7b36f18",
        "Lock screen: image",
        "2026-07-12T11:30:00.0000000Z",
        [allDevices(filtered("Kiosk devices", "exclude")), exclude("SG-Intune-Kiosk")],
      ),
      {
        ...configuration(
          "e1904b2d-7f3a-4c65-9e08-d5b2a1c4f673",
          "Legacy: IE mode sites",
          "2026-03-01T10:00:00.0000000Z",
          [include("SG-Intune-Ring0")],
        ),
        isUnreadable: true,
      },
    ],
    "deviceManagement/assignmentFilters": Object.entries(demoFilters).map(([displayName, id]) => ({
      properties: {
        displayName,
        description: "",
        platform: "windows10AndLater",
        rule: new Map(Object.entries(rules)).get(displayName) ?? "",
        id,
      },
    })),
    groups: Object.entries(demoGroups).map(([displayName, id]) => ({ properties: { id, displayName } })),
  },
};
