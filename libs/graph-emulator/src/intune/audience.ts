import { badValue } from "../failure.ts";
import { type JsonObject, ownMember } from "../json.ts";
import { isGuid } from "../operations/primitive.ts";

/** Who a target reaches, as far as ids of assignments go. */
export type Audience =
  /** Its assignment's id is `{entityId}_{id}`. */
  | { readonly kind: "known"; readonly id: string; readonly isExclusion: boolean }
  /** The form of its assignment's id is not known; `key` tells one such audience from another. */
  | { readonly kind: "other"; readonly key?: string };

/** The id that stands for all licensed users in ids of assignments. */
export const allUsersAudience = "acacacac-9df4-4c7d-9d50-4ef0226f57a9";

/** The id that stands for all devices in ids of assignments. */
export const allDevicesAudience = "adadadad-808e-44e2-905a-0b7873a8a531";

/** The audience of a target in stored form. */
export function toAudience(target: JsonObject): Audience {
  switch (ownMember(target, "@odata.type")) {
    case "#microsoft.graph.allLicensedUsersAssignmentTarget":
      return { kind: "known", id: allUsersAudience, isExclusion: false };
    case "#microsoft.graph.allDevicesAssignmentTarget":
      return { kind: "known", id: allDevicesAudience, isExclusion: false };
    case "#microsoft.graph.groupAssignmentTarget":
      return { kind: "known", id: String(target["groupId"]), isExclusion: false };
    case "#microsoft.graph.exclusionGroupAssignmentTarget":
      return { kind: "known", id: String(target["groupId"]), isExclusion: true };
    default: {
      const collectionId = ownMember(target, "collectionId");
      return typeof collectionId === "string" ? { kind: "other", key: collectionId } : { kind: "other" };
    }
  }
}

/** What reference pages since 2020 print where a filter's id belongs. */
const documentedPlaceholder = / Id value$/;

/**
 * Refuses ids that are no GUIDs and writes those of groups in lower case; whether such a group exists is not asked.
 *
 * Unless strict, a page's own placeholder is no mistake: people try the page's example first.
 */
export function normalizeTarget(target: JsonObject, path: string, isStrict: boolean): JsonObject {
  const filterId = ownMember(target, "deviceAndAppManagementAssignmentFilterId");
  const isDocumented = typeof filterId === "string" && documentedPlaceholder.test(filterId);
  if (isStrict || !isDocumented) readGuid(target, "deviceAndAppManagementAssignmentFilterId", path);
  const groupId = readGuid(target, "groupId", path);
  return groupId === undefined ? target : { ...target, groupId: groupId.toLowerCase() };
}

function readGuid(target: JsonObject, name: string, path: string): string | undefined {
  const value = ownMember(target, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" && isGuid(value)) return value;
  throw badValue(`${path}.${name}`, `${path}.${name} ${JSON.stringify(value)} is not a GUID`);
}
