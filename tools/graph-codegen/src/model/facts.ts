/** Where a fact was read: a place in a file of `specs/`. */
export interface Origin {
  /** Path from the workspace root, with forward slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** How many characters of the line the fact covers. */
  readonly length: number;
}

/** A value and the place that says it. */
export interface Fact<T> {
  readonly value: T;
  readonly origin: Origin;
}

export function fact<T>(value: T, origin: Origin): Fact<T> {
  return { value, origin };
}

/** `specs/surface.yaml:12:5`, the form that terminals and editors make a link of. */
export function formatOrigin(origin: Origin): string {
  return `${origin.file}:${origin.line}:${origin.column}`;
}
