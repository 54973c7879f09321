import { badRequest } from "../failure.ts";

/** The query options of a request by name without `$`, as they were sent. */
export type QueryOptions = ReadonlyMap<string, string>;

/** Reads a query string; `$` before a name may be left out. What is not known is refused, never ignored. */
export function readQueryOptions(query: string, known: readonly string[]): QueryOptions {
  const pairs = query
    .replace(/^\?/, "")
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const end = pair.includes("=") ? pair.indexOf("=") : pair.length;
      return [decode(pair.slice(0, end)), decode(pair.slice(end + 1))] as const;
    });
  return toOptions(pairs, known);
}

/** Reads the options in the parentheses of `$expand=assignments($top=5;$select=id)`. */
export function readNestedOptions(text: string, known: readonly string[]): QueryOptions {
  const pairs = splitOutside(text, ";")
    .filter((pair) => pair.trim() !== "")
    .map((pair) => {
      const end = pair.indexOf("=");
      if (end < 0) throw badRequest(`Invalid $expand clause: '${pair}' has no value.`);
      return [pair.slice(0, end).trim(), pair.slice(end + 1)] as const;
    });
  return toOptions(pairs, known);
}

function toOptions(
  pairs: readonly (readonly [name: string, value: string])[],
  known: readonly string[],
): QueryOptions {
  const options = new Map<string, string>();
  for (const [given, value] of pairs) {
    const name = given.startsWith("$") ? given.slice(1) : given;
    if (!known.includes(name)) throw badRequest(`The query option '${given}' is not supported here.`);
    if (options.has(name)) throw badRequest(`The query option '${given}' is given more than once.`);
    options.set(name, value);
  }
  return options;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw badRequest("The query string is not valid: a percent sign is not followed by the digits of UTF-8.");
  }
}

/** Splits at a separator that stands in no parentheses and in no quotes. */
export function splitOutside(text: string, separator: "," | ";"): readonly string[] {
  const parts: string[] = [];
  let [start, depth, isQuoted] = [0, 0, false];
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "'") isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)];
}
