import { isGuid } from "./guid.ts";

/** Something with a name and an id: a group, a filter, a configuration. */
export interface DirectoryEntry {
  readonly id: string;
  readonly name: string;
}

/** How a person pointed at something. */
export type Selector =
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "pattern"; readonly pattern: string };

/**
 * Reads a name, an id or a pattern with `*`; the prefixes `id:` and `name:` force the first two.
 *
 * @example
 * ```ts
 * parseSelector("Edge:*"); // { kind: "pattern", pattern: "Edge:*" }
 * ```
 */
export function parseSelector(text: string): Selector {
  if (text.startsWith("id:")) return { kind: "id", id: text.slice(3).trim() };
  if (text.startsWith("name:")) return { kind: "name", name: text.slice(5).trim() };
  if (isGuid(text)) return { kind: "id", id: text };
  return text.includes("*") ? { kind: "pattern", pattern: text } : { kind: "name", name: text };
}

/** The entries that a selector means. Letter case makes no difference; the first 8 digits of an id are enough. */
export function findEntries<Entry extends DirectoryEntry>(
  selector: Selector,
  entries: readonly Entry[],
): readonly Entry[] {
  switch (selector.kind) {
    case "id":
      return findById(selector.id, entries);
    case "name": {
      const name = selector.name.toLowerCase();
      const named = entries.filter((entry) => entry.name.toLowerCase() === name);
      return named.length > 0 ? named : findById(selector.name, entries);
    }
    case "pattern": {
      const expression = toExpression(selector.pattern);
      return entries.filter((entry) => expression.test(entry.name));
    }
    default:
      return selector satisfies never;
  }
}

function findById<Entry extends DirectoryEntry>(text: string, entries: readonly Entry[]): readonly Entry[] {
  const id = text.toLowerCase();
  if (!/^[0-9a-f]{8}(-[0-9a-f-]*)?$/.test(id))
    return entries.filter((entry) => entry.id.toLowerCase() === id);
  return entries.filter((entry) => entry.id.toLowerCase().startsWith(id));
}

function toExpression(pattern: string): RegExp {
  const parts = pattern.split(/\*+/).map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join("[^]*")}$`, "i");
}
