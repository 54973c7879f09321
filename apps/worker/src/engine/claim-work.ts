import { randomUUID } from "node:crypto";
import { type Assignment, toFingerprint } from "@intunectl/assignments";
import { type Key, keyValues, whereKey } from "../store/key.ts";
import type { Sql, Store } from "../store/store.ts";
import { recordAudit } from "./audit.ts";
import { takeBatch } from "./fold.ts";
import type { EngineSettings } from "./ports.ts";
import type { Claim, Queue } from "./queue.ts";
import type { Wanted } from "./wanted.ts";
import type { Wish } from "./wish.ts";

/** What an attempt is about, as it was when it began. */
export interface Work {
  readonly key: Key;
  /** This attempt: nothing is written for anybody whose attempt the row no longer names. */
  readonly attempt: string;
  readonly wishes: readonly Wish[];
  /** What was there when a wish was last settled. */
  readonly held: readonly Assignment[] | null;
  /** What was wished and carried out before. */
  readonly wanted: Wanted;
  /** The sets before the latest writes: a read that shows one of them may be late. */
  readonly recent: ReadonlySet<string>;
  /** A write was begun whose end nobody knows. */
  readonly hasOpenWrite: boolean;
  /** What a late write left behind, to be taken back when it is still there. */
  readonly restore: readonly Assignment[] | null;
  readonly attempts: number;
}

/** What there is to do for a key. */
export type Begun = { readonly kind: "done" } | { readonly kind: "work"; readonly work: Work };

interface Row {
  readonly held: readonly Assignment[] | null;
  readonly wanted: Wanted;
  readonly restore: readonly Assignment[] | null;
  readonly attempts: number;
  readonly open_write: string | null;
  readonly open_ms: number;
}

/** Takes the next wishes of a key in one transaction, or ends the claim when there are none. */
export async function beginWork(
  store: Store,
  queue: Queue,
  key: Key,
  claim: Claim,
  settings: EngineSettings,
  most: number,
): Promise<Begun> {
  return await store.transaction(async (sql) => {
    const [row] = await sql.query<Row>(
      `select held, wanted, restore, attempts, open_write,
         ceil(1000 * extract(epoch from greatest(open_until, clock_timestamp()) - clock_timestamp()))::integer as open_ms
       from intune_worker.configuration where ${whereKey} for update`,
      keyValues(key),
    );
    const waiting = row === undefined ? [] : await readWaiting(sql, key);
    if (row === undefined || (waiting.length === 0 && row.restore === null)) {
      await queue.complete(claim, sql.db);
      return { kind: "done" };
    }
    if (row.open_write !== null && row.open_ms > 0) {
      // Whoever began that write may still have it on the way.
      await queue.complete(claim, sql.db);
      await queue.wake(key, sql.db, row.open_ms / 1000);
      return { kind: "done" };
    }
    const attempt = randomUUID();
    await sql.query(
      `update intune_worker.configuration set attempt = $4::uuid, worker = $5 where ${whereKey}`,
      [...keyValues(key), attempt, settings.worker],
    );
    // What a late write left is taken back alone, and first: the wishes are for the set that was there before it.
    const { superseded, wishes } = takeBatch(row.restore === null ? waiting : [], most);
    const [first] = wishes;
    for (const wish of superseded) await markSuperseded(sql, wish, first?.generation ?? 0);
    for (const { id } of wishes)
      await sql.query("update intune_worker.wish set state = 'applying' where id = $1::uuid", [id]);
    const recent = await sql.query<{ before: readonly Assignment[] }>(
      `select before from intune_worker.audit where ${whereKey} and event = 'writing'
         and at > clock_timestamp() - $4::float8 * interval '1 ms'
         and at < clock_timestamp() + $4::float8 * interval '1 ms'`,
      [...keyValues(key), settings.settleMs],
    );
    return {
      kind: "work",
      work: {
        key,
        attempt,
        wishes,
        held: row.held,
        wanted: row.wanted,
        recent: new Set(recent.map(({ before }) => toFingerprint(before))),
        hasOpenWrite: row.open_write !== null,
        restore: row.restore,
        attempts: row.attempts,
      },
    };
  });
}

async function readWaiting(sql: Sql, key: Key): Promise<readonly Wish[]> {
  return await sql.query<Wish>(
    `select id, tenant, resource, configuration, generation, mode, assignments, guard, state,
       submitted_by as "submittedBy", on_behalf_of as "onBehalfOf", note, trace
     from intune_worker.wish where ${whereKey} and state in ('waiting', 'applying') order by generation`,
    keyValues(key),
  );
}

async function markSuperseded(sql: Sql, wish: Wish, by: number): Promise<void> {
  await sql.query(
    `update intune_worker.wish set state = 'superseded', superseded_by = $2::integer, settled_at = clock_timestamp()
     where id = $1::uuid`,
    [wish.id, by],
  );
  const { generation, id } = wish;
  await recordAudit(sql, wish, { event: "superseded", generation, wish: id, message: `by generation ${by}` });
}
