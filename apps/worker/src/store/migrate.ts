import { migrations } from "./migrations.ts";
import type { Store } from "./store.ts";

/** A database that a newer version has written. */
export class NewerSchemaError extends Error {
  readonly code = "newerSchema";
}

/** A database whose content was moved to another one. */
export class MovedError extends Error {
  readonly code = "moved";
}

/** Rejects when everything was moved to another database: two that do the same work would undo each other's. */
export async function refuseMoved(store: Store): Promise<void> {
  const [moved] = await store.query<{ target: string }>("select target from intune_worker.moved limit 1");
  if (moved !== undefined)
    throw new MovedError(
      `${store.name} was moved to ${moved.target}; start with that one (--database-url), or take another --data`,
    );
}

/** Brings the schema forward, to this version or an earlier one; several workers may start at once. Never backward. */
export async function migrate(
  store: Store,
  to: number = migrations.length,
): Promise<{ readonly from: number; readonly to: number }> {
  return await store.transaction(async (sql) => {
    // One at a time: the lock is given back at the end of the transaction.
    if (store.kind === "server") await sql.query("select pg_advisory_xact_lock(724019553)");
    await sql.query("create schema if not exists intune_worker");
    await sql.query(
      "create table if not exists intune_worker.migration (version integer primary key, at timestamptz not null default now())",
    );
    const [row] = await sql.query<{ version: number }>(
      "select coalesce(max(version), 0)::integer as version from intune_worker.migration",
    );
    const from = row?.version ?? 0;
    if (from > to)
      throw new NewerSchemaError(
        `${store.name} has schema ${from}, and this version knows ${to}; start the newer version`,
      );
    for (const [index, step] of migrations.slice(0, to).entries()) {
      if (index < from) continue;
      for (const statement of step.split(";")) if (statement.trim() !== "") await sql.query(statement);
      await sql.query("insert into intune_worker.migration (version) values ($1)", [index + 1]);
    }
    return { from, to };
  });
}
