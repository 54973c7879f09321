import type { TypeUse } from "../../model/ir.ts";

/**
 * R001: what the prose calls "a … collection" and CSDL `Collection(…)` travels as `{ "value": [...] }`.
 *
 * Pages say "returns a groupPolicyConfigurationAssignment collection in the response body" and print an object with
 * `value` below it: OData's JSON format wraps a collection, and the prose means what is inside.
 */
export const collectionEnvelope = {
  id: "R001",
  applies: (returns: TypeUse): boolean => returns.isCollection,
} as const;
