import type { Origin } from "../model/facts.ts";
import type { Literal } from "./object-literal.ts";

/** A printed line and the places that it comes from. */
export interface YamlLine {
  readonly text: string;
  readonly origins: readonly Origin[];
}

/** Prints block YAML in the formatter's final form. A line has the places of the nearest node above it that has any. */
export function printYaml(
  value: Literal,
  originsOf: (node: object) => readonly Origin[] | undefined,
  indent = "",
  origins: readonly Origin[] = [],
): readonly YamlLine[] {
  if (typeof value !== "object") return [{ text: indent + printScalar(value), origins }];
  const here = originsOf(value) ?? origins;
  if (isList(value))
    return value.flatMap((item) => {
      const [first, ...rest] = printYaml(item, originsOf, `${indent}  `, here);
      return first === undefined
        ? []
        : [{ ...first, text: `${indent}- ${first.text.slice(indent.length + 2)}` }, ...rest];
    });
  const entries = Object.entries(value).flatMap(([key, entry]) =>
    entry === undefined ? [] : [[key, entry] as const],
  );
  if (entries.length === 0) return [{ text: `${indent}{}`, origins: here }];
  return entries.flatMap(([key, entry]): readonly YamlLine[] => {
    const name = `${indent}${printName(key)}:`;
    if (typeof entry !== "object") return [{ text: `${name} ${printScalar(entry)}`, origins: here }];
    if (Object.values(entry).every((item) => item === undefined))
      return [{ text: `${name} ${isList(entry) ? "[]" : "{}"}`, origins: originsOf(entry) ?? here }];
    return [
      { text: name, origins: originsOf(entry) ?? here },
      ...printYaml(entry, originsOf, `${indent}  `, here),
    ];
  });
}

/** Text is always quoted: a page cannot then write `no`, `1e3`, an alias or a comment. JSON's escapes are YAML's. */
function printScalar(value: string | boolean): string {
  return JSON.stringify(value);
}

function printName(key: string): string {
  return /^[A-Za-z$/][\w$./{}-]*$/.test(key) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(key)
    ? key
    : JSON.stringify(key);
}

function isList(value: Literal): value is readonly Literal[] {
  return Array.isArray(value);
}
