import { badRequest } from "../failure.ts";
import { isObject, ownMember } from "../json.ts";
import type { ServiceClock } from "./clock.ts";

/** The service's time. */
export function readClock(clock: ServiceClock): object {
  return { now: new Date(clock.now()).toISOString(), isFrozen: clock.isFrozen() };
}

/** Times that a calendar has. */
const maxMs = 8.64e15 / 2;

/** Moves the service's time: `{"advanceMs": 20000}`, `{"now": "2026-08-22T09:17:00Z"}`, `{"isFrozen": true}`, `{}` for the system's. */
export function setClock(clock: ServiceClock, body: unknown): object {
  const known = ["advanceMs", "now", "isFrozen"];
  if (!isObject(body) || Object.keys(body).some((name) => !known.includes(name)))
    throw badRequest(`The body must be an object with ${known.join(", ")}, or {} for the system's time.`);
  const { advanceMs, now, isFrozen } = {
    advanceMs: ownMember(body, "advanceMs"),
    now: ownMember(body, "now"),
    isFrozen: ownMember(body, "isFrozen"),
  };
  if (advanceMs !== undefined && (typeof advanceMs !== "number" || !(Math.abs(advanceMs) < maxMs)))
    throw badRequest("advanceMs must be a number of milliseconds.");
  if (isFrozen !== undefined && typeof isFrozen !== "boolean")
    throw badRequest("isFrozen must be true or false.");
  const ms = typeof now === "string" ? Date.parse(now) : now === undefined ? undefined : Number.NaN;
  const target = (ms ?? clock.now()) + (advanceMs ?? 0);
  if (!(Math.abs(target) < maxMs)) throw badRequest("now must be a time such as 2026-08-22T09:17:00Z.");
  if (Object.keys(body).length === 0) clock.restart();
  else clock.set(target);
  if (isFrozen === true) clock.freeze();
  if (isFrozen === false) clock.resume();
  return readClock(clock);
}
