import type { AnyOperation, GraphModel } from "@intunectl/graph-core";
import type { Seed } from "./seed.ts";

/** What the service is not known to do one way or the other; each default is unverified. */
export interface Behaviour {
  /** Refuse a target of the abstract base type, which the reference page's own example has. Default `false`. */
  readonly strictTypes: boolean;
  /** The same audience twice in one set: refuse the request, or keep the first. Default `"reject"`. */
  readonly duplicates: "reject" | "keepFirst";
  /** The same group included and excluded in one set: refuse the request, or keep the first. Default `"reject"`. */
  readonly includeAndExclude: "reject" | "keepFirst";
  /** Answer a successful assign with 200 and no body, where a collection is documented. Default `false`. */
  readonly emptyBody: boolean;
  /** Whether an assign changes the entity's own `lastModifiedDateTime`. Default `false`. */
  readonly bumpLastModified: boolean;
  /** An assign whose set is left out or `null`: refuse the request, or read it as an empty set. Default `"reject"`. */
  readonly omittedAssignments: "reject" | "clear";
  /** Assignment filter ids that no filter has. Default `"accept"`. */
  readonly unknownFilters: "accept" | "reject";
  /** Items in a page when the request does not say `$top`. Default 100. */
  readonly pageSize: number;
}

/** The operations that are served, and their types. */
export interface Surface {
  readonly operations: readonly AnyOperation[];
  readonly model: GraphModel;
}

/** How an emulator is made. */
export interface EmulatorOptions extends Partial<Behaviour> {
  /** Port on 127.0.0.1; 0 takes a free one. Default 0. */
  readonly port?: number;
  /** Keeps the state across restarts; without it the state is in memory. */
  readonly dataFolder?: string;
  /** What a new emulator holds. Default `demoSeed`. */
  readonly seed?: Seed;
  /** The operations to serve. Default: every operation of `@intunectl/graph-intune`. */
  readonly surface?: Surface;
  /** Largest request body, in bytes. Default 4 MiB. */
  readonly maxBodyBytes?: number;
  /** Milliseconds since 1970, UTC. Default: the system clock. */
  readonly now?: () => number;
  /** Source of request ids and of assignment ids that no rule gives. Default: random GUIDs. */
  readonly newId?: () => string;
  /** Gets one line a request. Default: nothing is logged. */
  readonly log?: (line: string) => void;
}

/** Fills in the defaults. */
export function toBehaviour(options: Partial<Behaviour>): Behaviour {
  return {
    strictTypes: options.strictTypes ?? false,
    duplicates: options.duplicates ?? "reject",
    includeAndExclude: options.includeAndExclude ?? "reject",
    emptyBody: options.emptyBody ?? false,
    bumpLastModified: options.bumpLastModified ?? false,
    omittedAssignments: options.omittedAssignments ?? "reject",
    unknownFilters: options.unknownFilters ?? "accept",
    pageSize: options.pageSize ?? 100,
  };
}
