import { badRequest } from "../failure.ts";
import { isObject, type JsonObject, ownMember } from "../json.ts";
import type { Fault, FaultMatch, FaultRule } from "./fault.ts";

/** Reads fault rules that a request carries; throws 400 with the place of what is wrong. */
export function decodeFaultRules(value: unknown, path: string): readonly FaultRule[] {
  if (!Array.isArray(value)) throw badRequest(`${path} must be a list of rules`);
  return value.map((item, index) => decodeFaultRule(item, `${path}[${index}]`));
}

/** Reads one fault rule. */
export function decodeFaultRule(value: unknown, path: string): FaultRule {
  const rule = readObject(value, path, ["match", "rate", "skip", "times", "fault"]);
  const rate = readNumber(rule, "rate", path);
  if (rate !== undefined && rate > 1) throw badRequest(`${path}.rate must be from 0 to 1`);
  const match = ownMember(rule, "match");
  return {
    ...withNumber("rate", rate),
    ...withNumber("skip", readNumber(rule, "skip", path)),
    ...withNumber("times", readNumber(rule, "times", path)),
    ...(match === undefined ? {} : { match: decodeMatch(match, `${path}.match`) }),
    fault: decodeFault(ownMember(rule, "fault"), `${path}.fault`),
  };
}

function decodeMatch(value: unknown, path: string): FaultMatch {
  const match = readObject(value, path, ["operation", "method", "path", "effect"]);
  for (const [name, text] of Object.entries(match))
    if (typeof text !== "string") throw badRequest(`${path}.${name} must be a text`);
  const effect = ownMember(match, "effect");
  if (effect !== undefined && effect !== "read" && effect !== "write")
    throw badRequest(`${path}.effect must be read or write`);
  const text = (name: string): object => {
    const value = ownMember(match, name);
    return typeof value === "string" ? { [name]: value } : {};
  };
  return {
    ...text("operation"),
    ...text("method"),
    ...text("path"),
    ...(effect === undefined ? {} : { effect }),
  };
}

function decodeFault(value: unknown, path: string): Fault {
  const kind = isObject(value) ? ownMember(value, "kind") : undefined;
  switch (kind) {
    case "status": {
      const names = ["kind", "status", "code", "message", "retryAfter", "hasEffect"];
      const fault = readObject(value, path, names);
      const status = readNumber(fault, "status", path);
      if (status === undefined || !Number.isInteger(status) || status < 400 || status > 599)
        throw badRequest(`${path}.status must be a status from 400 to 599`);
      const [code, message] = [readText(fault, "code", path), readText(fault, "message", path)];
      return {
        kind,
        status,
        ...(code === undefined ? {} : { code }),
        ...(message === undefined ? {} : { message }),
        ...withNumber("retryAfter", readNumber(fault, "retryAfter", path)),
        hasEffect: ownMember(fault, "hasEffect") === true,
      };
    }
    case "reset": {
      const fault = readObject(value, path, ["kind", "at", "lateMs"]);
      const at = ownMember(fault, "at");
      if (at !== "before" && at !== "during" && at !== "after")
        throw badRequest(`${path}.at must be before, during or after`);
      return { kind, at, ...withNumber("lateMs", readNumber(fault, "lateMs", path)) };
    }
    case "slow":
    case "stale": {
      const ms = readNumber(readObject(value, path, ["kind", "ms"]), "ms", path);
      if (ms === undefined) throw badRequest(`${path}.ms is missing`);
      return { kind, ms };
    }
    case "truncate":
      return {
        kind,
        ...withNumber("bytes", readNumber(readObject(value, path, ["kind", "bytes"]), "bytes", path)),
      };
    case "claims":
      readObject(value, path, ["kind"]);
      return { kind };
    default:
      throw badRequest(`${path}.kind must be status, reset, slow, truncate, stale or claims`);
  }
}

function readObject(value: unknown, path: string, names: readonly string[]): JsonObject {
  if (!isObject(value)) throw badRequest(`${path} must be an object`);
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw badRequest(`${path}.${unknown} is not known; known are ${names.join(", ")}`);
  return value;
}

/** Longer timers than this overflow and end at once. */
const maxNumber = 2 ** 31 - 1;

function readNumber(value: JsonObject, name: string, path: string): number | undefined {
  const number = ownMember(value, name);
  if (number === undefined) return undefined;
  if (typeof number === "number" && number >= 0 && number <= maxNumber) return number;
  throw badRequest(`${path}.${name} must be a number from 0 to ${maxNumber}`);
}

function readText(value: JsonObject, name: string, path: string): string | undefined {
  const text = ownMember(value, name);
  if (text === undefined || typeof text === "string") return text;
  throw badRequest(`${path}.${name} must be a text`);
}

function withNumber<Name extends string>(
  name: Name,
  value: number | undefined,
): { readonly [name in Name]?: number } {
  const entry: { [name in Name]?: number } = {};
  if (value !== undefined) entry[name] = value;
  return entry;
}
