import { badRequest } from "./failure.ts";
import { isObject } from "./json.ts";

/** What the service is not known to do one way or the other, and what differs between deployments. */
export interface Behaviour {
  /** Refuse a target of the abstract base type, which the reference page's own example has. Default `false`. */
  readonly strictTypes: boolean;
  /** An `@odata.type` without `#`. Default `"accept"`. */
  readonly bareTypes: "accept" | "reject";
  /** A target of a type that the metadata does not declare; accepted, it is kept as it was sent. Default `"reject"`. */
  readonly undeclaredTargets: "accept" | "reject";
  /** A Configuration Manager collection as target. Default `"accept"`. */
  readonly configurationManagerTargets: "accept" | "reject";
  /** The same audience twice in one set: refuse the request, or keep the first. Default `"reject"`. */
  readonly duplicates: "reject" | "keepFirst";
  /** The same group included and excluded in one set: refuse the request, or keep the first. Default `"reject"`. */
  readonly includeAndExclude: "reject" | "keepFirst";
  /** An assign whose set is left out or `null`: refuse the request, or read it as an empty set. Default `"reject"`. */
  readonly omittedAssignments: "reject" | "clear";
  /** An assignment's id that is not the one that the service gives. Default `"ignore"`. */
  readonly wrongIds: "ignore" | "reject";
  /** Group ids that no group has. Default `"accept"`. */
  readonly unknownGroups: "accept" | "reject";
  /** Assignment filter ids that no filter has. Default `"reject"`. */
  readonly unknownFilters: "accept" | "reject";
  /** Most assignments in one set. Default `"none"`: there is no limit. */
  readonly maxAssignments: number | "none";
  /** A successful assign that is documented to answer a collection: that, 200 without a body, or 204. Default `"collection"`. */
  readonly assignAnswer: "collection" | "empty" | "noContent";
  /** `@odata.context` in that answer: none, the path of the action, or the type of the collection. Default `"none"`. */
  readonly assignContext: "none" | "path" | "type";
  /** Whether an assign changes the entity's own `lastModifiedDateTime`. Default `false`. */
  readonly bumpLastModified: boolean;
  /** `POST /{id}/assignments`, which is documented. Default `"reject"`: it has no route, as is reported. */
  readonly createAssignment: "serve" | "reject";
  /** Status of a method that a path does not have. Default 400. */
  readonly unroutedStatus: 400 | 404 | 405;
  /** Intune's JSON document inside error messages, or that inside another one. Default `"once"`. */
  readonly nestedErrors: "once" | "twice";
  /** The answers of a batch, which may come in any order. Default `"asSent"`. */
  readonly batchOrder: "asSent" | "reversed";
  /** Status of a batch in which a request was throttled: two pages contradict each other. Default 200. */
  readonly throttledBatch: 200 | 424;
  /** Items in a page when the request does not say `$top`. Default 100. */
  readonly pageSize: number;
  /** The same for a page of assignments. Default 100; 25 has been seen. */
  readonly assignmentsPageSize: number;
}

/** The default of each. */
export const defaultBehaviour: Behaviour = {
  strictTypes: false,
  bareTypes: "accept",
  undeclaredTargets: "reject",
  configurationManagerTargets: "accept",
  duplicates: "reject",
  includeAndExclude: "reject",
  omittedAssignments: "reject",
  wrongIds: "ignore",
  unknownGroups: "accept",
  unknownFilters: "reject",
  maxAssignments: "none",
  assignAnswer: "collection",
  assignContext: "none",
  bumpLastModified: false,
  createAssignment: "reject",
  unroutedStatus: 400,
  nestedErrors: "once",
  batchOrder: "asSent",
  throttledBatch: 200,
  pageSize: 100,
  assignmentsPageSize: 100,
};

/** What each may be; `"count"` is a whole number from 1. */
export const behaviourValues: { readonly [name in keyof Behaviour]: readonly (Behaviour[name] | "count")[] } =
  {
    strictTypes: [false, true],
    bareTypes: ["accept", "reject"],
    undeclaredTargets: ["accept", "reject"],
    configurationManagerTargets: ["accept", "reject"],
    duplicates: ["reject", "keepFirst"],
    includeAndExclude: ["reject", "keepFirst"],
    omittedAssignments: ["reject", "clear"],
    wrongIds: ["ignore", "reject"],
    unknownGroups: ["accept", "reject"],
    unknownFilters: ["accept", "reject"],
    maxAssignments: ["none", "count"],
    assignAnswer: ["collection", "empty", "noContent"],
    assignContext: ["none", "path", "type"],
    bumpLastModified: [false, true],
    createAssignment: ["serve", "reject"],
    unroutedStatus: [400, 404, 405],
    nestedErrors: ["once", "twice"],
    batchOrder: ["asSent", "reversed"],
    throttledBatch: [200, 424],
    pageSize: ["count"],
    assignmentsPageSize: ["count"],
  };

const names = new Set(Object.keys(defaultBehaviour));

/** Picks the options that are behaviour, and fills in the defaults of the others. */
export function toBehaviour(options: Partial<Behaviour>): Behaviour {
  const given = Object.entries(options).filter(([name, value]) => names.has(name) && value !== undefined);
  return { ...defaultBehaviour, ...decodeBehaviour(Object.fromEntries(given)) };
}

/** Reads changes of the behaviour; throws 400 that says which values there are. */
export function decodeBehaviour(value: unknown): Partial<Behaviour> {
  if (!isObject(value)) throw badRequest('The body must be an object such as {"duplicates": "keepFirst"}.');
  const allowedByName = new Map<string, readonly unknown[]>(Object.entries(behaviourValues));
  for (const [name, given] of Object.entries(value)) {
    const allowed = allowedByName.get(name);
    if (allowed === undefined)
      throw badRequest(`The option '${name}' is not known; known are ${[...names].join(", ")}.`);
    const isCount = typeof given === "number" && Number.isSafeInteger(given) && given >= 1;
    if (
      allowed.includes("count")
        ? isCount || (given !== "count" && allowed.includes(given))
        : allowed.includes(given)
    )
      continue;
    const words = allowed.map((item) => (item === "count" ? "a whole number from 1" : JSON.stringify(item)));
    throw badRequest(`The option '${name}' must be ${words.join(" or ")}, not ${JSON.stringify(given)}.`);
  }
  return value;
}

/**
 * Reads switches as a command line has them: `["duplicates=keepFirst", "pageSize=25"]`. Throws an `Error` that says which
 * values there are.
 *
 * @example
 * ```ts
 * const emulator = await createEmulator(parseBehaviour(["unknownGroups=reject"]));
 * ```
 */
export function parseBehaviour(settings: readonly string[]): Partial<Behaviour> {
  const entries = settings.map((setting) => {
    const end = setting.indexOf("=");
    if (end <= 0) throw badRequest(`'${setting}' must be <option>=<value>.`);
    const text = setting.slice(end + 1);
    const value = /^\d+$/.test(text)
      ? Number(text)
      : text === "true"
        ? true
        : text === "false"
          ? false
          : text;
    return [setting.slice(0, end), value] as const;
  });
  return decodeBehaviour(Object.fromEntries(entries));
}
