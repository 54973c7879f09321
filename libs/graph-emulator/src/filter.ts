import { badRequest } from "./failure.ts";
import { type FilterToken, readFilterTokens } from "./filter-tokens.ts";
import { type JsonObject, ownMember } from "./json.ts";

/** Whether an entity is in the result. */
export type Predicate = (entity: JsonObject) => boolean;

/** The type of a property by its name; throws for a property that does not exist. */
export type PropertyTypes = (name: string) => string;

/** How deep parentheses may nest; the bound keeps a hostile expression from using up the stack. */
const maxDepth = 50;

/**
 * Reads `$filter`: `eq`, `ne`, `startswith`, `and`, `or`, parentheses. Anything else is refused, never ignored.
 *
 * Texts compare exactly, capitals included.
 */
export function parseFilter(expression: string, typeOf: PropertyTypes): Predicate {
  const tokens = readFilterTokens(expression);
  let position = 0;

  const refuse = (expected: string): never => {
    const found = tokens[position]?.value ?? "the end";
    throw badRequest(`Invalid filter clause: expected ${expected}, found '${found}' in '${expression}'.`);
  };
  const take = (): FilterToken | undefined => {
    const token = tokens[position];
    position += 1;
    return token;
  };
  const isNext = (kind: FilterToken["kind"], value: string): boolean => {
    const token = tokens[position];
    return token?.kind === kind && token.value === value;
  };
  const expectMark = (value: "(" | ")" | ","): void => {
    if (!isNext("mark", value)) refuse(`'${value}'`);
    position += 1;
  };

  const parseOr = (depth: number): Predicate => {
    const parts = [parseAnd(depth)];
    while (isNext("word", "or")) {
      position += 1;
      parts.push(parseAnd(depth));
    }
    return (entity) => parts.some((part) => part(entity));
  };
  const parseAnd = (depth: number): Predicate => {
    const parts = [parseTerm(depth)];
    while (isNext("word", "and")) {
      position += 1;
      parts.push(parseTerm(depth));
    }
    return (entity) => parts.every((part) => part(entity));
  };
  const parseTerm = (depth: number): Predicate => {
    if (depth > maxDepth) refuse(`at most ${maxDepth} parentheses inside each other`);
    if (isNext("mark", "(")) {
      position += 1;
      const inner = parseOr(depth + 1);
      expectMark(")");
      return inner;
    }
    return isNext("word", "startswith") ? parseStartsWith() : parseComparison();
  };
  const parseStartsWith = (): Predicate => {
    position += 1;
    expectMark("(");
    const name = parseProperty();
    expectMark(",");
    const { value } = parseLiteral(name);
    if (typeof value !== "string") refuse("a text as the second argument of startswith");
    expectMark(")");
    return (entity) => {
      const have = ownMember(entity, name);
      return typeof have === "string" && have.startsWith(String(value));
    };
  };
  const parseComparison = (): Predicate => {
    const name = parseProperty();
    const isEqual = isNext("word", "eq");
    if (!isEqual && !isNext("word", "ne")) refuse("'eq' or 'ne'");
    position += 1;
    const { value } = parseLiteral(name);
    return (entity) => ((ownMember(entity, name) ?? null) === value) === isEqual;
  };
  const parseProperty = (): string => {
    const token = take();
    if (token?.kind !== "word") {
      position -= 1;
      return refuse("a property");
    }
    typeOf(token.value);
    return token.value;
  };
  const parseLiteral = (name: string): { readonly value: string | number | boolean | null } => {
    const type = typeOf(name);
    const token = take();
    const value = token === undefined ? undefined : toLiteral(token, type);
    if (value !== undefined) return { value };
    position -= 1;
    return refuse(`a value of type '${type}' for '${name}'`);
  };

  const predicate = parseOr(0);
  if (position < tokens.length) refuse("the end");
  return predicate;
}

/** The value of a literal, when it is one of the property's type. */
function toLiteral(token: FilterToken, type: string): string | number | boolean | null | undefined {
  if (token.kind === "mark") return undefined;
  if (token.kind === "word" && token.value === "null") return null;
  const isText = token.kind === "text";
  switch (type) {
    case "Edm.Boolean":
      return isText || !/^(true|false)$/.test(token.value) ? undefined : token.value === "true";
    case "Edm.Int16":
    case "Edm.Int32":
    case "Edm.Int64":
    case "Edm.Double":
      return isText || !/^-?\d+(\.\d+)?$/.test(token.value) ? undefined : Number(token.value);
    case "Edm.DateTimeOffset":
    case "Edm.Guid":
      return isText ? undefined : token.value;
    default:
      return isText ? token.value : undefined;
  }
}
