import { demoSeed } from "./demo-seed.ts";
import { isObject, type JsonObject, ownMember } from "./json.ts";
import type { Seed, SeedEntity } from "./seed.ts";

/**
 * Reads a seed from JSON or YAML: `{"tenant": …, "collections": {"groups": [...]}}`, where an entity is its properties, or
 * `{"properties": …, "assignments": [...]}`. What `GET /_emulator/state` answers is one, too.
 *
 * Throws an `Error` that begins with the place: `seed.json:3:7`, or `seed.json collections.groups[2]`.
 *
 * @example
 * ```ts
 * const seed = await parseSeed('{"collections": {"groups": [{"id": "6b1d0f42", "displayName": "Ring 1"}]}}', "seed.json");
 * ```
 */
export async function parseSeed(text: string, file: string): Promise<Seed> {
  const value = await parseText(text.replace(/^\uFEFF/, ""), file);
  if (!isObject(value)) throw new Error(`${file} must hold an object with "collections"`);
  const unknown = Object.keys(value).find((name) => name !== "tenant" && name !== "collections");
  if (unknown !== undefined)
    throw new Error(`${file} ${unknown} is not known; known are tenant, collections`);
  const collections = ownMember(value, "collections");
  if (!isObject(collections)) throw new Error(`${file} collections must be an object of lists`);
  const entries = Object.entries(collections).map(([path, entities]) => {
    const place = `${file} collections.${path}`;
    if (!Array.isArray(entities)) throw new Error(`${place} must be a list`);
    return [path, entities.map((entity, index) => decodeEntity(entity, `${place}[${index}]`))] as const;
  });
  return { tenant: decodeTenant(ownMember(value, "tenant"), file), collections: Object.fromEntries(entries) };
}

/** The YAML reader is loaded for what is no JSON: it reads more, and knows the place of a mistake. */
async function parseText(text: string, file: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch {
    const { LineCounter, parseDocument } = await import("yaml");
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      throw new Error(`${file}:${line}:${col} ${error.message}`, { cause: error });
    }
    try {
      return document.toJS({ maxAliasCount: 100 });
    } catch (cause) {
      throw new Error(`${file} ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  }
}

function decodeTenant(value: unknown, file: string): Seed["tenant"] {
  if (value === undefined) return demoSeed.tenant;
  const [id, domain] = isObject(value) ? [ownMember(value, "id"), ownMember(value, "domain")] : [];
  if (typeof id === "string" && typeof domain === "string") return { id, domain };
  throw new Error(`${file} tenant must be {"id": "…", "domain": "…"}`);
}

function decodeEntity(value: unknown, place: string): SeedEntity {
  if (!isObject(value)) throw new Error(`${place} must be an object`);
  const isWrapped = isObject(ownMember(value, "properties"));
  const properties = isWrapped ? ownMember(value, "properties") : withoutMark(value);
  if (!hasId(properties)) throw new Error(`${place} has no id that is a text`);
  const assignments = isWrapped ? ownMember(value, "assignments") : undefined;
  return {
    properties,
    ...(ownMember(value, "isUnreadable") === true ? { isUnreadable: true } : {}),
    ...(assignments === undefined
      ? {}
      : { assignments: decodeAssignments(assignments, `${place}.assignments`) }),
  };
}

function withoutMark(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "isUnreadable"));
}

function hasId(value: unknown): value is SeedEntity["properties"] {
  return isObject(value) && typeof ownMember(value, "id") === "string" && ownMember(value, "id") !== "";
}

function decodeAssignments(value: unknown, place: string): NonNullable<SeedEntity["assignments"]> {
  if (!Array.isArray(value)) throw new Error(`${place} must be a list`);
  return value.map((item: unknown, index) => {
    if (isAssignment(item)) return item;
    throw new Error(`${place}[${index}] has no target with an @odata.type`);
  });
}

function isAssignment(value: unknown): value is NonNullable<SeedEntity["assignments"]>[number] {
  const target = isObject(value) ? ownMember(value, "target") : undefined;
  return isObject(target) && typeof ownMember(target, "@odata.type") === "string";
}
