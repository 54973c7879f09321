/** Something that goes wrong with a request. */
export type Fault =
  /** An error answer. `hasEffect`: the request was carried out all the same. */
  | {
      readonly kind: "status";
      readonly status: number;
      /** Default: Graph's usual code for the status. */
      readonly code?: string;
      readonly message?: string;
      /** Seconds, a fraction is written as such; without it the header is missing. */
      readonly retryAfter?: number;
      readonly hasEffect?: boolean;
    }
  /**
   * The connection breaks without an answer: before anything was done, during (the request is carried out `lateMs`
   * after the break, default 50), or after it was carried out.
   */
  | { readonly kind: "reset"; readonly at: "before" | "during" | "after"; readonly lateMs?: number }
  /** The answer comes so many milliseconds later; the request is carried out at once. */
  | { readonly kind: "slow"; readonly ms: number }
  /** The request is carried out, and the connection breaks after so many bytes of the answer's body. Default: half. */
  | { readonly kind: "truncate"; readonly bytes?: number }
  /** A read answers what was there so many milliseconds ago. */
  | { readonly kind: "stale"; readonly ms: number }
  /** 401 that asks for new claims, as when the session was revoked; the next token is accepted. */
  | { readonly kind: "claims" };

/** Which requests a fault is for; absent means any. */
export interface FaultMatch {
  /** Name of an operation: `assignGroupPolicyConfiguration`. */
  readonly operation?: string;
  readonly method?: string;
  /** Text that the path contains, without the query: `/assignments`. */
  readonly path?: string;
  /** GET, or anything else. */
  readonly effect?: "read" | "write";
}

/** A fault and when it happens. */
export interface FaultRule {
  readonly match?: FaultMatch;
  /** Share of the matching requests, 0 to 1. Default 1. */
  readonly rate?: number;
  /** So many matching requests are spared at first. Default 0. */
  readonly skip?: number;
  /** It happens at most so often. Default: without end. */
  readonly times?: number;
  readonly fault: Fault;
}

/** What goes wrong with one request: at most one of the terminal kinds, and a delay, and a stale read. */
export interface FaultPlan {
  readonly terminal?: Exclude<Fault, { readonly kind: "slow" | "stale" }>;
  readonly delayMs: number;
  readonly staleMs: number;
}
