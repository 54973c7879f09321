import { chmodSync, closeSync, mkdirSync, openSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";

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
  CREATE TABLE IF NOT EXISTS entity_set (collection TEXT PRIMARY KEY, body TEXT NOT NULL);
`;

/**
 * Opens the database of a data folder, made private to this user, or one in memory.
 *
 * Write-ahead logging with a synchronous commit: what was committed survives a killed process and a power cut.
 */
export function openDatabase(dataFolder: string | undefined): DatabaseSync {
  const { DatabaseSync: Database } = loadSqlite();
  const database = new Database(dataFolder === undefined ? ":memory:" : prepareFile(dataFolder));
  try {
    // Exclusive: a second emulator on the same folder is told so, instead of mixing its state with ours.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    database.exec("PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;");
    database.exec(schema);
  } catch (cause) {
    database.close();
    throw new Error(
      `data folder ${dataFolder ?? "in memory"} cannot be opened; is another emulator using it?`,
      { cause },
    );
  }
  return database;
}

interface Sqlite {
  readonly DatabaseSync: new (path: string) => DatabaseSync;
}

/** Node 22 calls this module experimental on standard error; the people who start an emulator did not choose it. */
function loadSqlite(): Sqlite {
  const require = createRequire(import.meta.url);
  const host: { emitWarning: () => void } = require("node:process");
  const original = host.emitWarning;
  try {
    host.emitWarning = () => {};
    return require("node:sqlite");
  } finally {
    host.emitWarning = original;
  }
}

function prepareFile(dataFolder: string): string {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  // A folder that holds other things keeps its mode: it may be somebody's home. Our files are private in any case.
  if (readdirSync(dataFolder).length === 0) chmodSync(dataFolder, 0o700);
  const file = join(dataFolder, "emulator.sqlite");
  closeSync(openSync(file, "a", 0o600));
  return file;
}
