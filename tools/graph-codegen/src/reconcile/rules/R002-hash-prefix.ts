/**
 * R002: an `@odata.type` is written with `#`, however the page spells it.
 *
 * Pages print both forms, often in one example (the seed's assignment has the `#`, its target has not: 5,208 to 10,178
 * in the Intune pages of 2021). The service answers with `#`, and clients that match only that form lose the others.
 * A doubled prefix ("microsoft.graph.#microsoft.graph.x") is what a service makes of a value prefixed twice: refused.
 */
export const hashPrefix = {
  id: "R002",
  isBare: (value: string): boolean => !value.startsWith("#"),
  isDoubled: (value: string): boolean => value.lastIndexOf("#") > 0,
  /** `#microsoft.graph.x`, from either form. */
  discriminator: (qualifiedName: string): string => `#${qualifiedName.replace(/^#/, "")}`,
  /** `microsoft.graph.x`, from either form. */
  typeName: (value: string): string => value.replace(/^#/, ""),
} as const;
