import type { PlacedEntity } from "./entity.ts";

/** What collections held a while ago, for reads that are behind. */
export interface History {
  /** Before an entity changes: what it is now, or `undefined` when it is not there. */
  keepEntity(collection: string, id: string, before: PlacedEntity | undefined, atMs: number): void;
  /** Before a set changes: what it is now, or `undefined` when the collection is none. */
  keepSet(collection: string, before: readonly PlacedEntity[] | undefined, atMs: number): void;
  /** What an entity was at a time; `undefined` when it has not changed since. */
  entityAt(collection: string, id: string, timeMs: number): Kept<PlacedEntity> | undefined;
  setAt(collection: string, timeMs: number): Kept<readonly PlacedEntity[]> | undefined;
  /** Ids in a collection that changed after a time. */
  changedSince(collection: string, timeMs: number): readonly string[];
  clear(): void;
}

/** A value as it was; `undefined` when there was none. */
export interface Kept<Value> {
  readonly value: Value | undefined;
}

interface Version<Value> extends Kept<Value> {
  /** When it was replaced. */
  readonly untilMs: number;
}

/** Versions of one thing beyond this many are forgotten, the oldest first. */
const maxVersions = 1000;

/** Keeps versions in memory. */
export function createHistory(): History {
  const entities = new Map<string, Map<string, Version<PlacedEntity>[]>>();
  const sets = new Map<string, Version<readonly PlacedEntity[]>[]>();
  const keep = <Value>(versions: Version<Value>[], value: Value | undefined, untilMs: number): void => {
    versions.push({ value, untilMs });
    if (versions.length > maxVersions) versions.shift();
  };
  return {
    keepEntity(collection, id, before, atMs) {
      const byId = entities.get(collection) ?? new Map<string, Version<PlacedEntity>[]>();
      entities.set(collection, byId);
      const key = id.toLowerCase();
      const versions = byId.get(key) ?? [];
      byId.set(key, versions);
      keep(versions, before, atMs);
    },
    keepSet(collection, before, atMs) {
      const versions = sets.get(collection) ?? [];
      sets.set(collection, versions);
      keep(versions, before, atMs);
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
