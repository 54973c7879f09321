import { type Key, keyValues, whereKey } from "../store/key.ts";
import type { Sql, SqlValue, Store } from "../store/store.ts";
import type { PlannedWrite, Verdict } from "./attempt-work.ts";
import { recordAudit } from "./audit.ts";
import type { Work } from "./claim-work.ts";
import { toDelaySeconds } from "./judge.ts";
import type { EngineSettings } from "./ports.ts";
import type { Claim, Queue } from "./queue.ts";
import { addWanted, toSteps } from "./wanted.ts";
import { toActor } from "./wish.ts";

/** Whether the claim goes on with what came meanwhile, or is over. */
export type Settled = "again" | "over" | "lost";

/** Records how an attempt ended, and ends or keeps the claim, in one transaction. */
export async function settleWork(
  store: Store,
  queue: Queue,
  work: Work,
  claim: Claim,
  verdict: Verdict,
  settings: EngineSettings,
  random: () => number,
): Promise<Settled> {
  const { key } = work;
  return await store.transaction(async (sql) => {
    const mine = await sql.query(
      `select 1 from intune_worker.configuration where ${whereKey} and attempt = $4::uuid for update`,
      [...keyValues(key), work.attempt],
    );
    if (mine.length === 0 || verdict.kind === "lost") return "lost";
    switch (verdict.kind) {
      case "settled":
        await settleWishes(sql, work, verdict, settings);
        await hold(sql, work, verdict);
        return "again";
      case "dead":
        await settleWishes(sql, work, verdict, settings);
        await setRow(
          sql,
          key,
          "attempts = 0, failing_since = null, last_error = null, resume_at = null, restore = null",
        );
        return "again";
      case "narrow":
        await audit(sql, work, settings, { ...verdict, event: "rejected" });
        await setRow(sql, key, "open_write = null");
        return "again";
      case "later": {
        if (verdict.event !== undefined)
          await audit(sql, work, settings, { ...verdict, event: verdict.event });
        const attempts = work.attempts + (verdict.isCounted ? 1 : 0);
        if (attempts >= settings.maxAttempts && work.wishes.length > 0) {
          const message = `gave up after ${attempts} tries: ${verdict.message}`;
          await settleWishes(
            sql,
            work,
            { kind: "dead", state: "failed", code: "gave-up", message, requestId: verdict.requestId },
            settings,
          );
          await setRow(sql, key, "attempts = 0, failing_since = null");
          return "again";
        }
        const seconds = verdict.seconds ?? toDelaySeconds(attempts, random());
        await setRow(
          sql,
          key,
          `attempts = $4::integer, last_error = $5, failing_since = coalesce(failing_since, clock_timestamp()),
           resume_at = clock_timestamp() + $6::float8 * interval '1 s',
           open_write = case when $7::float8 is null and $8::boolean then null else open_write end,
           open_until = case when $7::float8 is null then open_until else clock_timestamp() + $7::float8 * interval '1 ms' end`,
          [attempts, verdict.message, seconds, verdict.openMs ?? null, verdict.event === "rejected"],
        );
        await queue.complete(claim, sql.db);
        await queue.wake(key, sql.db, seconds);
        return "over";
      }
      default:
        return verdict satisfies never;
    }
  });
}

/** Records a write before it leaves; false when the claim is somebody else's by now. */
export async function fenceWrite(
  store: Store,
  queue: Queue,
  work: Work,
  claim: Claim,
  write: PlannedWrite,
  settings: EngineSettings,
): Promise<boolean> {
  const { key, wishes } = work;
  const isMine = await store.transaction(async (sql) => {
    const rows = await sql.query(
      `update intune_worker.configuration set open_write = $5::uuid,
         open_until = clock_timestamp() + $6::float8 * interval '1 ms'
       where ${whereKey} and attempt = $4::uuid returning 1`,
      [...keyValues(key), work.attempt, write.id, settings.requestMs],
    );
    if (rows.length === 0) return false;
    const last = wishes.at(-1);
    await recordAudit(sql, key, {
      event: "writing",
      write: write.id,
      ...(last === undefined ? {} : { generation: last.generation, wish: last.id }),
      actor: last === undefined ? settings.worker : [...new Set(wishes.map(toActor))].join(", "),
      before: write.before,
      after: write.after,
      changes: write.changes,
      worker: settings.worker,
    });
    return true;
  });
  return isMine && (await queue.touch(claim));
}

