import { chmodSync, closeSync, mkdirSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isObject, type JsonObject } from "./json.ts";

/** One entity of a collection. */
export interface StoredEntity {
  readonly id: string;
  /** As a read shows them, in the order in which a read shows them. */
  readonly properties: JsonObject;
  /** Nobody may see or change what is below it. */
  readonly isUnreadable: boolean;
}

/** Collections of entities by path: `deviceManagement/assignmentFilters`, `groups`. */
export interface Store {
  get(collection: string, id: string): StoredEntity | undefined;
  /** In the order in which they were put. */
  list(collection: string): Iterable<StoredEntity>;
  collections(): readonly string[];
  put(collection: string, entity: StoredEntity): void;
  /** Makes a collection hold exactly these. */
  replace(collection: string, entities: readonly StoredEntity[]): void;
  isEmpty(): boolean;
  clear(): void;
  /** All of the work or, when it throws or the process dies, none of it. */
  transaction<Result>(work: () => Result): Result;
  close(): void;
}

const schema = `
  CREATE TABLE IF NOT EXISTS entity (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL,
    id TEXT NOT NULL COLLATE NOCASE,
    unreadable INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (collection, id)
  );
  CREATE INDEX IF NOT EXISTS entity_order ON entity (collection, position);
`;

/** Opens the state of a data folder, made private to this user, or a state in memory. */
export function openStore(dataFolder: string | undefined): Store {
  const database = new DatabaseSync(dataFolder === undefined ? ":memory:" : prepareFile(dataFolder));
  try {
    // Exclusive: a second emulator on the same folder is told so, instead of mixing its state with ours.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    database.exec(schema);
  } catch (cause) {
    database.close();
    throw new Error(
      `data folder ${dataFolder ?? "in memory"} cannot be opened; is another emulator using it?`,
      { cause },
    );
  }
  return createStore(database);
}

function prepareFile(dataFolder: string): string {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  // A folder that holds other things keeps its mode: it may be somebody's home. Our files are private in any case.
  if (readdirSync(dataFolder).length === 0) chmodSync(dataFolder, 0o700);
  const file = join(dataFolder, "emulator.sqlite");
  closeSync(openSync(file, "a", 0o600));
  return file;
}

function createStore(database: DatabaseSync): Store {
  const selectOne = database.prepare(
    "SELECT id, unreadable, body FROM entity WHERE collection = ? AND id = ?",
  );
  const selectAll = database.prepare(
    "SELECT id, unreadable, body FROM entity WHERE collection = ? ORDER BY position",
  );
  const selectCollections = database.prepare("SELECT DISTINCT collection FROM entity ORDER BY collection");
  const insert = database.prepare(
    "INSERT INTO entity (collection, id, unreadable, body) VALUES (?, ?, ?, ?)" +
      " ON CONFLICT (collection, id) DO UPDATE SET unreadable = excluded.unreadable, body = excluded.body",
  );
  const removeAll = database.prepare("DELETE FROM entity WHERE collection = ?");
  const put = (collection: string, entity: StoredEntity): void => {
    insert.run(collection, entity.id, entity.isUnreadable ? 1 : 0, JSON.stringify(entity.properties));
  };
  return {
    get(collection, id) {
      const row = selectOne.get(collection, id);
      return row === undefined ? undefined : decodeRow(row);
    },
    *list(collection) {
      // Read whole: a statement that is still being walked would see the changes of the next request.
      for (const row of selectAll.all(collection)) yield decodeRow(row);
    },
    collections: () => selectCollections.all().map((row) => String(row["collection"])),
    put,
    replace(collection, entities) {
      removeAll.run(collection);
      for (const entity of entities) put(collection, entity);
    },
    isEmpty: () => database.prepare("SELECT 1 FROM entity LIMIT 1").get() === undefined,
    clear: () => database.exec("DELETE FROM entity"),
    transaction(work) {
      database.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        rollback(database);
        throw error;
      }
    },
    close: () => database.close(),
  };
}

/** A commit that failed may have ended the transaction itself; then there is nothing left to roll back. */
function rollback(database: DatabaseSync): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // The error that led here is the one to tell.
  }
}

function decodeRow(row: Readonly<Record<string, unknown>>): StoredEntity {
  const properties: unknown = JSON.parse(String(row["body"]));
  if (!isObject(properties))
    throw new Error(`entity ${String(row["id"])} in the data folder is not an object`);
  return { id: String(row["id"]), isUnreadable: row["unreadable"] === 1, properties };
}
