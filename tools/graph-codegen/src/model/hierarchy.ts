/** `microsoft.graph.entity`: what all entities derive from tells nothing apart. */
export function isUniversalBase(type: {
  readonly kind: string;
  readonly isAbstract?: boolean;
  readonly base?: unknown;
}): boolean {
  return type.kind === "entity" && type.isAbstract === true && type.base === undefined;
}