/** A write went out although the claim was lost: what it left is to be compared with what should be there. */
export async function reportLateWrite(
  store: Store,
  queue: Queue,
  key: Key,
  write: PlannedWrite,
  settings: EngineSettings,
): Promise<void> {
  await store.transaction(async (sql) => {
    await setRow(sql, key, "restore = $4::text::jsonb", [JSON.stringify(write.after)]);
    await recordAudit(sql, key, {
      event: "late-write",
      write: write.id,
      after: write.after,
      worker: settings.worker,
      message: "written after the claim had been lost; the newest wish is put back where needed",
    });
    await queue.wake(key, sql.db);
  });
}

async function settleWishes(
  sql: Sql,
  work: Work,
  verdict: Extract<Verdict, { kind: "settled" | "dead" }>,
  { worker }: EngineSettings,
): Promise<void> {
  const { state, write, requestId } = verdict;
  const reason = verdict.kind === "dead" ? verdict : undefined;
  for (const wish of work.wishes) {
    await sql.query(
      `update intune_worker.wish set state = $2, code = $3, message = $4, difference = $5::text::jsonb, request_id = $6,
         settled_at = clock_timestamp() where id = $1::uuid`,
      [
        wish.id,
        state,
        reason?.code ?? null,
        reason?.message ?? null,
        reason?.difference === undefined ? null : JSON.stringify(reason.difference),
        requestId ?? null,
      ],
    );
    await recordAudit(sql, work.key, {
      event: state,
      generation: wish.generation,
      wish: wish.id,
      ...(write === undefined ? {} : { write }),
      actor: toActor(wish),
      requestId,
      worker,
      message: reason?.message,
    });
  }
  if (work.wishes.length === 0 && write !== undefined)
    await recordAudit(sql, work.key, { event: state, write, requestId, worker, actor: worker });
}

async function hold(
  sql: Sql,
  work: Work,
  { after, write }: Extract<Verdict, { kind: "settled" }>,
): Promise<void> {
  // Nothing was written and no wish settled: a write of unknown end before it is as unknown as it was.
  const openWrite = write === undefined && work.wishes.length === 0 ? "open_write" : "null";
  // What drift is judged by.
  const wanted = addWanted(work.wanted, work.wishes.flatMap(toSteps));
  await setRow(
    sql,
    work.key,
    `held = $4::text::jsonb, held_at = clock_timestamp(), open_write = ${openWrite}, open_until = null, attempts = 0,
     failing_since = null, last_error = null, resume_at = null, restore = null,
     wanted = $5::text::jsonb`,
    [JSON.stringify(after), JSON.stringify(wanted)],
  );
}

async function setRow(
  sql: Sql,
  key: Key,
  assignments: string,
  values: readonly SqlValue[] = [],
): Promise<void> {
  await sql.query(`update intune_worker.configuration set ${assignments} where ${whereKey}`, [
    ...keyValues(key),
    ...values,
  ]);
}

async function audit(
  sql: Sql,
  { key }: Work,
  { worker }: EngineSettings,
  {
    event,
    write,
    message,
    requestId,
  }: {
    readonly event: "uncertain" | "unverified" | "rejected";
    readonly write?: string;
    readonly message: string;
    readonly requestId?: string | undefined;
  },
): Promise<void> {
  await recordAudit(sql, key, {
    event,
    worker,
    message,
    requestId,
    ...(write === undefined ? {} : { write }),
  });
}
