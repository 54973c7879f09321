import { type Queue, toQueueName } from "../engine/queue.ts";
import { recordAudit } from "../engine/audit.ts";
import { formatKey, isoText, type Key } from "../store/key.ts";
import type { Store } from "../store/store.ts";

/** A wish as its submitter sees it. */
export interface Job extends Key {
  readonly id: string;
  readonly generation: number;
  readonly mode: string;
  readonly isPlan: boolean;
  readonly state: string;
  readonly supersededBy: number | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly difference: unknown;
  readonly requestId: string | null;
  readonly submittedBy: string;
  readonly onBehalfOf: string | null;
  readonly note: string | null;
  readonly acceptedAt: string;
  readonly settledAt: string | null;
  /** Of the configuration, while the wish is open. */
  readonly attempts: number;
  readonly lastError: string | null;
  readonly resumeAt: string | null;
}

const select = `select w.id, w.tenant, w.resource, w.configuration, w.generation, w.mode, w.guard is not null as "isPlan",
  w.state, w.superseded_by as "supersededBy", w.code, w.message, w.difference, w.request_id as "requestId",
  w.submitted_by as "submittedBy", w.on_behalf_of as "onBehalfOf", w.note, ${isoText("w.accepted_at")} as "acceptedAt",
  ${isoText("w.settled_at")} as "settledAt",
  case when w.state in ('waiting', 'applying') then c.attempts else 0 end as attempts,
  case when w.state in ('waiting', 'applying') then c.last_error end as "lastError",
  case when w.state in ('waiting', 'applying') then ${isoText("c.resume_at")} end as "resumeAt"
  from intune_worker.wish w join intune_worker.configuration c using (tenant, resource, configuration)`;

/** Newest first; `state` may be `dead` for what failed or was refused, `open` for what is not settled. */
export async function listJobs(
  store: Store,
  {
    tenants,
    state,
    configuration,
    limit = 100,
  }: {
    readonly tenants: readonly string[];
    readonly state?: string;
    readonly configuration?: string;
    readonly limit?: number;
  },
): Promise<readonly Job[]> {
  const states =
    state === "dead" ? "failed,refused" : state === "open" ? "waiting,applying" : (state ?? null);
  return await store.query<Job>(
    `${select} where ($1::text is null or w.state = any(string_to_array($1, ',')))
     and ($2::text is null or w.configuration = $2) and w.tenant = any(string_to_array($4, ','))
     order by w.accepted_at desc, w.generation desc limit $3::integer`,
    [states, configuration?.toLowerCase() ?? null, limit, tenants.join(",")],
  );
}

/** One wish, by its id; none when it is another worker's tenant's. */
export async function readJob(
  store: Store,
  tenants: readonly string[],
  id: string,
): Promise<Job | undefined> {
  const [job] = await store.query<Job>(
    `${select} where w.id = $1::uuid and w.tenant = any(string_to_array($2, ','))`,
    [id, tenants.join(",")],
  );
  return job;
}

/** What became of an order about one wish. */
export type Ordered = { readonly kind: "done" } | { readonly kind: "refused"; readonly message: string };

/** Takes back a wish that nobody has begun. */
export async function cancelJob(store: Store, id: string, actor: string): Promise<Ordered> {
  return await order(store, id, actor, "cancelled", ["waiting"], "cancelled");
}

/** Puts a dead wish back in its place, unless a newer replacement has said everything since. */
export async function redriveJob(
  store: Store,
  queue: Pick<Queue, "wake">,
  id: string,
  actor: string,
): Promise<Ordered> {
  return await order(store, id, actor, "waiting", ["failed", "refused"], "redriven", queue);
}

/** Tries an open wish at once instead of at its time. */
export async function retryJob(store: Store, queue: Pick<Queue, "wake">, job: Job): Promise<Ordered> {
  if (job.state !== "waiting" && job.state !== "applying")
    return { kind: "refused", message: `it is ${job.state}; redrive takes up what failed` };
  await store.transaction(async (sql) => {
    await sql.query(
      "delete from intune_worker_queue.job where name = $1 and state in ('created', 'retry') and singleton_key = $2",
      [toQueueName(job.tenant), formatKey(job)],
    );
    await queue.wake(
      { tenant: job.tenant, resource: job.resource, configuration: job.configuration },
      sql.db,
    );
  });
  return { kind: "done" };
}

async function order(
  store: Store,
  id: string,
  actor: string,
  state: string,
  from: readonly string[],
  event: "cancelled" | "redriven",
  queue?: Pick<Queue, "wake">,
): Promise<Ordered> {
  return await store.transaction(async (sql) => {
    const [job] = await sql.query<Key & { readonly state: string; readonly generation: number }>(
      "select tenant, resource, configuration, state, generation from intune_worker.wish where id = $1::uuid",
      [id],
    );
    if (job === undefined) return { kind: "refused", message: "it is no longer there" };
    const { tenant, resource, configuration, generation } = job;
    const key = { tenant, resource, configuration };
    await sql.query(
      "select 1 from intune_worker.configuration where tenant = $1 and resource = $2 and configuration = $3 for update",
      [tenant, resource, configuration],
    );
    const newer = await sql.query<{ generation: number; state: string }>(
      `select generation, state from intune_worker.wish where tenant = $1 and resource = $2 and configuration = $3
         and generation > $4::integer and state in ('applied', 'unchanged', 'applying') order by generation limit 1`,
      [tenant, resource, configuration, generation],
    );
    const [first] = newer;
    // In its old place it would come after what is newer, and undo it.
    if (event === "redriven" && first !== undefined)
      return {
        kind: "refused",
        message: `generation ${first.generation} ${first.state === "applying" ? "is being" : "was"} applied since; submit the change again if it is still wanted`,
      };
    const changed = await sql.query(
      `update intune_worker.wish set state = $2, settled_at = case when $2 = 'waiting' then null else clock_timestamp() end,
         code = null, message = null, difference = null
       where id = $1::uuid and state = any(string_to_array($3, ',')) returning 1`,
      [id, state, from.join(",")],
    );
    if (changed.length === 0)
      return { kind: "refused", message: `it is ${job.state}; only ${from.join(" or ")} can be ${event}` };
    await recordAudit(sql, key, { event, generation, wish: id, actor });
    if (queue !== undefined) await queue.wake(key, sql.db);
    return { kind: "done" };
  });
}
