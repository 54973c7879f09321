import { randomUUID } from "node:crypto";
import { type Assignment, isSameSet } from "@intunectl/assignments";
import { acceptWishes } from "../engine/accept.ts";
import { recordAudit } from "../engine/audit.ts";
import type { EnginePorts } from "../engine/ports.ts";
import type { Queue } from "../engine/queue.ts";
import { driftRepair, toWanted, type Wanted } from "../engine/wanted.ts";
import { type Key, keyValues, whereKey } from "../store/key.ts";
import type { Sql, Store } from "../store/store.ts";

/** What looking for drift needs. */
export interface DriftOptions {
  readonly store: Store;
  readonly queue: Pick<Queue, "wake">;
  readonly openPort: EnginePorts["openPort"];
  readonly tenants: readonly string[];
  /** Puts back what was wished, by a wish of its own; reports only otherwise. */
  readonly isRepairing: boolean;
  /** Milliseconds for which a read may show what was there before a write. */
  readonly settleMs: number;
  readonly log: DriftLog;
}

/** Where findings go, beside the audit. */
export interface DriftLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** What a round found; `unknown` could not be read. */
export interface DriftRound {
  readonly looked: number;
  readonly drifted: number;
  readonly unknown: number;
}

interface Row {
  readonly generation: number;
  readonly wanted: Wanted;
}

/**
 * Compares what was wished of each configuration with what is there, once for a time of the schedule, whoever of several
 * workers comes first. What has an open wish, or was written a moment ago, is left for the next round.
 */
export async function checkDrift(options: DriftOptions, at: Date, signal: AbortSignal): Promise<DriftRound> {
  const { store, tenants, log } = options;
  const keys = await store.query<Key>(
    `select tenant, resource, configuration from intune_worker.configuration
     where held is not null and tenant = any(string_to_array($1, ',')) order by drift_at nulls first, configuration`,
    [tenants.join(",")],
  );
  const round = { looked: 0, drifted: 0, unknown: 0 };
  for (const { tenant, resource, configuration } of keys) {
    if (signal.aborted) break;
    const key = { tenant, resource, configuration };
    const found = await checkOne(options, key, at, signal);
    if (found.kind === "skipped") continue;
    round.looked += 1;
    if (found.kind === "unknown") {
      round.unknown += 1;
      log.warn({ ...key, reason: found.reason }, "drift is not known");
    }
    if (found.kind === "drifted") {
      round.drifted += 1;
      log.warn(key, options.isRepairing ? "drift; put back" : "drift");
    }
  }
  log.info(round, "looked for drift");
  return round;
}

type Found =
  | { readonly kind: "skipped" | "same" | "drifted" }
  | { readonly kind: "unknown"; readonly reason: string };

async function checkOne(options: DriftOptions, key: Key, at: Date, signal: AbortSignal): Promise<Found> {
  const { store, queue, openPort, isRepairing, settleMs } = options;
  const claimed = await store.query(
    `update intune_worker.configuration set drift_at = $4::timestamptz
     where ${whereKey} and (drift_at is null or drift_at < $4::timestamptz)
       and held_at < clock_timestamp() - $5::float8 * interval '1 ms' returning 1`,
    [...keyValues(key), at.toISOString(), settleMs],
  );
  const row = claimed.length === 0 ? undefined : await readSettled(store, key);
  if (row === undefined) return { kind: "skipped" };
  const current = await openPort(key.tenant, key.resource, randomUUID(), signal)?.read(key.configuration);
  if (current === undefined) return { kind: "unknown", reason: "no credentials" };
  if (current.kind === "unknown") return { kind: "unknown", reason: current.reason };
  const should = toWanted(current.assignments, row.wanted);
  if (isSameSet(should, current.assignments)) return { kind: "same" };
  const isStill = await store.transaction((sql) => report(sql, key, row, current.assignments, should));
  if (!isStill) return { kind: "skipped" };
  if (isRepairing)
    // The guard: what was seen is put back, and nothing that somebody wishes from here on.
    await acceptWishes(
      store,
      queue,
      [{ ...key, mode: "replace", assignments: should, guard: current.assignments }],
      { principal: driftRepair },
    );
  return { kind: "drifted" };
}

/** Records drift, unless something was wished since the comparison began. */
async function report(
  sql: Sql,
  key: Key,
  { generation }: Row,
  before: readonly Assignment[],
  after: readonly Assignment[],
): Promise<boolean> {
  await sql.query(`select 1 from intune_worker.configuration where ${whereKey} for update`, keyValues(key));
  const now = await readSettled(sql, key);
  if (now === undefined || now.generation !== generation) return false;
  await recordAudit(sql, key, { event: "drift", before, after });
  return true;
}

async function readSettled(sql: Sql, key: Key): Promise<Row | undefined> {
  const [row] = await sql.query<Row>(
    `select generation, wanted from intune_worker.configuration where ${whereKey} and restore is null
       and not exists (select 1 from intune_worker.wish where ${whereKey} and state in ('waiting', 'applying'))`,
    keyValues(key),
  );
  return row;
}
