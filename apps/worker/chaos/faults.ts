import type { FaultRule } from "@intunectl/graph-emulator";

/** A service that fails so often; slow answers and late reads come on top. */
export function toFaults(share: number): readonly FaultRule[] {
  const part = share / 13;
  return [
    { rate: 2 * part, fault: { kind: "status", status: 429, retryAfter: 1 } },
    { rate: 3 * part, match: { effect: "write" }, fault: { kind: "status", status: 503 } },
    { rate: 2 * part, match: { effect: "write" }, fault: { kind: "status", status: 503, hasEffect: true } },
    { rate: 2 * part, match: { effect: "write" }, fault: { kind: "reset", at: "before" } },
    { rate: 2 * part, match: { effect: "write" }, fault: { kind: "reset", at: "during", lateMs: 400 } },
    { rate: part, match: { effect: "write" }, fault: { kind: "reset", at: "after" } },
    { rate: part, match: { effect: "write" }, fault: { kind: "truncate" } },
    { rate: 0.1, fault: { kind: "slow", ms: 120 } },
    { rate: 0.1, match: { effect: "read" }, fault: { kind: "stale", ms: 1500 } },
  ];
}
