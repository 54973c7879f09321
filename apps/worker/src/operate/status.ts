import { isoText } from "../store/key.ts";
import type { Store } from "../store/store.ts";

/** How the worker's queue stands. */
export interface Status {
  /** Number of wishes in each state. */
  readonly wishes: Readonly<Record<string, number>>;
  /** Seconds since the oldest open wish was accepted; 0 without one. */
  readonly oldestSeconds: number;
  readonly tenants: readonly TenantStatus[];
}

/** How one tenant stands. */
export interface TenantStatus {
  readonly tenant: string;
  readonly open: number;
  readonly dead: number;
  /** Milliseconds for which the service asked to wait; 0 when it did not. */
  readonly closedMs: number;
  /** Milliseconds ahead for which the limiter's places are taken. */
  readonly bookedMs: number;
  /** How often the service asked to wait. */
  readonly throttled: number;
  readonly lastAppliedAt: string | null;
}

/** Counts of these tenants, in one statement for each kind. */
export async function readStatus(store: Store, tenants: readonly string[]): Promise<Status> {
  const served = tenants.join(",");
  const counts = await store.query<{ state: string; count: number }>(
    `select state, count(*)::integer as count from intune_worker.wish where tenant = any(string_to_array($1, ','))
     group by state order by state`,
    [served],
  );
  const [oldest] = await store.query<{ seconds: number }>(
    `select coalesce(extract(epoch from clock_timestamp() - min(accepted_at)), 0)::float8 as seconds
     from intune_worker.wish where state in ('waiting', 'applying') and tenant = any(string_to_array($1, ','))`,
    [served],
  );
  const rows = await store.query<TenantStatus>(
    `select t.tenant, count(*) filter (where w.state in ('waiting', 'applying'))::integer as open,
       count(*) filter (where w.state in ('failed', 'refused'))::integer as dead,
       coalesce(max(${millisecondsUntil("r.closed_until")}), 0)::integer as "closedMs",
       coalesce(max(${millisecondsUntil("r.write_at")}), 0)::integer as "bookedMs",
       coalesce(max(r.throttled), 0)::integer as throttled,
       ${isoText("max(w.settled_at) filter (where w.state = 'applied')")} as "lastAppliedAt"
     from unnest(string_to_array($1, ',')) as t(tenant) left join intune_worker.wish w on w.tenant = t.tenant
       left join intune_worker.rate r on r.tenant = t.tenant group by t.tenant order by t.tenant`,
    [served],
  );
  return {
    wishes: Object.fromEntries(counts.map(({ state, count }) => [state, count])),
    oldestSeconds: oldest?.seconds ?? 0,
    tenants: rows,
  };
}

function millisecondsUntil(column: string): string {
  return `ceil(1000 * extract(epoch from greatest(${column}, clock_timestamp()) - clock_timestamp()))`;
}

/** The status as Prometheus reads it. */
export function formatMetrics({ wishes, oldestSeconds, tenants }: Status): string {
  const lines = [
    "# HELP intune_worker_wishes Wishes by state.",
    "# TYPE intune_worker_wishes gauge",
    ...Object.entries(wishes).map(([state, count]) => `intune_worker_wishes{state="${state}"} ${count}`),
    "# HELP intune_worker_oldest_open_seconds Age of the oldest wish that is not settled.",
    "# TYPE intune_worker_oldest_open_seconds gauge",
    `intune_worker_oldest_open_seconds ${oldestSeconds}`,
    "# HELP intune_worker_tenant_closed_seconds How long the service asked to wait.",
    "# TYPE intune_worker_tenant_closed_seconds gauge",
    ...tenants.map((one) => `intune_worker_tenant_closed_seconds{${label(one)}} ${one.closedMs / 1000}`),
    "# HELP intune_worker_throttled_total How often the service asked to wait.",
    "# TYPE intune_worker_throttled_total counter",
    ...tenants.map((one) => `intune_worker_throttled_total{${label(one)}} ${one.throttled}`),
    "# HELP intune_worker_open_wishes Wishes that are not settled.",
    "# TYPE intune_worker_open_wishes gauge",
    ...tenants.map((one) => `intune_worker_open_wishes{${label(one)}} ${one.open}`),
  ];
  return `${lines.join("\n")}\n`;
}

function label({ tenant }: TenantStatus): string {
  return `tenant="${tenant.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
