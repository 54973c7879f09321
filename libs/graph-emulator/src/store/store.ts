import type { DatabaseSync } from "node:sqlite";
import { openDatabase } from "./database.ts";
import { everything, type PageQuery, type PlacedEntity, type Reader, type StoredEntity } from "./entity.ts";
import { createHistory, type History, type KeptAt } from "./history.ts";
import { pageOfArray } from "./page-array.ts";
import type { Indexing } from "./indexing.ts";
import { createRows, type Rows } from "./rows.ts";
import { createSets, type Sets } from "./sets.ts";

/** The state of the service. Changes are visible at once, and durable after `commit`. */
export interface Store extends Reader {
  /** Reads as if it were that time, as far as versions were kept. */
  asOf(timeMs: number): Reader;
  collections(): readonly string[];
  put(collection: string, entity: StoredEntity): void;
  /** Removes an entity and everything below it. */
  remove(collection: string, id: string): void;
  /** Makes a collection hold exactly these. */
  replace(collection: string, entities: readonly StoredEntity[]): void;
  /** Whether some stored set contains a text, such as the id of a filter, in capitals or not. */
  mentions(text: string): boolean;
  isEmpty(): boolean;
  clear(): void;
  /** All of the work or, when it throws, none of it. */
  transaction<Result>(work: () => Result): Result;
  /** Whether there are changes that a crash would undo. */
  isDirty(): boolean;
  /** Makes all changes durable together; when that fails, none of them is. */
  commit(): void;
  close(): void;
}

/** How a store is opened. */
export interface StoreOptions {
  readonly dataFolder?: string;
  /** Asked at each change: when it is, if its version before is to be kept. */
  readonly keepsVersions?: () => KeptAt | undefined;
  readonly indexing?: Indexing;
}

/** Opens the state of a data folder, made private to this user, or a state in memory. */
export function openStore({
  dataFolder,
  keepsVersions = () => undefined,
  indexing,
}: StoreOptions = {}): Store {
  const database = openDatabase(dataFolder);
  const parts: Parts = {
    database,
    rows: createRows(database, indexing),
    sets: createSets(database),
    history: createHistory(),
    keptAt: keepsVersions,
  };
  return { ...createReader(parts), ...createWriter(parts), ...createTransactions(parts) };
}

interface Parts {
  readonly database: DatabaseSync;
  readonly rows: Rows;
  readonly sets: Sets;
  readonly history: History;
  readonly keptAt: () => KeptAt | undefined;
}

function createReader(parts: Parts): Pick<Store, keyof Reader | "asOf" | "collections" | "mentions"> {
  const { database, rows, sets } = parts;
  const names = database.prepare(
    "SELECT collection FROM entity UNION SELECT collection FROM entity_set ORDER BY 1",
  );
  const mention = database.prepare("SELECT 1 FROM entity_set WHERE instr(lower(body), lower(?)) > 0 LIMIT 1");
  return {
    get: (collection, id) => findInSet(sets.get(collection), id) ?? rows.get(collection, id),
    page(collection, query) {
      const set = sets.get(collection);
      return set === undefined ? rows.page(collection, query) : pageOfArray(set, query);
    },
    count(collection, filter) {
      const set = sets.get(collection);
      return set === undefined ? rows.count(collection, filter) : countArray(set, filter);
    },
    asOf: (timeMs) => createReaderAt(parts, timeMs),
    collections: () => names.all().map((row) => String(row["collection"])),
    mentions: (text) => mention.get(JSON.stringify(text).slice(1, -1)) !== undefined,
  };
}

/** Reads that are behind take whole collections: they are for tests, whose collections are small. */
function createReaderAt({ rows, sets, history }: Parts, timeMs: number): Reader {
  const all = (collection: string): readonly PlacedEntity[] => {
    const kept = history.setAt(collection, timeMs);
    if (kept?.value !== undefined) return kept.value;
    const set = kept === undefined ? sets.get(collection) : undefined;
    if (set !== undefined) return set;
    const changed = new Set(history.changedSince(collection, timeMs));
    const before = [...changed].flatMap((id) => history.entityAt(collection, id, timeMs)?.value ?? []);
    const same = rows
      .page(collection, everything)
      .entities.filter(({ id }) => !changed.has(id.toLowerCase()));
    return [...same, ...before].toSorted((left, right) => left.position - right.position);
  };
  return {
    get(collection, id) {
      const entity = history.entityAt(collection, id, timeMs);
      if (entity !== undefined) return entity.value;
      return history.setAt(collection, timeMs) === undefined && sets.get(collection) === undefined
        ? rows.get(collection, id)
        : findInSet(all(collection), id);
    },
    page: (collection, query) => pageOfArray(all(collection), query),
    count: (collection, filter) => countArray(all(collection), filter),
  };
}

