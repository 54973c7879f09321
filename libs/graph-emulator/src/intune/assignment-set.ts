import type { DecodeContext } from "../operations/decode-value.ts";
import { decodeValue } from "../operations/decode-value.ts";
import { allProperties } from "../operations/types.ts";
import { badValue, wrongType } from "../failure.ts";
import { isObject, type JsonObject, ownMember } from "../json.ts";
import type { Behaviour } from "../behaviour.ts";
import type { StoredEntity } from "../store/entity.ts";
import { toServiceTime } from "../time.ts";
import { type Audience, normalizeTarget, toAudience } from "./audience.ts";

/** What a new set of assignments is made from. */
export interface AssignmentSetInput {
  readonly context: DecodeContext;
  readonly behaviour: Behaviour;
  /** Qualified name of the assignments' type. */
  readonly elementType: string;
  readonly entityId: string;
  readonly items: unknown;
  /** Where the items stand in the request: `assignments`. */
  readonly path: string;
  readonly nowMs: number;
  readonly newId: () => string;
  readonly hasFilter: (id: string) => boolean;
  readonly hasGroup: (id: string) => boolean;
}

/** The complete new set as it will be stored, or the refusal of the whole request. */
export function planAssignmentSet(input: AssignmentSetInput): readonly StoredEntity[] {
  const { items, path, behaviour } = input;
  if (!Array.isArray(items)) throw wrongType(path, `must be a collection of ${input.elementType}`);
  if (behaviour.maxAssignments !== "none" && items.length > behaviour.maxAssignments)
    throw badValue(path, `${path} has ${items.length} items; at most ${behaviour.maxAssignments} are taken`);
  const kept = new Map<string, Candidate>();
  for (const [index, item] of items.entries()) {
    const candidate = toCandidate(input, item, `${path}[${index}]`);
    const earlier = kept.get(candidate.identity);
    if (earlier === undefined) kept.set(candidate.identity, candidate);
    else refuseRepeat(behaviour, earlier, candidate);
  }
  const entities = [...kept.values()].map(({ entity }) => entity);
  // Ids that a request chose for targets without a rule may still collide.
  const ids = new Set(entities.map(({ id }) => id.toLowerCase()));
  if (ids.size < entities.length) throw badValue(path, `${path} has the same id more than once`);
  return entities;
}

interface Candidate {
  readonly path: string;
  readonly audience: Audience;
  /** Two candidates with the same one cannot both be stored. */
  readonly identity: string;
  readonly entity: StoredEntity;
}

function toCandidate(input: AssignmentSetInput, item: unknown, path: string): Candidate {
  const { context, elementType, entityId, behaviour } = input;
  const decoded = decodeValue(context, { type: elementType }, item, path);
  if (!isObject(decoded) || !isObject(decoded["target"]))
    throw wrongType(`${path}.target`, "must be an object");
  const target = normalizeTarget(decoded["target"], `${path}.target`, context.strictTypes);
  checkReferences(input, target, `${path}.target`);
  const audience = toAudience(target);
  const sent = isObject(item) ? ownMember(item, "id") : undefined;
  const chosen = typeof sent === "string" && sent !== "" ? sent : undefined;
  const id = audience.kind === "known" ? `${entityId}_${audience.id}` : (chosen ?? input.newId());
  if (behaviour.wrongIds === "reject" && chosen !== undefined && chosen.toLowerCase() !== id.toLowerCase())
    throw badValue(`${path}.id`, `${path}.id '${chosen}' is not the id of this assignment, which is '${id}'`);
  const key = audience.kind === "other" && audience.key !== undefined ? `collection ${audience.key}` : id;
  return {
    path,
    audience,
    identity: key.toLowerCase(),
    entity: { id, isUnreadable: false, properties: { ...serviceProperties(input, id), ...decoded, target } },
  };
}

/** What the service says of an assignment beside what was sent. */
function serviceProperties(
  { context, elementType, nowMs, entityId }: AssignmentSetInput,
  id: string,
): JsonObject {
  const properties = allProperties(context.model, elementType);
  return {
    id,
    ...(properties.has("lastModifiedDateTime") ? { lastModifiedDateTime: toServiceTime(nowMs) } : {}),
    // Kinds that tell where an assignment comes from say so of those that were made directly.
    ...(properties.has("source") ? { source: "direct" } : {}),
    ...(properties.has("sourceId") ? { sourceId: entityId } : {}),
  };
}

function checkReferences(input: AssignmentSetInput, target: JsonObject, path: string): void {
  const { behaviour, hasFilter, hasGroup } = input;
  const type = ownMember(target, "@odata.type");
  const isCollection = type === "#microsoft.graph.configurationManagerCollectionAssignmentTarget";
  if (isCollection && behaviour.configurationManagerTargets === "reject")
    throw badValue(path, `${path} is a Configuration Manager collection, which cannot be assigned here`);
  const groupId = ownMember(target, "groupId");
  if (behaviour.unknownGroups === "reject" && typeof groupId === "string" && !hasGroup(groupId))
    throw badValue(`${path}.groupId`, `${path}.groupId '${groupId}' is not the id of a group`);
  const filterId = ownMember(target, "deviceAndAppManagementAssignmentFilterId");
  if (behaviour.unknownFilters === "accept" || typeof filterId !== "string") return;
  if (isNoFilter(filterId) || hasFilter(filterId)) return;
  throw badValue(
    `${path}.deviceAndAppManagementAssignmentFilterId`,
    `Scope Tags validation failed : Filters ${filterId}, Validated filters  (${path})`,
  );
}

/** Ids that tools send for "no filter", and the placeholder of reference pages, which is refused elsewhere when strict. */
function isNoFilter(id: string): boolean {
  return id === "00000000-0000-0000-0000-000000000000" || id.endsWith(" Id value");
}

function refuseRepeat(behaviour: Behaviour, earlier: Candidate, later: Candidate): void {
  const isMixed =
    earlier.audience.kind === "known" &&
    later.audience.kind === "known" &&
    earlier.audience.isExclusion !== later.audience.isExclusion;
  if ((isMixed ? behaviour.includeAndExclude : behaviour.duplicates) === "keepFirst") return;
  throw badValue(
    later.path,
    isMixed
      ? `${later.path} and ${earlier.path} include and exclude the same group`
      : `${later.path} has the same target as ${earlier.path}`,
  );
}
