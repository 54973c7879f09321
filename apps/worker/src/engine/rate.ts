import type { Sql, SqlValue } from "../store/store.ts";

/** What a tenant's service takes from this app in a time. */
export interface RateLimit {
  readonly windowMs: number;
  readonly writes: number;
  /** Of any method. */
  readonly requests: number;
}

/** The published limits. @see https://learn.microsoft.com/graph/throttling-limits */
export const publishedRate: RateLimit = { windowMs: 20_000, writes: 100, requests: 1000 };

/** One limiter for each tenant, in the database, for all workers; all times are the database's own. */
export interface Rate {
  /** Takes a place when it is near enough, and says in how many milliseconds it is. */
  take(tenant: string, isWrite: boolean, patienceMs: number): Promise<Place>;
  /** Milliseconds until the next place for a write, which stays free. */
  nearest(tenant: string): Promise<number>;
  /** Milliseconds for which nobody may send; 0 when the gate is open. */
  closedFor(tenant: string): Promise<number>;
  /** The service asks to wait: moves every later place, for everybody. */
  close(tenant: string, ms: number): Promise<void>;
}

/** A place, or how far away one would have been. */
export interface Place {
  readonly isTaken: boolean;
  readonly waitMs: number;
}

/** The share of a window that may be used at once after a pause; the rest is spread evenly. */
const burstShare = 0.04;

/**
 * The generic cell rate algorithm: one row a tenant, one statement a place.
 *
 * `burst` places at once and one each `emission` after that make at most the limit in any window.
 */
export function createRate(sql: Sql, limit: RateLimit): Rate {
  const writes = toCell(limit.windowMs, limit.writes);
  const requests = toCell(limit.windowMs, limit.requests);
  const known = new Set<string>();
  const toValues = (tenant: string, isWrite: boolean): readonly SqlValue[] => [
    tenant,
    isWrite ? writes.emissionMs : 0,
    requests.emissionMs,
    writes.burst * writes.emissionMs,
    requests.burst * requests.emissionMs,
  ];
  const look = async (values: readonly SqlValue[]): Promise<number> => {
    const [row] = await sql.query<{ wait: number }>(
      `select ${toWait(nextWrite, nextAny)}::integer as wait from intune_worker.rate where tenant = $1`,
      values,
    );
    return row?.wait ?? 0;
  };
  return {
    async take(tenant, isWrite, patienceMs) {
      if (!known.has(tenant)) {
        await sql.query("insert into intune_worker.rate (tenant) values ($1) on conflict do nothing", [
          tenant,
        ]);
        known.add(tenant);
      }
      const values = toValues(tenant, isWrite);
      const [taken] = await sql.query<{ wait: number }>(
        `update intune_worker.rate set
           write_at = case when $2::float8 > 0 then ${nextWrite} else write_at end, any_at = ${nextAny}
         where tenant = $1 and ${toWait(nextWrite, nextAny)} <= $6::float8
         returning ${toWait("write_at", "any_at")}::integer as wait`,
        [...values, patienceMs],
      );
      if (taken !== undefined) return { isTaken: true, waitMs: taken.wait };
      return { isTaken: false, waitMs: await look(values) };
    },
    nearest: (tenant) => look(toValues(tenant, true)),
    async closedFor(tenant) {
      const [row] = await sql.query<{ wait: number }>(
        `select ceil(1000 * extract(epoch from greatest(closed_until, clock_timestamp()) - clock_timestamp()))::integer as wait
         from intune_worker.rate where tenant = $1`,
        [tenant],
      );
      return Math.max(0, row?.wait ?? 0);
    },
    async close(tenant, ms) {
      await sql.query(
        `insert into intune_worker.rate as r (tenant, closed_until, throttled)
         values ($1, clock_timestamp() + $2::float8 * interval '1 ms', 1)
         on conflict (tenant) do update set throttled = r.throttled + 1,
           closed_until = greatest(r.closed_until, clock_timestamp() + $2::float8 * interval '1 ms')`,
        [tenant, Math.ceil(ms)],
      );
    },
  };
}

const nextWrite = "(greatest(write_at, closed_until, clock_timestamp()) + $2::float8 * interval '1 ms')";
const nextAny = "(greatest(any_at, closed_until, clock_timestamp()) + $3::float8 * interval '1 ms')";

/** Milliseconds until the place that a row's new times mean. */
function toWait(write: string, any: string): string {
  return `ceil(1000 * extract(epoch from greatest(
    case when $2::float8 > 0 then ${write} - $4::float8 * interval '1 ms' else clock_timestamp() end,
    ${any} - $5::float8 * interval '1 ms', closed_until, clock_timestamp()) - clock_timestamp()))`;
}

function toCell(windowMs: number, limit: number): { readonly emissionMs: number; readonly burst: number } {
  const burst = Math.max(1, Math.floor(limit * burstShare));
  return { burst, emissionMs: Math.ceil(windowMs / Math.max(1, limit - burst)) };
}
