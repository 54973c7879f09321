import { normalizeTarget, toAudience, type Audience } from "./audience.ts";
import { decodeValue, type DecodeContext } from "./decode-value.ts";
import { badRequest, modelValidation } from "./failure.ts";
import { isObject, type JsonObject, ownMember } from "./json.ts";
import type { Behaviour } from "./options.ts";
import type { StoredEntity } from "./store.ts";
import { toServiceTime } from "./time.ts";
import { allProperties } from "./types.ts";

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
}

/** The complete new set as it will be stored, or the refusal of the whole request. */
export function planAssignmentSet(input: AssignmentSetInput): readonly StoredEntity[] {
  const { items, path } = input;
  if (!Array.isArray(items)) throw modelValidation(`${path} must be a collection of ${input.elementType}`);
  const kept = new Map<string, Candidate>();
  for (const [index, item] of items.entries()) {
    const candidate = toCandidate(input, item, `${path}[${index}]`);
    const earlier = kept.get(candidate.identity);
    if (earlier === undefined) kept.set(candidate.identity, candidate);
    else refuseRepeat(input.behaviour, earlier, candidate);
  }
  const entities = [...kept.values()].map(({ entity }) => entity);
  // Ids that a request chose for targets without a rule may still collide.
  const ids = new Set(entities.map(({ id }) => id.toLowerCase()));
  if (ids.size < entities.length) throw badRequest(`${path} has the same id more than once`);
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
  const { context, elementType, entityId } = input;
  const decoded = decodeValue(context, { type: elementType }, item, path);
  const sent = isObject(item) ? ownMember(item, "id") : undefined;
  if (!isObject(decoded) || !isObject(decoded["target"]))
    throw modelValidation(`${path}.target must be an object`);
  const target = normalizeTarget(decoded["target"], `${path}.target`, context.strictTypes);
  checkFilter(input, target, `${path}.target`);
  const audience = toAudience(target);
  const id =
    audience.kind === "known"
      ? `${entityId}_${audience.id}`
      : typeof sent === "string" && sent !== ""
        ? sent
        : input.newId();
  return {
    path,
    audience,
    identity:
      audience.kind === "other" && audience.key !== undefined
        ? `collection ${audience.key}`
        : id.toLowerCase(),
    entity: { id, isUnreadable: false, properties: { ...serviceProperties(input, id), ...decoded, target } },
  };
}

function serviceProperties({ context, elementType, nowMs }: AssignmentSetInput, id: string): JsonObject {
  const hasTime = allProperties(context.model, elementType).has("lastModifiedDateTime");
  return hasTime ? { id, lastModifiedDateTime: toServiceTime(nowMs) } : { id };
}

function checkFilter({ behaviour, hasFilter }: AssignmentSetInput, target: JsonObject, path: string): void {
  const id = ownMember(target, "deviceAndAppManagementAssignmentFilterId");
  if (behaviour.unknownFilters === "accept" || typeof id !== "string" || hasFilter(id)) return;
  throw badRequest(`Scope Tags validation failed : Filters ${id}, Validated filters  (${path})`);
}

function refuseRepeat(behaviour: Behaviour, earlier: Candidate, later: Candidate): void {
  const isMixed =
    earlier.audience.kind === "known" &&
    later.audience.kind === "known" &&
    earlier.audience.isExclusion !== later.audience.isExclusion;
  if ((isMixed ? behaviour.includeAndExclude : behaviour.duplicates) === "keepFirst") return;
  throw badRequest(
    isMixed
      ? `${later.path} and ${earlier.path} include and exclude the same group`
      : `${later.path} has the same target as ${earlier.path}`,
  );
}
