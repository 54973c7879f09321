import type { AssignmentSet, UnknownAssignmentSet } from "./assignment-set.ts";
import { isJsonObject, isText, type JsonObject } from "./json.ts";
import {
  type Assignment,
  type AssignmentTarget,
  filterKey,
  isFilterId,
  targetKey,
  toCanonicalTarget,
} from "./target.ts";

/**
 * Reads a configuration's assignments from what the service sent, strictly.
 *
 * `assign` writes the whole set back, so one member that is not understood makes the whole set unknown.
 *
 * @example
 * ```ts
 * const set = decodeAssignments([{ id: "…", target: { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" } }]);
 * if (set.kind === "unknown") console.error(set.reason);
 * ```
 */
export function decodeAssignments(value: unknown): AssignmentSet {
  if (!Array.isArray(value)) return notUnderstood("the assignments are not a list");
  const byKey = new Map<string, Assignment>();
  for (const [index, item] of value.entries()) {
    const decoded = decodeAssignment(item, `assignments[${index}]`);
    if (decoded.kind === "unknown") return decoded;
    const key = targetKey(decoded.target);
    const other = byKey.get(key);
    if (other !== undefined && filterKey(other.target) !== filterKey(decoded.target))
      return notUnderstood(`assignments[${index}] names ${key} again with another filter`);
    if (other === undefined) byKey.set(key, { target: decoded.target });
  }
  return { kind: "known", assignments: [...byKey.values()] };
}

type Decoded = { readonly kind: "target"; readonly target: AssignmentTarget } | UnknownAssignmentSet;

function decodeAssignment(value: unknown, at: string): Decoded {
  if (!isJsonObject(value)) return notUnderstood(`${at} is not an object`);
  const { source } = value;
  // A policy set's assignments come back beside the direct ones; written back they would become direct.
  if (source !== undefined && source !== null && source !== "direct")
    return notUnderstood(`${at} comes from ${JSON.stringify(source)}, not from this configuration`);
  const extra = findExtra(value, ["id", "lastModifiedDateTime", "source", "sourceId", "target"]);
  if (extra !== undefined) return notUnderstood(`${at} carries "${extra}", which would be lost`);
  if (!isJsonObject(value["target"])) return notUnderstood(`${at} has no target`);
  return decodeTarget(value["target"], `${at}.target`);
}

const filterProperties = [
  "deviceAndAppManagementAssignmentFilterId",
  "deviceAndAppManagementAssignmentFilterType",
];

function decodeTarget(value: JsonObject, at: string): Decoded {
  const type = value["@odata.type"];
  const problem = findFilterProblem(value);
  if (problem !== undefined) return notUnderstood(`${at} ${problem}`);
  switch (type) {
    case "#microsoft.graph.allDevicesAssignmentTarget":
    case "#microsoft.graph.allLicensedUsersAssignmentTarget":
      return checked(value, at, []);
    case "#microsoft.graph.groupAssignmentTarget":
    case "#microsoft.graph.exclusionGroupAssignmentTarget":
      return checked(value, at, ["groupId"]);
    case "#microsoft.graph.configurationManagerCollectionAssignmentTarget":
      return checked(value, at, ["collectionId"]);
    default:
      return notUnderstood(`${at} ${describeType(type)}`);
  }
}

function checked(value: JsonObject, at: string, required: readonly string[]): Decoded {
  const missing = required.find((name) => !isText(value[name]));
  if (missing !== undefined) return notUnderstood(`${at} has no ${missing}`);
  const extra = findExtra(value, [...required, ...filterProperties]);
  if (extra !== undefined) return notUnderstood(`${at} carries "${extra}", which would be lost`);
  return { kind: "target", target: toCanonicalTarget(decodeChecked(value)) };
}

/** `checked` has seen the type, its ids and its filter. */
function decodeChecked(value: JsonObject): AssignmentTarget {
  return value as unknown as AssignmentTarget;
}

function findFilterProblem(value: JsonObject): string | undefined {
  const id = value["deviceAndAppManagementAssignmentFilterId"];
  const mode = value["deviceAndAppManagementAssignmentFilterType"];
  if (id !== undefined && id !== null && typeof id !== "string") return "has a filter id that is not text";
  const isMode =
    mode === undefined || mode === null || mode === "none" || mode === "include" || mode === "exclude";
  if (!isMode) return `has the unknown filter type ${JSON.stringify(mode)}`;
  if (isFilterId(id) && mode !== "include" && mode !== "exclude")
    return `has the filter ${id} but no filter type`;
  return undefined;
}

function describeType(type: unknown): string {
  if (type === undefined) return "has no @odata.type";
  if (typeof type !== "string") return "has an @odata.type that is not text";
  if (type.indexOf("#") !== type.lastIndexOf("#") || type.startsWith("microsoft.graph.#"))
    return `has the type ${JSON.stringify(type)} with its prefix doubled`;
  if (type.replace(/^#/, "") === "microsoft.graph.deviceAndAppManagementAssignmentTarget")
    return `has the abstract type ${JSON.stringify(type)}, which says nothing about who is meant`;
  if (!type.startsWith("#")) return `has the type ${JSON.stringify(type)} without "#"`;
  return `has the unknown type ${JSON.stringify(type)}`;
}

/** A member that says something and that we would not write back. Annotations are the service's own. */
function findExtra(value: JsonObject, known: readonly string[]): string | undefined {
  return Object.keys(value)
    .filter((name) => !name.includes("@") && !known.includes(name))
    .find((name) => value[name] !== null && value[name] !== undefined);
}

function notUnderstood(reason: string): UnknownAssignmentSet {
  return { kind: "unknown", code: "not-understood", reason };
}
