import type { FaultPlan, FaultRule } from "./fault.ts";
import { toChance } from "./chance.ts";

/** What a fault may depend on. */
export interface FaultSubject {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
}

/** Decides what goes wrong. */
export interface FaultPlanner {
  plan(subject: FaultSubject): FaultPlan;
  rules(): readonly FaultRule[];
  /** Replaces the rules and starts their counters anew. */
  setRules(rules: readonly FaultRule[], seed?: number): void;
  seed(): number;
  /** Starts the counters anew, so that a run can be repeated. */
  restart(): void;
  /** The longest that a read may be behind; 0 when none may. */
  maxStaleMs(): number;
}

interface Counter {
  matched: number;
  happened: number;
  /** How often each request was seen: a decision hangs on the request and its number, not on the order of arrival. */
  readonly seen: Map<string, number>;
}

const nothing: FaultPlan = { delayMs: 0, staleMs: 0 };

/** Rules are tried in order; of the terminal faults the first that happens counts, delays add up. */
export function createFaultPlanner(initial: readonly FaultRule[], initialSeed: number): FaultPlanner {
  let rules = initial;
  let seed = initialSeed;
  let counters = toCounters(rules);

  const happens = (rule: FaultRule, index: number, { method, path }: FaultSubject): boolean => {
    const counter = counters[index];
    if (counter === undefined) return false;
    counter.matched += 1;
    const key = `${method} ${path}`;
    const number = counter.seen.get(key) ?? 0;
    counter.seen.set(key, number + 1);
    if (counter.matched <= (rule.skip ?? 0)) return false;
    if (counter.happened >= (rule.times ?? Number.POSITIVE_INFINITY)) return false;
    const rate = rule.rate ?? 1;
    if (rate < 1 && toChance(`${seed} ${index} ${key} ${number}`) >= rate) return false;
    counter.happened += 1;
    return true;
  };

  return {
    plan(subject) {
      let plan = nothing;
      for (const [index, rule] of rules.entries()) {
        const { fault } = rule;
        const isTaken = plan.terminal !== undefined && fault.kind !== "slow" && fault.kind !== "stale";
        if (isTaken || !isFor(rule, subject) || !happens(rule, index, subject)) continue;
        if (fault.kind === "slow") plan = { ...plan, delayMs: plan.delayMs + fault.ms };
        else if (fault.kind === "stale") plan = { ...plan, staleMs: Math.max(plan.staleMs, fault.ms) };
        else plan = { ...plan, terminal: fault };
      }
      return plan;
    },
    rules: () => rules,
    setRules(given, givenSeed = seed) {
      rules = given;
      seed = givenSeed;
      counters = toCounters(rules);
    },
    seed: () => seed,
    restart() {
      counters = toCounters(rules);
    },
    maxStaleMs: () => Math.max(0, ...rules.map(({ fault }) => (fault.kind === "stale" ? fault.ms : 0))),
  };
}

function toCounters(rules: readonly FaultRule[]): Counter[] {
  return rules.map(() => ({ matched: 0, happened: 0, seen: new Map() }));
}

function isFor({ match = {}, fault }: FaultRule, { operation, method, path }: FaultSubject): boolean {
  const effect = method === "GET" || method === "HEAD" ? "read" : "write";
  if (fault.kind === "stale" && effect === "write") return false;
  return (
    (match.operation === undefined || match.operation === operation) &&
    (match.method === undefined || match.method.toUpperCase() === method) &&
    (match.path === undefined || path.includes(match.path)) &&
    (match.effect === undefined || match.effect === effect)
  );
}
