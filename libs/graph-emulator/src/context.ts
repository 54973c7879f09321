import type { ServiceClock } from "./control/clock.ts";
import type { RequestLog } from "./control/request-log.ts";
import type { FaultPlanner } from "./faults/fault-planner.ts";
import type { Throttle } from "./faults/throttle.ts";
import type { TokenIssuer } from "./identity/tokens.ts";
import type { Behaviour } from "./behaviour.ts";
import type { DeviceCodes } from "./identity/device-codes.ts";
import type { EmulatedApp } from "./identity/grants.ts";
import type { Catalog } from "./operations/catalog.ts";
import type { Surface } from "./options.ts";
import type { Router } from "./router.ts";
import type { Seed } from "./seed.ts";
import type { Store } from "./store/store.ts";

/** Everything that answering a request needs; state and clock come from outside. */
export interface ServiceContext {
  readonly surface: Surface;
  readonly router: Router;
  readonly catalog: Catalog;
  /** As it is now: it can be changed while the service runs. */
  readonly behaviour: Behaviour;
  setBehaviour(changes: Partial<Behaviour>): void;
  readonly store: Store;
  readonly seed: Seed;
  readonly issuer: TokenIssuer;
  readonly apps: readonly EmulatedApp[];
  readonly deviceCodes: DeviceCodes;
  readonly clock: ServiceClock;
  readonly faults: FaultPlanner;
  readonly throttle: Throttle;
  readonly requestLog: RequestLog;
  readonly scheme: "http" | "https";
  /** Host headers that are answered; all where it is absent. */
  readonly hostPattern?: RegExp;
  /** The service's time in milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
}

/** An HTTP request, read to its end. */
export interface ServiceRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  /** Names are lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` when it was larger than allowed. */
  readonly body: Uint8Array | undefined;
}

/** An HTTP response. */
export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for none. */
  readonly body: string;
}

/** What a request leads to, before the headers that every answer has. */
export interface Answer {
  readonly status: number;
  /** A JSON value or, as `text`, something else; neither for an empty body. */
  readonly body?: unknown;
  readonly text?: { readonly type: string; readonly value: string };
  readonly headers?: Readonly<Record<string, string>>;
}
