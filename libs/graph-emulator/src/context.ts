import type { JsonObject } from "./json.ts";
import type { Behaviour, Surface } from "./options.ts";
import type { Seed } from "./seed.ts";
import type { Store } from "./store.ts";
import type { TokenIssuer } from "./tokens.ts";

/** Everything that answering a request needs; state and clock come from outside. */
export interface ServiceContext {
  readonly surface: Surface;
  readonly behaviour: Behaviour;
  readonly store: Store;
  readonly seed: Seed;
  readonly issuer: TokenIssuer;
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
  /** JSON text; empty for none. */
  readonly body: string;
}

/** What a request leads to, before headers. */
export interface Answer {
  readonly status: number;
  /** Absent for an empty body. */
  readonly body?: JsonObject;
}
