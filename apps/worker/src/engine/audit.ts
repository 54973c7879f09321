import type { Assignment } from "@intunectl/assignments";
import { type Key, keyValues } from "../store/key.ts";
import type { Sql } from "../store/store.ts";
import type { AttributedChange } from "./wish.ts";

/** What is recorded: `accepted` … of a wish, `writing` before a write and `written` … after it. */
export type AuditEvent =
  | "accepted"
  | "superseded"
  | "cancelled"
  | "redriven"
  /** The undo record: on disk before the request leaves. */
  | "writing"
  /** Accepted by the service and read back. */
  | "applied"
  /** Accepted by the service, and not seen yet. */
  | "unverified"
  | "unchanged"
  | "refused"
  /** The service refused; nothing was written. */
  | "rejected"
  /** No answer came: it may have been written. */
  | "uncertain"
  | "failed"
  /** A write of a worker that had lost its claim ended after all. */
  | "late-write"
  /** Somebody else changed the set since. */
  | "drift";

/** One line of the audit, which is never changed and never deleted. */
export interface AuditRecord {
  readonly event: AuditEvent;
  readonly generation?: number;
  readonly wish?: string;
  /** The write that it is about: its client-request-id. */
  readonly write?: string;
  readonly actor?: string;
  readonly before?: readonly Assignment[];
  readonly after?: readonly Assignment[];
  readonly changes?: readonly AttributedChange[];
  readonly requestId?: string | undefined;
  readonly worker?: string;
  readonly message?: string | undefined;
}

/** Appends to the audit, within the transaction that does what it says. */
export async function recordAudit(sql: Sql, key: Key, record: AuditRecord): Promise<void> {
  const { event, generation, wish, write, actor, before, after, changes, requestId, worker, message } =
    record;
  await sql.query(
    `insert into intune_worker.audit (tenant, resource, configuration, event, generation, wish, write, actor,
       before, after, changes, request_id, worker, message)
     values ($1, $2, $3, $4, $5::integer, $6::uuid, $7::uuid, $8, $9::text::jsonb, $10::text::jsonb, $11::text::jsonb, $12, $13, $14)`,
    [
      ...keyValues(key),
      event,
      generation ?? null,
      wish ?? null,
      write ?? null,
      actor ?? null,
      toJson(before),
      toJson(after),
      toJson(changes),
      requestId ?? null,
      worker ?? null,
      message ?? null,
    ],
  );
}

function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
