import type { AnyOperation, GraphModel } from "@intunectl/graph-core";
import type { Behaviour } from "./behaviour.ts";
import type { FaultRule } from "./faults/fault.ts";
import type { ThrottleOptions } from "./faults/throttle.ts";
import type { EmulatedApp } from "./identity/grants.ts";
import type { Seed } from "./seed.ts";

/** The operations that are served, and their types. */
export interface Surface {
  readonly operations: readonly AnyOperation[];
  readonly model: GraphModel;
}

/** How an emulator is made. */
export interface EmulatorOptions extends Partial<Behaviour> {
  /** Port; 0 takes a free one. Default 0. */
  readonly port?: number;
  /**
   * Address to listen on. Default 127.0.0.1: nobody but this machine. The emulator's own addresses ask for no token, so
   * on any other address everybody who reaches it rules it.
   */
  readonly host?: string;
  /** Speak HTTPS, with a certificate of its own. Default `false`. */
  readonly https?: boolean;
  /** Keeps the state across restarts; without it the state is in memory. */
  readonly dataFolder?: string;
  /** What a new emulator holds. Default `demoSeed`. */
  readonly seed?: Seed;
  /** The operations to serve. Default: every operation of `@intunectl/graph-intune`. */
  readonly surface?: Surface;
  /** Applications that may sign in. Default: any, with any secret. */
  readonly apps?: readonly EmulatedApp[];
  /** When to refuse requests with 429. Default: never; `"published"` are Graph's published limits. */
  readonly throttle?: "published" | ThrottleOptions;
  /** What goes wrong. Default: nothing. */
  readonly faults?: readonly FaultRule[];
  /** Decides, with each request, which faults of a rate happen. Default 1. */
  readonly faultSeed?: number;
  /** Requests that `/_emulator/log` remembers. Default 10,000. */
  readonly logCapacity?: number;
  /** Largest request body, in bytes. Default 4 MiB. */
  readonly maxBodyBytes?: number;
  /** Milliseconds since 1970, UTC. Default: the system clock. */
  readonly now?: () => number;
  /** Source of request ids and of ids that no rule gives. Default: random GUIDs. */
  readonly newId?: () => string;
  /** Gets one line a request. Default: nothing is logged. */
  readonly log?: (line: string) => void;
}
