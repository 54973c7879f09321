import { DiskFullError } from "../store/disk-space.ts";
import { FolderInUseError } from "../store/folder-lock.ts";
import { openPglite } from "../store/open-pglite.ts";
import { openPostgres } from "../store/open-postgres.ts";
import type { Store } from "../store/store.ts";
import type { WorkerOptions } from "./options.ts";

/** A store, or what a person can do about it. */
export type Opened =
  | { readonly kind: "opened"; readonly store: Store }
  | {
      readonly kind: "failed";
      readonly code: "folderInUse" | "diskFull" | "notOpened";
      readonly message: string;
      readonly hint: string;
    };

/** Opens the database that the options mean. */
export async function openStore(
  { databaseUrl, data, concurrency, tenants }: WorkerOptions,
  onError: (error: unknown) => void,
  patienceMs?: number,
): Promise<Opened> {
  try {
    const store =
      databaseUrl === undefined
        ? await openPglite(data)
        : await openPostgres(
            databaseUrl,
            onError,
            Math.min(concurrency * tenants.length + 4, 40),
            patienceMs,
          );
    return { kind: "opened", store };
  } catch (error) {
    if (error instanceof FolderInUseError)
      return {
        kind: "failed",
        code: "folderInUse",
        message: error.message,
        hint: "stop that one, give another --data, or let both use one PostgreSQL by --database-url",
      };
    if (error instanceof DiskFullError)
      return {
        kind: "failed",
        code: "diskFull",
        message: error.message,
        hint: "free some space, or give another --data",
      };
    const what = databaseUrl === undefined ? `the database in ${data}` : "the database";
    return {
      kind: "failed",
      code: "notOpened",
      message: `${what} cannot be opened: ${error instanceof Error ? error.message : String(error)}`,
      hint:
        databaseUrl === undefined
          ? "look at the folder's owner and free space"
          : "look at --database-url and the server",
    };
  }
}
