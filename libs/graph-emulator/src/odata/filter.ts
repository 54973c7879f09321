import { badRequest } from "../failure.ts";
import type { Comparison, FilterNode, Literal } from "./filter-node.ts";
import { type FilterToken, readFilterTokens } from "./filter-tokens.ts";
import { toLiteral } from "./literal.ts";

/** The type of a property by its name; throws for a property that does not exist or cannot be compared. */
export type PropertyTypes = (name: string) => string;

/** How deep parentheses may nest; the bound keeps a hostile expression from using up the stack. */
const maxDepth = 50;

/** How many comparisons an expression may have. */
const maxComparisons = 500;

const comparisons: readonly Comparison[] = ["eq", "ne", "gt", "ge", "lt", "le"];
const functions = ["startswith", "endswith", "contains"] as const;

/**
 * Reads `$filter`: comparisons, `in`, `startswith`, `endswith`, `contains`, `and`, `or`, `not`, parentheses. Anything
 * else is refused, never ignored. Texts compare exactly, capitals included.
 */
export function parseFilter(expression: string, typeOf: PropertyTypes): FilterNode {
  const tokens = readFilterTokens(expression);
  let position = 0;
  let count = 0;

  const refuse = (expected: string): never => {
    const found = tokens[position]?.value ?? "the end";
    throw badRequest(`Invalid filter clause: expected ${expected}, found '${found}' in '${expression}'.`);
  };
  const isNext = (kind: FilterToken["kind"], value: string): boolean => {
    const token = tokens[position];
    return token?.kind === kind && token.value === value;
  };
  const skip = (kind: FilterToken["kind"], value: string): boolean => {
    const isThere = isNext(kind, value);
    if (isThere) position += 1;
    return isThere;
  };
  const expectMark = (value: "(" | ")" | ","): void => {
    if (!skip("mark", value)) refuse(`'${value}'`);
  };

  const parseOr = (depth: number): FilterNode => {
    const parts = [parseAnd(depth)];
    while (skip("word", "or")) parts.push(parseAnd(depth));
    return join("or", parts);
  };
  const parseAnd = (depth: number): FilterNode => {
    const parts = [parseTerm(depth)];
    while (skip("word", "and")) parts.push(parseTerm(depth));
    return join("and", parts);
  };
  const parseTerm = (depth: number): FilterNode => {
    if (depth > maxDepth) refuse(`at most ${maxDepth} parentheses inside each other`);
    count += 1;
    if (count > maxComparisons) refuse(`at most ${maxComparisons} comparisons`);
    if (skip("mark", "(")) {
      const inner = parseOr(depth + 1);
      expectMark(")");
      return inner;
    }
    if (skip("word", "not")) {
      const test = functions.find((name) => isNext("word", name));
      // OData reads `not a eq b` as `(not a) eq b`, which nobody means.
      if (test === undefined && !isNext("mark", "(")) refuse("a function or '(' after not");
      return { kind: "not", part: parseTerm(depth + 1) };
    }
    const test = functions.find((name) => isNext("word", name) && tokens[position + 1]?.value === "(");
    return test === undefined ? parseComparison() : parseFunction(test);
  };
  const parseFunction = (test: (typeof functions)[number]): FilterNode => {
    position += 1;
    expectMark("(");
    const property = parseProperty();
    if (typeOf(property) !== "Edm.String") refuse(`a text as the first argument of ${test}`);
    expectMark(",");
    const value = parseLiteral(property);
    if (typeof value !== "string") return refuse(`a text as the second argument of ${test}`);
    expectMark(")");
    return { kind: "text", test, property, value };
  };
  const parseComparison = (): FilterNode => {
    const property = parseProperty();
    if (skip("word", "in")) return { kind: "in", property, values: parseList(property) };
    const operator = comparisons.find((name) => isNext("word", name));
    if (operator === undefined) return refuse("'eq', 'ne', 'gt', 'ge', 'lt', 'le' or 'in'");
    position += 1;
    return { kind: "compare", property, operator, value: parseLiteral(property) };
  };
  const parseList = (property: string): readonly Literal[] => {
    expectMark("(");
    const values = [parseLiteral(property)];
    while (skip("mark", ",")) values.push(parseLiteral(property));
    expectMark(")");
    count += values.length;
    if (count > maxComparisons) refuse(`at most ${maxComparisons} comparisons`);
    return values;
  };
  const parseProperty = (): string => {
    const token = tokens[position];
    if (token?.kind !== "word") return refuse("a property");
    typeOf(token.value);
    position += 1;
    return token.value;
  };
  const parseLiteral = (property: string): Literal => {
    const type = typeOf(property);
    const token = tokens[position];
    const value = token === undefined ? undefined : toLiteral(token, type);
    if (value === undefined) return refuse(`a value of type '${type}' for '${property}'`);
    position += 1;
    return value;
  };

  const node = parseOr(0);
  if (position < tokens.length) refuse("the end");
  return node;
}

function join(kind: "and" | "or", parts: readonly FilterNode[]): FilterNode {
  const [first] = parts;
  return first !== undefined && parts.length === 1 ? first : { kind, parts };
}
