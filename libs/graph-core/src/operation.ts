/** The HTTP methods that Graph operations use. */
export type HttpMethod = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** The Graph API versions; each has its own types. */
export type GraphVersion = "beta" | "v1.0";

/** Permission names that allow an operation, least privileged first; an empty list means "not supported". */
export interface Permissions {
  /** For a signed-in work or school account. */
  readonly delegated: readonly string[];
  /** For an app that acts as itself. */
  readonly application: readonly string[];
  /** The sources say nothing of permissions: the lists are empty for that reason alone. */
  readonly isUnknown?: true;
}

/**
 * One Graph operation, as data.
 *
 * Everything that needs to know about an operation reads this: the client sends it, the emulator routes it,
 * permission checks read its scopes, and a dry run prints it without sending it.
 *
 * The input is flat: names in braces in `path` are path parameters, names that start with `$` are OData query
 * options, and the rest is the JSON body.
 */
export interface Operation<Input, Result> {
  /** Unique in the library: `assignGroupPolicyConfiguration`. */
  readonly name: string;
  readonly method: HttpMethod;
  /** Relative to the version: `/deviceManagement/groupPolicyConfigurations/{groupPolicyConfigurationId}/assign`. */
  readonly path: `/${string}`;
  readonly version: GraphVersion;
  readonly permissions: Permissions;
  /** Sent twice it leaves what sent once leaves (a full replace, say), so it may be sent again when an answer was lost. */
  readonly idempotent?: true;
  /** Carries the types; never present at run time. */
  readonly types?: { readonly input: Input; readonly result: Result };
}

/** An operation whose types do not matter to the caller: a router, a list, a permission check. */
export type AnyOperation = Operation<unknown, unknown>;
