import { existsSync } from "node:fs";
import { join } from "node:path";
import { PGlite, type Transaction } from "@electric-sql/pglite";
import { fromPglite } from "pg-boss";
import { lockFolder } from "./folder-lock.ts";
import { neededBytes, readFreeBytes, requireSpace } from "./disk-space.ts";
import type { QueueDatabase, SqlValue, Store } from "./store.ts";

/** Opens PGlite in a folder that nobody else uses; it survives `kill -9`, and does not promise to survive a power cut. */
export async function openPglite(
  folder: string,
  freeBytes: (folder: string) => number = readFreeBytes,
): Promise<Store> {
  const lock = lockFolder(folder);
  const requireRoom = (need: keyof typeof neededBytes): void =>
    requireSpace(folder, neededBytes[need], freeBytes(folder));
  try {
    const data = join(folder, "database");
    const isNew = !existsSync(join(data, "PG_VERSION"));
    requireRoom(isNew ? "create" : "write");
    const lite = await PGlite.create({ dataDir: data });
    const plain = fromPglite(lite);
    const queueDb: QueueDatabase = {
      executeSql: (text, values) => {
        requireRoom("write");
        return plain.executeSql(text, values);
      },
    };
    return {
      db: queueDb,
      query: (text, values) => {
        requireRoom("read");
        return query(lite, text, values);
      },
      kind: "embedded",
      name: `PGlite in ${folder}${isNew ? " (new)" : ""}`,
      queueOptions: { db: queueDb, backend: "pglite" },
      transaction: async (work) => {
        requireRoom("write");
        return await lite.transaction((tx) =>
          work({ db: toDatabase(tx), query: (text, values) => query(tx, text, values) }),
        );
      },
      vacuum: async () => {
        requireRoom("write");
        await lite.exec("vacuum analyze");
      },
      async close() {
        // Its last checkpoint needs room, too. Without it the log is read again at the next start, as after a kill.
        if (freeBytes(folder) >= neededBytes.read) await lite.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function query<Row>(
  lite: Pick<Transaction, "query">,
  text: string,
  values: readonly SqlValue[] = [],
): Promise<readonly Row[]> {
  const { rows } = await lite.query<Row>(text, [...values]);
  return rows;
}

function toDatabase(tx: Transaction): QueueDatabase {
  return {
    async executeSql(text, values) {
      if (values !== undefined && values.length > 0) return await tx.query(text, values);
      const results = await tx.exec(text);
      return { rows: results.flatMap(({ rows }) => rows) };
    },
  };
}
