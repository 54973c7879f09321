import { type Assignment, type AssignMode, isSameSet, planAssignments } from "@intunectl/assignments";
import { CronExpressionParser } from "cron-parser";
import { randomUUID } from "node:crypto";
import { recordAudit } from "../engine/audit.ts";
import { createGraphPorts, type TenantAccess } from "../engine/graph-ports.ts";
import type { Engine } from "../engine/start-engine.ts";
import { acceptWishes } from "../engine/accept.ts";
import type { WorkerOptions } from "../commands/options.ts";
import type { Key } from "../store/key.ts";
import type { Store } from "../store/store.ts";
import type { World } from "../world.ts";

interface Logger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

interface Row extends Key {
  readonly wanted: readonly { readonly mode: AssignMode; readonly assignments: readonly Assignment[] }[];
}

/** What the wishes since the last whole one make of a set. */
export function toWanted(current: readonly Assignment[], wanted: Row["wanted"]): readonly Assignment[] {
  let set = current;
  for (const { mode, assignments } of wanted) {
    const plan = planAssignments({ kind: "known", assignments: set }, assignments, mode);
    if (plan.kind === "planned") set = plan.next;
  }
  return set;
}

/** Whether a text is a cron line. */
export function isSchedule(text: string): boolean {
  try {
    CronExpressionParser.parse(text);
    return text.trim() !== "";
  } catch {
    return false;
  }
}

/** Compares what was wished with what is there at the times of a schedule, and reports or repairs. */
export async function watchDrift(
  { clock, interrupt }: World,
  { drift, driftSchedule, leaseSeconds }: WorkerOptions,
  store: Store,
  { rate, queue }: Engine,
  tenants: readonly TenantAccess[],
  log: Logger,
): Promise<void> {
  if (drift === undefined) return;
  const openPort = createGraphPorts({
    tenants,
    rate,
    requestMs: leaseSeconds * 400,
    patienceMs: 60_000,
    sleep: (ms, signal) => clock.sleep(ms, signal ?? interrupt),
  });
  const times = CronExpressionParser.parse(driftSchedule);
  while (!interrupt.aborted) {
    await clock.sleep(Math.max(0, times.next().getTime() - Date.now()), interrupt).catch(() => {});
    if (interrupt.aborted) return;
    try {
      await checkAll();
    } catch (error) {
      log.warn({ reason: String(error) }, "drift could not be looked for");
    }
  }

  async function checkAll(): Promise<void> {
    const rows = await store.query<Row>(
      `select tenant, resource, configuration, wanted from intune_worker.configuration c
       where held is not null and not exists (select 1 from intune_worker.wish w where w.tenant = c.tenant
         and w.resource = c.resource and w.configuration = c.configuration and w.state in ('waiting', 'applying'))`,
    );
    let drifted = 0;
    for (const { wanted, ...key } of rows) {
      const current = await openPort(key.tenant, key.resource, randomUUID(), interrupt)?.read(
        key.configuration,
      );
      if (current === undefined || current.kind === "unknown") {
        log.warn({ ...key, reason: current?.reason ?? "no credentials" }, "drift is not known");
        continue;
      }
      const should = toWanted(current.assignments, wanted);
      if (isSameSet(should, current.assignments)) continue;
      drifted += 1;
      log.warn({ ...key }, "drift");
      await recordAudit(store, key, { event: "drift", before: current.assignments, after: should });
      if (drift === "repair")
        await acceptWishes(
          store,
          queue,
          [{ ...key, mode: "replace", assignments: should, guard: current.assignments }],
          { principal: "drift repair" },
        );
    }
    log.info({ looked: rows.length, drifted }, "looked for drift");
  }
}
