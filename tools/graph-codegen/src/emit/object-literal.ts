import { lineWidth, printKey } from "./printer.ts";

/** A value that a generated file holds as a literal. */
export type Literal = string | boolean | readonly Literal[] | { readonly [key: string]: Literal | undefined };

/** Prints a value as the formatter would: objects over several lines, lists on one where they fit. */
export function printLiteral(value: Literal, indent = "", before = 0): string {
  if (typeof value !== "object") return JSON.stringify(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    const single = `[${value.map((item) => printLiteral(item, inner)).join(", ")}]`;
    if (!single.includes("\n") && before + single.length + 1 <= lineWidth) return single;
    return `[\n${value.map((item) => `${inner}${printLiteral(item, inner, inner.length)},\n`).join("")}${indent}]`;
  }
  const entries = Object.entries(value).flatMap(([key, entry]) =>
    entry === undefined ? [] : [[key, entry] as const],
  );
  if (entries.length === 0) return "{}";
  if (entries.every(([, entry]) => typeof entry !== "object")) {
    const single = `{ ${entries.map(([key, entry]) => `${printKey(key)}: ${printLiteral(entry)}`).join(", ")} }`;
    if (
      before + single.length + 1 <= lineWidth &&
      !("__proto__" in value && Object.hasOwn(value, "__proto__"))
    )
      return single;
  }
  const needsQuotes = entries.some(([key]) => printKey(key) !== key);
  const lines = entries.map(([key, entry]) => {
    const name = key === "__proto__" ? `["__proto__"]` : needsQuotes ? JSON.stringify(key) : key;
    return `${inner}${name}: ${printLiteral(entry, inner, inner.length + name.length + 2)},\n`;
  });
  return `{\n${lines.join("")}${indent}}`;
}

function isList(value: Literal): value is readonly Literal[] {
  return Array.isArray(value);
}

/** Prints JSON in the same manner, without trailing commas. */
export function printJson(value: Literal, indent = "", before = 0): string {
  if (typeof value !== "object") return JSON.stringify(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    // An object has lines of its own, so a list of objects fits on none.
    if (value.every((item) => typeof item !== "object")) {
      const single = `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
      if (before + single.length + 1 <= lineWidth) return single;
    }
    return `[\n${value.map((item) => `${inner}${printJson(item, inner, inner.length)}`).join(",\n")}\n${indent}]`;
  }
  const lines: string[] = [];
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    const name = JSON.stringify(key);
    lines.push(`${inner}${name}: ${printJson(entry, inner, inner.length + name.length + 2)}`);
  }
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${indent}}`;
}
