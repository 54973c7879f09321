import type { ApplyOutcome, ApplyPorts, Assignment, AssignmentSet } from "../src/index.ts";

/** One configuration's set in memory, and what happened to it in order. */
export interface MemoryTenant {
  readonly ports: ApplyPorts;
  readonly events: readonly string[];
  readonly current: () => readonly Assignment[];
}

/** What may go wrong. */
export interface Faults {
  /** Reads after the write that still show the old set. */
  readonly staleReads?: number;
  readonly write?: "rejects" | "is lost" | "answer is lost";
  readonly recordStart?: "fails";
  readonly read?: AssignmentSet;
  /** Somebody else writes this right after our write. */
  readonly overwritten?: readonly Assignment[];
}

/** Ports that act on memory alone. */
export function createMemoryTenant(start: readonly Assignment[], faults: Faults = {}): MemoryTenant {
  const events: string[] = [];
  let current = start;
  let stale: { readonly set: readonly Assignment[]; left: number } = { set: [], left: 0 };
  const ports: ApplyPorts = {
    read: () => {
      events.push("read");
      if (faults.read !== undefined) return Promise.resolve(faults.read);
      const assignments = stale.left > 0 ? stale.set : current;
      stale.left -= 1;
      return Promise.resolve({ kind: "known", assignments });
    },
    write: (_, assignments) => {
      events.push("write");
      if (faults.write === "rejects")
        return Promise.resolve({
          kind: "rejected",
          failure: { code: "Forbidden", message: "no", status: 403 },
        });
      if (faults.write === "is lost") return Promise.reject(new Error("socket closed"));
      stale = { set: current, left: faults.staleReads ?? 0 };
      current = faults.overwritten ?? assignments;
      if (faults.write === "answer is lost") return Promise.reject(new Error("socket closed"));
      return Promise.resolve({ kind: "accepted" });
    },
    recordStart: () => {
      events.push("record start");
      return faults.recordStart === undefined ? Promise.resolve() : Promise.reject(new Error("disk is full"));
    },
    recordEnd: (_, outcome: ApplyOutcome) => {
      events.push(`record ${outcome.kind}`);
      return Promise.resolve();
    },
    sleep: (milliseconds) => {
      events.push(`sleep ${milliseconds}`);
      return Promise.resolve();
    },
  };
  return { ports, events, current: () => current };
}
