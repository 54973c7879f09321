import { copyStore, CopyDiffersError, TargetNotEmptyError } from "../store/copy-store.ts";
import { migrate as migrateSchema, MovedError, NewerSchemaError, refuseMoved } from "../store/migrate.ts";
import { openPostgres } from "../store/open-postgres.ts";
import type { Store } from "../store/store.ts";
import type { World } from "../world.ts";
import { openStore } from "./open-store.ts";
import type { WorkerOptions } from "./options.ts";

// A checksum over a year of audit takes longer than any statement of a worker.
const patienceMs = 3_600_000;

/** `migrate --to <database-url>`: moves everything to an empty PostgreSQL; the old database then refuses to work. */
export async function migrate(world: World, options: WorkerOptions, to: string | undefined): Promise<number> {
  const fail = (code: number, message: string, hint: string): number => {
    world.stderr.write(`error  ${message}\nhint   ${hint}\n`);
    return code;
  };
  if (to === undefined || !/^postgres(ql)?:\/\//.test(to))
    return fail(
      64,
      "migrate needs --to with the address of a PostgreSQL database",
      "intune-worker migrate --to postgres://…",
    );
  const source = await openStore(options, () => {}, patienceMs);
  if (source.kind === "failed") return fail(1, source.message, source.hint);
  let target: Store | undefined;
  try {
    target = await openPostgres(to, () => {}, 2, patienceMs);
    await migrateSchema(source.store);
    await refuseMoved(source.store);
    if (await isInUse(source.store))
      return fail(
        1,
        `${source.store.name} is used by a worker`,
        "stop all workers of the old database first",
      );
    await migrateSchema(target);
    await refuseMoved(target);
    const counts = await copyStore(source.store, target, (table, rows) => {
      if (world.interrupt.aborted) throw new InterruptedError("interrupted; nothing was moved");
      world.stderr.write(`${table}: ${rows} more\n`);
    });
    const lines = Object.entries(counts).map(([table, count]) => `  ${table.padEnd(14)} ${count}\n`);
    world.stdout.write(`moved to ${target.name}, and compared:\n${lines.join("")}`);
    world.stdout.write(`next: intune-worker start --database-url … (the old database no longer starts)\n`);
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof InterruptedError) return fail(130, message, "run the same command again");
    if (error instanceof TargetNotEmptyError)
      return fail(1, message, "give an empty database; nothing was changed in either");
    if (error instanceof CopyDiffersError)
      return fail(1, message, "nothing was committed; this is a defect, keep both databases");
    if (error instanceof MovedError || error instanceof NewerSchemaError)
      return fail(1, message, "nothing was changed");
    return fail(1, `not moved: ${message}`, "the old database is as it was; run the same command again");
  } finally {
    await target?.close();
    await source.store.close();
  }
}

class InterruptedError extends Error {}

/** A folder's lock says so by itself; a server is asked whether somebody's queue is connected. */
async function isInUse(store: Store): Promise<boolean> {
  if (store.kind === "embedded") return false;
  const others = await store.query(
    `select 1 from pg_stat_activity where datname = current_database() and application_name like 'pgboss%'`,
  );
  return others.length > 0;
}
