import type {
  AllDevicesAssignmentTarget,
  AllLicensedUsersAssignmentTarget,
  DeviceAndAppManagementAssignmentTarget,
  ExclusionGroupAssignmentTarget,
  GroupAssignmentTarget,
} from "@intunectl/graph-intune";

/** Who an assignment reaches, or keeps out. */
export type AssignmentTarget = DeviceAndAppManagementAssignmentTarget;

/** One member of a configuration's set: what is read from the service and written back. */
export interface Assignment {
  readonly target: AssignmentTarget;
}

/** An assignment filter on a target. */
export interface TargetFilter {
  readonly id: string;
  /** `include` keeps the devices that match, `exclude` drops them. */
  readonly mode: "include" | "exclude";
}

/** What a target is, without Graph's type names. */
export type Audience =
  | { readonly kind: "all-devices" }
  | { readonly kind: "all-users" }
  | { readonly kind: "include"; readonly groupId: string }
  | { readonly kind: "exclude"; readonly groupId: string }
  | { readonly kind: "collection"; readonly collectionId: string };

/**
 * The members of a group.
 *
 * @example
 * ```ts
 * const assignment = { target: include("6b1d0f42-8a53-4f0e-9d61-0c8f6c5b2a10") };
 * ```
 */
export function include(groupId: string, filter?: TargetFilter): GroupAssignmentTarget {
  return { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId, ...toFilterProperties(filter) };
}

/** The members of a group, kept out. */
export function exclude(groupId: string, filter?: TargetFilter): ExclusionGroupAssignmentTarget {
  return {
    "@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget",
    groupId,
    ...toFilterProperties(filter),
  };
}

/** Every managed device in the tenant. */
export function allDevices(filter?: TargetFilter): AllDevicesAssignmentTarget {
  return { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget", ...toFilterProperties(filter) };
}

/** Every licensed user in the tenant. */
export function allUsers(filter?: TargetFilter): AllLicensedUsersAssignmentTarget {
  return {
    "@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget",
    ...toFilterProperties(filter),
  };
}

/** What a target is: its kind, and the group or collection when it has one. */
export function toAudience(target: AssignmentTarget): Audience {
  switch (target["@odata.type"]) {
    // Exclusion derives from group in the service; here each type stands for itself, so neither can pass as the other.
    case "#microsoft.graph.exclusionGroupAssignmentTarget":
      return { kind: "exclude", groupId: target.groupId };
    case "#microsoft.graph.groupAssignmentTarget":
      return { kind: "include", groupId: target.groupId };
    case "#microsoft.graph.allDevicesAssignmentTarget":
      return { kind: "all-devices" };
    case "#microsoft.graph.allLicensedUsersAssignmentTarget":
      return { kind: "all-users" };
    case "#microsoft.graph.configurationManagerCollectionAssignmentTarget":
      return { kind: "collection", collectionId: target.collectionId };
    default:
      return target satisfies never;
  }
}

/**
 * The identity of a target: its kind and its group or collection, in lower case; never the id alone.
 *
 * The filter is not part of it: a configuration has one assignment for each audience.
 */
export function targetKey(target: AssignmentTarget): string {
  const audience = toAudience(target);
  switch (audience.kind) {
    case "all-devices":
    case "all-users":
      return audience.kind;
    case "include":
    case "exclude":
      return `${audience.kind}:${audience.groupId.toLowerCase()}`;
    case "collection":
      return `collection:${audience.collectionId.toLowerCase()}`;
    default:
      return audience satisfies never;
  }
}

/** The filter of a target; an id that is absent, null, empty or all zeros means none. */
export function toFilter(target: AssignmentTarget): TargetFilter | undefined {
  const id = target.deviceAndAppManagementAssignmentFilterId;
  const mode = target.deviceAndAppManagementAssignmentFilterType;
  if (!isFilterId(id) || (mode !== "include" && mode !== "exclude")) return undefined;
  return { id, mode };
}

/** Whether a filter id names a filter. */
export function isFilterId(id: string | null | undefined): id is string {
  return id !== undefined && id !== null && id !== "" && id !== "00000000-0000-0000-0000-000000000000";
}

/** Whether two targets have the same filter, whatever the case of its id. */
export function hasSameFilter(left: AssignmentTarget, right: AssignmentTarget): boolean {
  return filterKey(left) === filterKey(right);
}

/** `include:<id>` or `exclude:<id>` in lower case; `none` without a filter. */
export function filterKey(target: AssignmentTarget): string {
  const filter = toFilter(target);
  return filter === undefined ? "none" : `${filter.mode}:${filter.id.toLowerCase()}`;
}

/** The same target in one spelling: no properties that say nothing. Ids keep the letters that they came with. */
export function toCanonicalTarget(target: AssignmentTarget): AssignmentTarget {
  const filter = toFilter(target);
  const audience = toAudience(target);
  switch (audience.kind) {
    case "all-devices":
      return allDevices(filter);
    case "all-users":
      return allUsers(filter);
    case "include":
      return include(audience.groupId, filter);
    case "exclude":
      return exclude(audience.groupId, filter);
    case "collection":
      return {
        "@odata.type": "#microsoft.graph.configurationManagerCollectionAssignmentTarget",
        collectionId: audience.collectionId,
        ...toFilterProperties(filter),
      };
    default:
      return audience satisfies never;
  }
}

interface FilterProperties {
  readonly deviceAndAppManagementAssignmentFilterId?: string;
  readonly deviceAndAppManagementAssignmentFilterType?: "include" | "exclude";
}

function toFilterProperties(filter: TargetFilter | undefined): FilterProperties {
  if (filter === undefined) return {};
  return {
    deviceAndAppManagementAssignmentFilterId: filter.id,
    deviceAndAppManagementAssignmentFilterType: filter.mode,
  };
}