function createWriter({
  database,
  rows,
  sets,
  history,
  keptAt,
}: Parts): Pick<Store, "put" | "remove" | "replace" | "isEmpty" | "clear"> {
  const belowRows = database.prepare("DELETE FROM entity WHERE collection >= ? AND collection < ?");
  const belowSets = database.prepare("DELETE FROM entity_set WHERE collection >= ? AND collection < ?");
  const replace = (collection: string, after: readonly StoredEntity[]): void => {
    const when = keptAt();
    if (when !== undefined) {
      const before = sets.get(collection) ?? rows.page(collection, everything).entities;
      history.keepSet(collection, before, when);
    }
    rows.removeAll(collection);
    sets.put(collection, after);
  };
  const namesBelow = database.prepare(
    "SELECT collection, id FROM entity WHERE collection >= ? AND collection < ?",
  );
  const setsBelow = database.prepare(
    "SELECT collection FROM entity_set WHERE collection >= ? AND collection < ?",
  );
  /** Before everything below a path goes: what it is. */
  const keepBelow = (path: string): void => {
    const when = keptAt();
    if (when === undefined) return;
    for (const { collection } of setsBelow.all(`${path}/`, `${path}0`))
      history.keepSet(String(collection), sets.get(String(collection)), when);
    for (const { collection, id } of namesBelow.all(`${path}/`, `${path}0`))
      keepEntity(String(collection), String(id));
  };
  const keepEntity = (collection: string, id: string): void => {
    const when = keptAt();
    if (when !== undefined) history.keepEntity(collection, id, rows.get(collection, id), when);
  };
  return {
    put(collection, entity) {
      const set = sets.get(collection);
      if (set === undefined) {
        keepEntity(collection, entity.id);
        return rows.put(collection, entity);
      }
      const isKnown = findInSet(set, entity.id) !== undefined;
      const after = isKnown
        ? set.map((item) => (isSameId(item.id, entity.id) ? entity : item))
        : [...set, entity];
      replace(collection, after);
    },
    remove(collection, id) {
      const set = sets.get(collection);
      if (set !== undefined)
        return replace(
          collection,
          set.filter((item) => !isSameId(item.id, id)),
        );
      keepEntity(collection, id);
      rows.remove(collection, id);
      // "0" is the character after "/".
      const path = toPath(collection, id);
      keepBelow(path);
      for (const below of [belowRows, belowSets]) below.run(`${path}/`, `${path}0`);
      rows.forget();
    },
    replace,
    isEmpty: () =>
      database.prepare("SELECT 1 FROM entity UNION ALL SELECT 1 FROM entity_set LIMIT 1").get() === undefined,
    clear() {
      database.exec("DELETE FROM entity; DELETE FROM entity_set;");
      rows.forget();
      history.clear();
    },
  };
}

function createTransactions({
  database,
  rows,
}: Parts): Pick<Store, "transaction" | "isDirty" | "commit" | "close"> {
  let isDirty = false;
  return {
    transaction(work) {
      if (!isDirty) database.exec("BEGIN IMMEDIATE");
      isDirty = true;
      database.exec("SAVEPOINT work");
      try {
        const result = work();
        database.exec("RELEASE work");
        return result;
      } catch (error) {
        database.exec("ROLLBACK TO work; RELEASE work");
        rows.forget();
        throw error;
      }
    },
    isDirty: () => isDirty,
    commit() {
      if (!isDirty) return;
      isDirty = false;
      try {
        database.exec("COMMIT");
      } catch (error) {
        rollback(database);
        rows.forget();
        throw error;
      }
    },
    close() {
      if (isDirty) database.exec("COMMIT");
      database.close();
    },
  };
}

/** The path of an entity; a slash in its id is no step of the path. */
export function toPath(collection: string, id: string): string {
  return `${collection}/${id.replaceAll("%", "%25").replaceAll("/", "%2F")}`;
}

/** A commit that failed may have ended the transaction itself; then there is nothing left to roll back. */
function rollback(database: DatabaseSync): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // The error that led here is the one to tell.
  }
}

function findInSet(set: readonly PlacedEntity[] | undefined, id: string): PlacedEntity | undefined {
  return set?.find((entity) => isSameId(entity.id, id));
}

function isSameId(left: string, right: string): boolean {
  return left === right || left.toLowerCase() === right.toLowerCase();
}

function countArray(entities: readonly PlacedEntity[], filter: PageQuery["filter"]): number {
  const query = filter === undefined ? everything : { ...everything, filter };
  return pageOfArray(entities, query).entities.length;
}
