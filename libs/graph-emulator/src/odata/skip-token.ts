import { createHmac } from "node:crypto";
import { badRequest } from "../failure.ts";
import type { Cursor } from "../store/entity.ts";

/** The opaque token of a next link: where the page ended, with a mark that it is ours. */
export function toSkipToken(cursor: Cursor, key: string): string {
  const text = Buffer.from(JSON.stringify([cursor.position, ...cursor.keys])).toString("base64url");
  return `${text}${mark(text, key)}`;
}

const markLength = 16;

/** Reads a token; throws 400 for one that this service did not give. */
export function readSkipToken(token: string, key: string): Cursor {
  const text = token.slice(0, -markLength);
  const isOurs = token.length > markLength && token.slice(-markLength) === mark(text, key);
  const cursor = isOurs ? decode(text) : undefined;
  if (cursor === undefined) throw badRequest("The $skiptoken is not one that this service gave.");
  return cursor;
}

function decode(text: string): Cursor | undefined {
  const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  if (!Array.isArray(value)) return undefined;
  const [position, ...keys]: readonly unknown[] = value;
  if (typeof position !== "number") return undefined;
  return {
    position,
    keys: keys.map((item) => (typeof item === "string" || typeof item === "number" ? item : null)),
  };
}

function mark(text: string, key: string): string {
  return createHmac("sha256", key).update(text).digest("base64url").slice(0, markLength);
}
