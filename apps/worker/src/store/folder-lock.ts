import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** A folder that another process uses. */
export class FolderInUseError extends Error {
  readonly code = "folderInUse";
}

/**
 * Takes a folder for this process alone; the operating system gives it back when the process ends, however it ends.
 *
 * PGlite has no lock of its own: a second process would open the same files and both would write. The lock is SQLite's
 * exclusive one on a file beside them: Node has no other advisory lock, and a file with a process id outlives `kill -9`.
 */
export function lockFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const database = new DatabaseSync(join(folder, "lock"), { timeout: 0 });
  try {
    database.exec("pragma locking_mode = exclusive; pragma journal_mode = memory; begin exclusive");
  } catch (error) {
    database.close();
    throw new FolderInUseError(`the folder ${folder} is used by another worker`, { cause: error });
  }
  return { release: () => database.close() };
}
