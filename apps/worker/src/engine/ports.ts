import type { GraphPort } from "@intunectl/assignments";
import type { Rate } from "./rate.ts";

/** One attempt's way to the service. */
export interface AttemptPort extends GraphPort {
  /** The service's id of the last request that was answered. */
  readonly lastRequestId: () => string | undefined;
}

/** What carrying out wishes needs of the world. */
export interface EnginePorts {
  /** `write`: the id that the write's request carries, as `client-request-id`. `undefined`: the tenant or kind is not known. */
  readonly openPort: (
    tenant: string,
    resource: string,
    write: string,
    signal: AbortSignal,
  ) => AttemptPort | undefined;
  readonly rate: Rate;
  /** Aborted when the process is asked to stop: nothing new is begun. */
  readonly stopping: AbortSignal;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds that only grow, also while the process is stopped. */
  readonly monotonic: () => number;
  readonly random: () => number;
  readonly onEvent: (event: EngineEvent) => void;
}

/** For logs and metrics. */
export interface EngineEvent {
  readonly event: string;
  readonly tenant: string;
  readonly configuration: string;
  readonly [name: string]: unknown;
}

/** How the engine behaves; every time in milliseconds. */
export interface EngineSettings {
  /** This process's name in the audit. */
  readonly worker: string;
  /** Longest that a request may take; shorter than the lease. */
  readonly requestMs: number;
  /** How long a read may show what was there before a write. */
  readonly settleMs: number;
  /** A place further away than this is waited for outside: the process does something else. */
  readonly patienceMs: number;
  /** Counted tries before a wish goes to the dead letter. */
  readonly maxAttempts: number;
  readonly verifyDelaysMs: readonly number[];
}
