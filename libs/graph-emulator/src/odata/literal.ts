import { parseServiceTime } from "../time.ts";
import type { Literal } from "./filter-node.ts";
import type { FilterToken } from "./filter-tokens.ts";

/** The value of a literal in stored form, when it is one of the property's type. */
export function toLiteral(token: FilterToken, type: string): Literal | undefined {
  if (token.kind === "mark") return undefined;
  const { value } = token;
  const isText = token.kind === "text";
  if (!isText && value === "null") return null;
  switch (type) {
    case "Edm.Boolean":
      return isText || !/^(true|false)$/.test(value) ? undefined : value === "true";
    case "Edm.Byte":
    case "Edm.SByte":
    case "Edm.Int16":
    case "Edm.Int32":
    case "Edm.Int64":
    case "Edm.Double":
    case "Edm.Single":
    case "Edm.Decimal":
      return isText || !/^-?\d{1,300}(\.\d{1,300})?$/.test(value) ? undefined : Number(value);
    case "Edm.DateTimeOffset":
      return isText ? undefined : parseServiceTime(value);
    case "Edm.Guid":
    case "Edm.Date":
    case "Edm.TimeOfDay":
      return isText ? undefined : value;
    default:
      return isText ? value : undefined;
  }
}

/** Whether values of a type are numbers in the store. */
export function isNumeric(type: string): boolean {
  return /^Edm\.(Boolean|S?Byte|Int16|Int32|Int64|Double|Single|Decimal)$/.test(type);
}
