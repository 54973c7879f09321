import { isObject, type JsonObject } from "./json.ts";

/** The object of a JSON text that we wrote; `what` names it when it is none. */
export function decodeObject(text: string, what: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (isObject(value)) return value;
  throw new Error(`${what} is not an object`);
}
