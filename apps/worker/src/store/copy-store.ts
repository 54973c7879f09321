import type { Sql, Store } from "./store.ts";

/** A database that must not be written to. */
export class TargetNotEmptyError extends Error {
  readonly code = "targetNotEmpty";
}

/** What was copied does not equal what is there: nothing was committed. */
export class CopyDiffersError extends Error {
  readonly code = "copyDiffers";
}

/** Rows by table. */
export type Copied = Readonly<Record<string, number>>;

/** Every table, and what orders its rows; the queue is made anew from the wishes that are open. */
const tables: readonly (readonly [table: string, order: readonly string[]])[] = [
  ["configuration", ["tenant", "resource", "configuration"]],
  ["wish", ["id"]],
  ["idempotency", ["tenant", "principal", "key"]],
  ["audit", ["id"]],
  ["rate", ["tenant"]],
];
const pageSize = 500;

/**
 * Copies everything into an empty database of the same schema, compares count and content of each table, and commits; all
 * or nothing. Then the source is marked as moved. When the target has the same already, as after a copy that was killed
 * before the mark, only the mark is made. `onPage` may throw to stop.
 */
export async function copyStore(
  source: Store,
  target: Store,
  onPage: (table: string, rows: number) => void,
): Promise<Copied> {
  const all = tables.map(([table]) => `intune_worker.${table}`).join(", ");
  return await source.transaction(async (from) => {
    await from.query("set transaction isolation level repeatable read");
    await from.query(`lock table ${all} in share mode`);
    await from.query("set local time zone 'UTC'");
    const copied = await target.transaction(async (to) => {
      await to.query("set local time zone 'UTC'");
      // A worker that starts on the target meanwhile waits until this is over.
      await to.query(`lock table ${all}`);
      const there = await countAll(to);
      if (Object.values(there).some((count) => count > 0)) {
        if (await isSameHistory(from, to)) return there;
        const what = Object.entries(there).map(([table, count]) => `${count} ${table}`);
        throw new TargetNotEmptyError(`${target.name} is not empty: ${what.join(", ")}`);
      }
      for (const [table, order] of tables) await copyTable(from, to, table, order, onPage);
      for (const [table] of tables) {
        const [is, should] = [await toDigest(to, table), await toDigest(from, table)];
        if (is !== should)
          throw new CopyDiffersError(`${table} differs after the copy: ${is}, not ${should} (rows, sum)`);
      }
      await to.query(
        `select setval(pg_get_serial_sequence('intune_worker.audit', 'id'),
           greatest(1, (select max(id) from intune_worker.audit)))`,
      );
      return await countAll(to);
    });
    await from.query("insert into intune_worker.moved (target) values ($1)", [target.name]);
    return copied;
  });
}

async function copyTable(
  source: Sql,
  to: Sql,
  table: string,
  order: readonly string[],
  onPage: (table: string, rows: number) => void,
): Promise<void> {
  const names = order.join(", ");
  let last: string | undefined;
  for (;;) {
    // As text from one database to the other: no number or time passes through this program's own types.
    const [page] = await source.query<{ rows: string | null; count: number; last: string | null }>(
      `with page as (select * from intune_worker.${table}
         ${last === undefined ? "" : `where (${names}) > (select ${names} from jsonb_populate_record(null::intune_worker.${table}, $1::text::jsonb))`}
         order by ${names} limit ${pageSize})
       select jsonb_agg(to_jsonb(page))::text as rows, count(*)::integer as count,
         (select to_jsonb(page)::text from page order by ${order.map((name) => `${name} desc`).join(", ")} limit 1) as last
       from page`,
      last === undefined ? [] : [last],
    );
    if (page === undefined || page.rows === null || page.last === null) return;
    await to.query(
      `insert into intune_worker.${table} overriding system value
       select * from jsonb_populate_recordset(null::intune_worker.${table}, $1::text::jsonb)`,
      [page.rows],
    );
    ({ last } = page);
    onPage(table, page.count);
  }
}

async function countAll(sql: Sql): Promise<Copied> {
  const counts: [string, number][] = [];
  for (const [table] of tables) {
    const [row] = await sql.query<{ count: number }>(
      `select count(*)::integer as count from intune_worker.${table}`,
    );
    counts.push([table, row?.count ?? 0]);
  }
  return Object.fromEntries(counts);
}

/** What is never changed afterwards is the same on both sides. */
async function isSameHistory(source: Sql, to: Sql): Promise<boolean> {
  for (const table of ["audit", "wish", "idempotency"])
    if ((await toDigest(source, table)) !== (await toDigest(to, table))) return false;
  return true;
}

/** Number of rows and a sum over the hash of each, whatever their order. Both sessions have the same time zone. */
async function toDigest(sql: Sql, table: string): Promise<string> {
  const [row] = await sql.query<{ digest: string }>(
    `select count(*) || ' ' || coalesce(sum(('x' || substr(md5(to_jsonb(t)::text), 1, 15))::bit(60)::bigint), 0) as digest
     from intune_worker.${table} t`,
  );
  return row?.digest ?? "";
}
