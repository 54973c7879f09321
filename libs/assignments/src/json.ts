/** A JSON object, with every member still to be checked. */
export type JsonObject = Readonly<Partial<Record<string, unknown>>>;

/** Whether a value is an object and neither a list nor null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a text with something in it. */
export function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/** JSON with the members of every object in code-unit order: equal values give equal text. */
export function toCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toCanonicalJson).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${toCanonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

/** The same text in pieces, so that a large value is never one string: what is hashed need not be held. */
export function* toCanonicalPieces(value: unknown, depth = 2): Generator<string> {
  if (depth === 0 || typeof value !== "object" || value === null) yield toCanonicalJson(value);
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield index === 0 ? "[" : ",";
      yield* toCanonicalPieces(item, depth - 1);
    }
    yield value.length === 0 ? "[]" : "]";
  } else {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([left], [right]) => (left < right ? -1 : 1));
    for (const [index, [name, member]] of members.entries()) {
      yield `${index === 0 ? "{" : ","}${JSON.stringify(name)}:`;
      yield* toCanonicalPieces(member, depth - 1);
    }
    yield members.length === 0 ? "{}" : "}";
  }
}
