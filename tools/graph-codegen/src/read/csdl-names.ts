/** Names of a document that stand for others. */
export interface CsdlNames {
  readonly aliases: ReadonlyMap<string, string>;
  /** Underlying primitive types by qualified name. */
  readonly definitions: ReadonlyMap<string, string>;
}

/**
 * Aliases and type definitions may stand below their users: they are looked for first. The look sees into comments, too;
 * a reader compares with what it found in the end, and reads again where the look was fooled.
 */
export function guessNames(text: string): CsdlNames {
  const schemas = [...text.matchAll(/<(?:\w+:)?(?:Schema|Include)\b[^>]*/g)];
  const read = (tag: string, name: string): string | undefined =>
    new RegExp(`\\s${name}\\s*=\\s*["']([^"'<&]*)["']`).exec(tag)?.[1];
  const aliases = schemas.flatMap(([tag]) => {
    const alias = read(tag, "Alias");
    return alias === undefined ? [] : [[alias, read(tag, "Namespace") ?? ""] as const];
  });
  const definitions = [...text.matchAll(/<(?:\w+:)?TypeDefinition\b[^>]*/g)].map(({ 0: tag, index }) => {
    const [schema = ""] = schemas.findLast((match) => match.index < index) ?? [];
    return [
      `${read(schema, "Namespace") ?? ""}.${read(tag, "Name") ?? ""}`,
      read(tag, "UnderlyingType") ?? "Edm.String",
    ] as const;
  });
  return { aliases: new Map(aliases), definitions: new Map(definitions) };
}

/** Whether both stand for the same. */
export function isSameNames(a: CsdlNames, b: CsdlNames): boolean {
  const text = ({ aliases, definitions }: CsdlNames): string =>
    JSON.stringify([[...aliases], [...definitions]]);
  return text(a) === text(b);
}

/** A name with its namespace instead of an alias. */
export function resolveAlias({ aliases }: CsdlNames, name: string): string {
  const dot = name.lastIndexOf(".");
  const namespace = aliases.get(name.slice(0, Math.max(0, dot)));
  return namespace === undefined ? name : `${namespace}.${name.slice(dot + 1)}`;
}
