import type { Assignment } from "@intunectl/assignments";
import type { AttributedChange } from "../engine/wish.ts";
import { isoText } from "../store/key.ts";
import type { Store } from "../store/store.ts";

/** Which lines of the audit. */
export interface AuditFilter {
  /** Of all tenants when absent. */
  readonly tenants?: readonly string[];
  /** Lines with a higher number. */
  readonly after?: number;
  readonly limit?: number;
  readonly configuration?: string;
}

/** A line of the audit as it is exported. */
export interface AuditLine {
  readonly id: number;
  /** ISO 8601, UTC; the database's clock. */
  readonly at: string;
  readonly event: string;
  readonly tenant: string;
  readonly resource: string;
  readonly configuration: string;
  readonly generation: number | null;
  readonly wish: string | null;
  /** Id of the write: its `client-request-id`. */
  readonly write: string | null;
  readonly actor: string | null;
  readonly before: readonly Assignment[] | null;
  readonly after: readonly Assignment[] | null;
  readonly changes: readonly AttributedChange[] | null;
  readonly requestId: string | null;
  readonly worker: string | null;
  readonly message: string | null;
}

/** The audit in order, a page at a time, so that memory stays flat however long it is. */
export async function* exportAudit(store: Store, filter: AuditFilter = {}): AsyncGenerator<AuditLine> {
  let { after = 0 } = filter;
  let left = filter.limit ?? Number.POSITIVE_INFINITY;
  while (left > 0) {
    const lines = await store.query<AuditLine>(
      `select id::float8 as id, ${isoText("at")} as at, event, tenant, resource, configuration, generation, wish, write,
         actor, before, after, changes, request_id as "requestId", worker, message
       from intune_worker.audit where id > $1::float8 and ($2::text is null or configuration = $2)
         and ($4::text is null or tenant = any(string_to_array($4, ',')))
       order by id limit $3::integer`,
      [
        after,
        filter.configuration?.toLowerCase() ?? null,
        Math.min(left, 500),
        filter.tenants?.join(",") ?? null,
      ],
    );
    yield* lines;
    const last = lines.at(-1);
    if (last === undefined) return;
    after = last.id;
    left -= lines.length;
  }
}
