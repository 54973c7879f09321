import { existsSync } from "node:fs";
import { join } from "node:path";
import { PGlite, type Transaction } from "@electric-sql/pglite";
import { fromPglite } from "pg-boss";
import { lockFolder } from "./folder-lock.ts";
import type { QueueDatabase, Sql, Store } from "./store.ts";

/** Opens PGlite in a folder that nobody else uses; it survives `kill -9`, and does not promise to survive a power cut. */
export async function openPglite(folder: string): Promise<Store> {
  const lock = lockFolder(folder);
  try {
    const data = join(folder, "database");
    const isNew = !existsSync(join(data, "PG_VERSION"));
    const lite = await PGlite.create({ dataDir: data });
    const queueDb = fromPglite(lite);
    const sql = toSql(lite, queueDb);
    return {
      ...sql,
      kind: "embedded",
      name: `PGlite in ${folder}${isNew ? " (new)" : ""}`,
      queueOptions: { db: queueDb, backend: "pglite" },
      transaction: (work) => lite.transaction((tx) => work(toSql(tx, toDatabase(tx)))),
      vacuum: async () => {
        await lite.exec("vacuum analyze");
      },
      async close() {
        await lite.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function toSql(lite: Pick<Transaction, "query">, db: QueueDatabase): Sql {
  return {
    db,
    async query<Row>(text: string, values: Parameters<Sql["query"]>[1] = []) {
      const { rows } = await lite.query<Row>(text, [...values]);
      return rows;
    },
  };
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
