import { parseServiceTime } from "../time.ts";

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a GUID with hyphens. */
export function isGuid(text: string): boolean {
  return guid.test(text);
}

const ranges: Readonly<Record<string, readonly [least: number, most: number]>> = {
  "Edm.Byte": [0, 255],
  "Edm.SByte": [-128, 127],
  "Edm.Int16": [-32_768, 32_767],
  "Edm.Int32": [-2_147_483_648, 2_147_483_647],
  "Edm.Int64": [-(2 ** 63), 2 ** 63],
};

const patterns: Readonly<Record<string, readonly [pattern: RegExp, form: string]>> = {
  "Edm.Guid": [guid, "a GUID"],
  "Edm.Date": [/^\d{4}-\d\d-\d\d$/, "a date such as 2026-08-22"],
  "Edm.TimeOfDay": [/^\d\d:\d\d(:\d\d(\.\d{1,12})?)?$/, "a time of day such as 09:17:00"],
  "Edm.Duration": [/^-?P(?=[\dT])(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/, "a duration such as PT8H"],
  "Edm.Binary": [/^[A-Za-z0-9+/_-]*={0,2}$/, "base64"],
};

/** A value of a primitive type in the form in which it is stored; `undefined` when it is none. */
export function toPrimitive(type: string, value: unknown): string | number | boolean | undefined {
  if (type === "Edm.Boolean") return typeof value === "boolean" ? value : undefined;
  const range = ranges[type];
  if (range !== undefined) {
    const [least, most] = range;
    return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most
      ? value
      : undefined;
  }
  if (type === "Edm.Double" || type === "Edm.Single" || type === "Edm.Decimal")
    return Number.isFinite(value) && typeof value === "number" ? value : undefined;
  if (typeof value !== "string") return undefined;
  if (type === "Edm.DateTimeOffset") return parseServiceTime(value);
  const pattern = patterns[type];
  return pattern === undefined || pattern[0].test(value) ? value : undefined;
}

/** What a value of a primitive type looks like, in words. */
export function describePrimitive(type: string): string {
  const range = ranges[type];
  if (range !== undefined) return `${type}, a whole number from ${range[0]} to ${range[1]}`;
  if (type === "Edm.DateTimeOffset") return `${type}, a time such as 2026-08-22T09:17:00Z`;
  const form = patterns[type]?.[1];
  return form === undefined ? type : `${type}, ${form}`;
}
