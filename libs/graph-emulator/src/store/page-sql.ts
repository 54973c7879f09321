import type { SQLInputValue } from "node:sqlite";
import type { Comparison, FilterNode, Literal } from "../odata/filter-node.ts";
import type { Cursor, OrderKey } from "./entity.ts";

/** A piece of SQL with the values for its question marks. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SQLInputValue[];
}

const operators: Readonly<Record<Exclude<Comparison, "eq" | "ne">, string>> = {
  gt: ">",
  ge: ">=",
  lt: "<",
  le: "<=",
};

/** The value of a property in a body. Names come from the metadata: letters, digits, underscores. */
export function toColumn(property: string, body = "body"): string {
  if (!/^@?[\w.]+$/.test(property)) throw new Error(`the property name ${property} cannot be searched for`);
  return `json_extract(${body}, '$."${property}"')`;
}

/** What an order compares: nothing stands before everything. */
export function toSortColumn({ property, isNumeric }: Pick<OrderKey, "property" | "isNumeric">): string {
  return `ifnull(${toColumn(property)}, ${isNumeric ? "-9e999" : "''"})`;
}

/** A condition that is true for the same entities as `matches` of `filter-predicate.ts`. */
export function toCondition(node: FilterNode, isNegated = false): Sql {
  switch (node.kind) {
    case "not":
      return toCondition(node.part, !isNegated);
    case "and":
    case "or": {
      const isAnd = (node.kind === "and") !== isNegated;
      const parts = node.parts.map((part) => toCondition(part, isNegated));
      return {
        text: `(${parts.map(({ text }) => text).join(isAnd ? " AND " : " OR ")})`,
        values: parts.flatMap(({ values }) => values),
      };
    }
    case "compare":
      return compare(toColumn(node.property), node.operator, node.value, isNegated);
    case "in":
      return isIn(toColumn(node.property), node.values, isNegated);
    case "text":
      return negate(testText(toColumn(node.property), node.test, node.value), isNegated);
    case "type": {
      const column = toColumn("@odata.type");
      const known = isIn(column, node.names, false);
      const text = node.includesDeclared ? `(${column} IS NULL OR ${known.text})` : known.text;
      return negate({ text, values: known.values }, isNegated);
    }
    default:
      return node satisfies never;
  }
}

function compare(column: string, operator: Comparison, value: Literal, isNegated: boolean): Sql {
  if (operator === "eq" || operator === "ne") {
    const isEqual = (operator === "eq") !== isNegated;
    // "=" and "IS NULL" where they mean the same, because an index serves them.
    if (value === null) return { text: `${column} IS ${isEqual ? "" : "NOT "}NULL`, values: [] };
    return { text: `${column} ${isEqual ? "=" : "IS NOT"} ?`, values: [toValue(value)] };
  }
  if (value === null) return { text: isNegated ? "1" : "0", values: [] };
  return negate({ text: `${column} ${operators[operator]} ?`, values: [toValue(value)] }, isNegated);
}

function isIn(column: string, values: readonly Literal[], isNegated: boolean): Sql {
  const given = values.filter((value) => value !== null);
  const parts = [
    ...(given.length === 0 ? [] : [`${column} IN (${given.map(() => "?").join(", ")})`]),
    ...(given.length === values.length ? [] : [`${column} IS NULL`]),
  ];
  const text = parts.length === 0 ? "0" : `(${parts.join(" OR ")})`;
  return negate({ text, values: given.map(toValue) }, isNegated);
}

/** Stands after every text that begins alike. */
export const lastCodePoint = "\u{10FFFF}";

function testText(column: string, test: "startswith" | "endswith" | "contains", value: string): Sql {
  if (value === "") return { text: `${column} IS NOT NULL`, values: [] };
  switch (test) {
    case "startswith":
      return { text: `(${column} >= ? AND ${column} < ?)`, values: [value, value + lastCodePoint] };
    case "endswith":
      return { text: `substr(${column}, -length(?)) = ?`, values: [value, value] };
    case "contains":
      return { text: `instr(${column}, ?) > 0`, values: [value] };
    default:
      return test satisfies never;
  }
}

/** A comparison with nothing is not true, so its negation is. */
function negate({ text, values }: Sql, isNegated: boolean): Sql {
  return isNegated ? { text: `NOT ifnull(${text}, 0)`, values } : { text, values };
}

function toValue(value: Literal): SQLInputValue {
  return typeof value === "boolean" ? Number(value) : value;
}

/** `ORDER BY` for some keys; the place decides between equals, in the direction of the last key. */
export function toOrder(orderBy: readonly OrderKey[]): string {
  const keys = orderBy.map((key) => `${toSortColumn(key)} ${key.isDescending ? "DESC" : "ASC"}`);
  return [...keys, `position ${orderBy.at(-1)?.isDescending === true ? "DESC" : "ASC"}`].join(", ");
}

/** What comes after a cursor: later in the first key that differs. */
export function toAfter(orderBy: readonly OrderKey[], { keys, position }: Cursor): Sql {
  const terms = [
    ...orderBy.map((key, index) => ({
      column: toSortColumn(key),
      sign: key.isDescending ? "<" : ">",
      value: keys[index] ?? (key.isNumeric ? Number.NEGATIVE_INFINITY : ""),
    })),
    { column: "position", sign: orderBy.at(-1)?.isDescending === true ? "<" : ">", value: position },
  ];
  const choices = terms.map(({ column, sign, value }, index) => {
    const before = terms.slice(0, index);
    return {
      text: [...before.map((term) => `${term.column} = ?`), `${column} ${sign} ?`].join(" AND "),
      values: [...before.map((term) => term.value), value],
    };
  });
  const [first] = terms;
  // Says the same as the first key of every choice, once, so that an index leads there.
  const start = terms.length > 1 && first !== undefined ? `${first.column} ${first.sign}= ? AND ` : "";
  return {
    text: `${start}(${choices.map(({ text }) => text).join(" OR ")})`,
    values: [
      ...(start === "" || first === undefined ? [] : [first.value]),
      ...choices.flatMap(({ values }) => values),
    ],
  };
}
