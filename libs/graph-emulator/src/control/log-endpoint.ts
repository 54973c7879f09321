import type { ServiceContext } from "../context.ts";
import { badRequest } from "../failure.ts";
import { readQueryOptions } from "../odata/query-options.ts";

/** Entries that one answer holds at most. */
const maxEntries = 1000;

/** The requests after a sequence number, oldest first: `?after=1000&limit=100`. */
export function readRequestLog({ requestLog }: ServiceContext, target: string): object {
  const query = target.includes("?") ? target.slice(target.indexOf("?")) : "";
  const options = readQueryOptions(query, ["after", "limit"]);
  const after = toNumber("after", options.get("after") ?? "0");
  const limit = Math.min(toNumber("limit", options.get("limit") ?? String(maxEntries)), maxEntries);
  const entries = requestLog.read(after, limit);
  // Ask again with it until there are no entries.
  return { next: entries.at(-1)?.sequence ?? after, entries };
}

function toNumber(name: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw badRequest(`${name} must be a whole number.`);
}
