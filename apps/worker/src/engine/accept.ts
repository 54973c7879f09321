import { createHash, randomUUID } from "node:crypto";
import type { Assignment, AssignMode } from "@intunectl/assignments";
import { type Key, keyValues, whereKey } from "../store/key.ts";
import type { Sql, Store } from "../store/store.ts";
import { recordAudit } from "./audit.ts";
import type { Queue } from "./queue.ts";

/** A change that somebody asks for, checked. */
export interface NewWish extends Key {
  readonly mode: AssignMode;
  readonly assignments: readonly Assignment[];
  readonly guard?: readonly Assignment[];
}

/** Who asks. */
export interface Submission {
  /** The name of the token. */
  readonly principal: string;
  readonly onBehalfOf?: string;
  readonly note?: string;
  /** The same key of the same principal is the same submission. */
  readonly idempotencyKey?: string;
  /** W3C `traceparent` of the submitter. */
  readonly trace?: string;
}

/** A wish that is stored. */
export interface Accepted extends Key {
  readonly id: string;
  readonly generation: number;
}

/** All wishes of a submission, or that its idempotency key was used for something else. */
export type Acceptance =
  | { readonly kind: "accepted"; readonly wishes: readonly Accepted[]; readonly isRepeated: boolean }
  | { readonly kind: "conflict" };

/** Stores wishes, all or none, and wakes a worker; when it resolves they are committed. */
export async function acceptWishes(
  store: Store,
  queue: Pick<Queue, "wake">,
  wishes: readonly NewWish[],
  submission: Submission,
): Promise<Acceptance> {
  const digest = createHash("sha256").update(JSON.stringify(wishes)).digest("hex");
  return await store.transaction(async (sql) => {
    const { principal, idempotencyKey } = submission;
    // A submission is for one tenant.
    const owner = [wishes[0]?.tenant ?? "", principal, idempotencyKey ?? ""];
    if (idempotencyKey !== undefined) {
      // Taken first: of two at once, the second waits here until the first one is committed.
      const taken = await sql.query(
        `insert into intune_worker.idempotency (tenant, principal, key, digest, answer) values ($1, $2, $3, $4, '[]')
         on conflict do nothing returning key`,
        [...owner, digest],
      );
      if (taken.length === 0) return await repeat(sql, owner, digest);
    }
    const accepted: Accepted[] = [];
    // In one order for everybody, so that two submissions cannot wait for each other's rows.
    const ordered = wishes.toSorted((left, right) => (left.configuration < right.configuration ? -1 : 1));
    for (const wish of ordered) accepted.push(await acceptOne(sql, queue, wish, submission));
    if (idempotencyKey !== undefined)
      await sql.query(
        "update intune_worker.idempotency set answer = $4::text::jsonb where tenant = $1 and principal = $2 and key = $3",
        [...owner, JSON.stringify(accepted)],
      );
    return { kind: "accepted", wishes: accepted, isRepeated: false };
  });
}

async function acceptOne(
  sql: Sql,
  queue: Pick<Queue, "wake">,
  wish: NewWish,
  { principal, onBehalfOf, note, trace }: Submission,
): Promise<Accepted> {
  const { tenant, resource, configuration, mode, assignments, guard } = wish;
  const key = { tenant, resource, configuration };
  const id = randomUUID();
  // Takes the row's lock: a worker that is about to end its claim sees this wish, or this one sees the claim's end.
  const [row] = await sql.query<{ generation: number }>(
    `insert into intune_worker.configuration as c (tenant, resource, configuration, generation) values ($1, $2, $3, 1)
     on conflict (tenant, resource, configuration) do update set generation = c.generation + 1 returning generation`,
    keyValues(key),
  );
  const generation = row?.generation ?? 1;
  await sql.query(
    `insert into intune_worker.wish (tenant, resource, configuration, id, generation, mode, assignments, guard, submitted_by, on_behalf_of, note, trace)
     values ($1, $2, $3, $4::uuid, $5::integer, $6, $7::text::jsonb, $8::text::jsonb, $9, $10, $11, $12)`,
    [
      ...keyValues(key),
      id,
      generation,
      mode,
      JSON.stringify(assignments),
      guard === undefined ? null : JSON.stringify(guard),
      principal,
      onBehalfOf ?? null,
      note ?? null,
      trace ?? null,
    ],
  );
  const actor = onBehalfOf === undefined ? principal : `${onBehalfOf} (by ${principal})`;
  await recordAudit(sql, key, {
    event: "accepted",
    generation,
    wish: id,
    actor,
    after: assignments,
    message: `${guard === undefined ? mode : "plan"}${note === undefined ? "" : `: ${note}`}`,
  });
  // A replacement says all that was said before it. One that a worker is writing is settled by that worker.
  if (mode === "replace" && guard === undefined) await supersede(sql, key, generation);
  await queue.wake(key, sql.db);
  return { ...key, id, generation };
}

/** Marks the wishes before a replacement that nobody has begun. */
async function supersede(sql: Sql, key: Key, generation: number): Promise<void> {
  const gone = await sql.query<{ id: string; generation: number }>(
    `update intune_worker.wish set state = 'superseded', superseded_by = $4::integer, settled_at = clock_timestamp()
     where ${whereKey} and generation < $4::integer and state = 'waiting' returning id, generation`,
    [...keyValues(key), generation],
  );
  for (const { id, generation: old } of gone)
    await recordAudit(sql, key, {
      event: "superseded",
      generation: old,
      wish: id,
      message: `by generation ${generation}`,
    });
}

async function repeat(sql: Sql, owner: readonly string[], digest: string): Promise<Acceptance> {
  const [row] = await sql.query<{ digest: string; answer: readonly Accepted[] }>(
    "select digest, answer from intune_worker.idempotency where tenant = $1 and principal = $2 and key = $3",
    owner,
  );
  if (row === undefined || row.digest !== digest) return { kind: "conflict" };
  return { kind: "accepted", wishes: row.answer, isRepeated: true };
}
