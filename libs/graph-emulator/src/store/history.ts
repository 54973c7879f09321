import type { PlacedEntity } from "./entity.ts";

/** What collections held a while ago, for reads that are behind. */
export interface History {
  /** Before an entity changes: what it is now, or `undefined` when it is not there. */
  keepEntity(collection: string, id: string, before: PlacedEntity | undefined, when: KeptAt): void;
  /** Before a set changes: what it is now, or `undefined` when the collection is none. */
  keepSet(collection: string, before: readonly PlacedEntity[] | undefined, when: KeptAt): void;
  /** What an entity was at a time; `undefined` when it has not changed since. */
  entityAt(collection: string, id: string, timeMs: number): Kept<PlacedEntity> | undefined;
  setAt(collection: string, timeMs: number): Kept<readonly PlacedEntity[]> | undefined;
  /** Ids in a collection that changed after a time. */
  changedSince(collection: string, timeMs: number): readonly string[];
  clear(): void;
}

/** When something changes, and how far back anybody can look. */
export interface KeptAt {
  readonly nowMs: number;
  readonly sinceMs: number;
}

/** A value as it was; `undefined` when there was none. */
export interface Kept<Value> {
  readonly value: Value | undefined;
}

interface Version<Value> extends Kept<Value> {
  /** When it was replaced. */
  readonly untilMs: number;
}

/** Keeps versions in memory. */
export function createHistory(): History {
  const entities = new Map<string, Map<string, Version<PlacedEntity>[]>>();
  const sets = new Map<string, Version<readonly PlacedEntity[]>[]>();
  const keep = <Value>(
    versions: readonly Version<Value>[],
    value: Value | undefined,
    { nowMs, sinceMs }: KeptAt,
  ): Version<Value>[] => [...versions.filter(({ untilMs }) => untilMs > sinceMs), { value, untilMs: nowMs }];
  return {
    keepEntity(collection, id, before, when) {
      const byId = entities.get(collection) ?? new Map<string, Version<PlacedEntity>[]>();
      entities.set(collection, byId);
      const key = id.toLowerCase();
      byId.set(key, keep(byId.get(key) ?? [], before, when));
    },
    keepSet(collection, before, when) {
      sets.set(collection, keep(sets.get(collection) ?? [], before, when));
    },
    entityAt: (collection, id, timeMs) => at(entities.get(collection)?.get(id.toLowerCase()), timeMs),
    setAt: (collection, timeMs) => at(sets.get(collection), timeMs),
    changedSince: (collection, timeMs) =>
      [...(entities.get(collection) ?? [])].flatMap(([id, versions]) =>
        at(versions, timeMs) === undefined ? [] : [id],
      ),
    clear() {
      entities.clear();
      sets.clear();
    },
  };
}

function at<Value>(versions: readonly Version<Value>[] | undefined, timeMs: number): Kept<Value> | undefined {
  return versions?.find(({ untilMs }) => untilMs > timeMs);
}
