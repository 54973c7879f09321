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
  /** How often the service asked to wait. */
  readonly throttled: number;
  readonly lastAppliedAt: string | null;
}

/** Counts in one snapshot. */
export async function readStatus(store: Store): Promise<Status> {
  const counts = await store.query<{ state: string; count: number }>(
    "select state, count(*)::integer as count from intune_worker.wish group by state order by state",
  );
  const [oldest] = await store.query<{ seconds: number }>(
    `select coalesce(extract(epoch from clock_timestamp() - min(accepted_at)), 0)::float8 as seconds
     from intune_worker.wish where state in ('waiting', 'applying')`,
  );
  const tenants = await store.query<TenantStatus>(
    `select w.tenant, count(*) filter (where w.state in ('waiting', 'applying'))::integer as open,
       count(*) filter (where w.state in ('failed', 'refused'))::integer as dead,
       coalesce(max(ceil(1000 * extract(epoch from greatest(r.closed_until, clock_timestamp()) - clock_timestamp()))), 0)::integer as "closedMs",
       coalesce(max(r.throttled), 0)::integer as throttled,
       ${isoText("max(w.settled_at) filter (where w.state = 'applied')")} as "lastAppliedAt"
     from intune_worker.wish w left join intune_worker.rate r using (tenant) group by w.tenant order by w.tenant`,
  );
  return {
    wishes: Object.fromEntries(counts.map(({ state, count }) => [state, count])),
    oldestSeconds: oldest?.seconds ?? 0,
    tenants,
  };
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
