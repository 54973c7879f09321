/**
 * R005: what the service sets is not in the type that a caller writes.
 *
 * Keys are the service's: the id of an assignment is made from the configuration and the audience, and an id in a
 * request is ignored. Other properties are read-only when a source says so (`Core.Computed`, `Core.Permissions` of Read alone,
 * `readOnly`)
 * or an overlay with evidence does. A nullable part of a complex value may be left out; an entity is complete.
 */
export const readOnly = {
  id: "R005",
  isKey: (property: string, keys: readonly string[]): boolean => keys.includes(property),
  mayBeLeftOut: (kind: "entity" | "complex", isNullable: boolean): boolean =>
    kind === "complex" && isNullable,
} as const;
