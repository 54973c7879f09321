import { Pool, type PoolClient } from "pg";
import type { QueueDatabase, Sql, Store } from "./store.ts";

/** Opens a PostgreSQL server; rejects when it cannot be reached. No statement takes longer than `patienceMs`. `onError` hears of connections that break while idle. */
export async function openPostgres(
  connectionString: string,
  onError: (error: Error) => void,
  max = 12,
  patienceMs = 15_000,
): Promise<Store> {
  const pool = new Pool({
    connectionString,
    max,
    application_name: "intune-worker",
    connectionTimeoutMillis: 10_000,
    // A server that was cut off answers nothing: without these a statement would wait for ever.
    query_timeout: patienceMs,
    statement_timeout: patienceMs,
    idle_in_transaction_session_timeout: patienceMs + 5000,
    keepAlive: true,
  });
  pool.on("error", onError);
  try {
    await pool.query("select 1");
  } catch (error) {
    await pool.end();
    throw error;
  }
  // For the queue's own connections, too; its driver takes what its types do not name.
  const queueOptions = { connectionString, max: 6, query_timeout: 20_000, keepAlive: true };
  return {
    ...toSql(pool),
    kind: "server",
    name: describe(connectionString),
    queueOptions,
    transaction: (work) => transact(pool, work),
    vacuum: () => Promise.resolve(),
    close: () => pool.end(),
  };
}

async function transact<Result>(pool: Pool, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that breaks while it is taken tells the client, not the pool; unheard it would end the process.
  const onBreak = (error: Error): void => {
    broken = error;
  };
  client.on("error", onBreak);
  try {
    await client.query("begin");
    const result = await work(toSql(client));
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.off("error", onBreak);
    client.release(broken);
  }
}

function toSql(client: Pool | PoolClient): Sql {
  return {
    db: toDatabase(client),
    async query(text, values = []) {
      const { rows } = await client.query(text, [...values]);
      return rows;
    },
  };
}

function toDatabase(client: Pool | PoolClient): QueueDatabase {
  return {
    async executeSql(text, values) {
      const result = await client.query(text, values);
      // A text of several statements has one result for each.
      const results = Array.isArray(result) ? result : [result];
      return { rows: results.flatMap(({ rows }) => rows) };
    },
  };
}

function describe(connectionString: string): string {
  try {
    const { hostname, port, pathname } = new URL(connectionString);
    return `PostgreSQL at ${hostname}${port === "" ? "" : `:${port}`}${pathname}`;
  } catch {
    return "PostgreSQL";
  }
}
