import type { Stamps } from "../world.ts";

/** What a run that ended well left behind: with the same stamps everywhere a run would find nothing to do. */
interface BuildRecord {
  readonly format: 1;
  /** What was asked for, and by which version of this tool. */
  readonly key: string;
  /** Stamps by path. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** What a run prints that finds nothing to do. */
  readonly text: string;
}

/** The folders and files that a run reads, and the folder that it writes. */
export interface Places {
  readonly inputs: readonly string[];
  readonly out: string;
}

/** Stamps of every file below the places, by path. */
export function stampAll(stamps: Stamps, places: readonly string[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const place of places)
    for (const [name, stamp] of stamps.below(place)) found[name === "" ? place : `${place}/${name}`] = stamp;
  return found;
}

/** The text of a record that says that everything is as it was, or undefined. Any doubt is "no". */
export function readUnchanged(
  text: string | undefined,
  key: string,
  stamps: Stamps,
  { inputs, out }: Places,
): string | undefined {
  const record = text === undefined ? undefined : decodeRecord(text);
  if (record?.key !== key) return undefined;
  const isSame =
    equal(record.inputs, stampAll(stamps, inputs)) && equal(record.outputs, stampAll(stamps, [out]));
  return isSame ? record.text : undefined;
}

/** The record of a run, as text. */
export function printRecord(record: Omit<BuildRecord, "format">): string {
  return JSON.stringify({ format: 1, ...record });
}

function equal(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function decodeRecord(text: string): BuildRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is BuildRecord {
  return (
    typeof value === "object" &&
    value !== null &&
    "format" in value &&
    value.format === 1 &&
    "key" in value &&
    typeof value.key === "string" &&
    "text" in value &&
    typeof value.text === "string" &&
    "inputs" in value &&
    isStamps(value.inputs) &&
    "outputs" in value &&
    isStamps(value.outputs)
  );
}

function isStamps(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((stamp) => typeof stamp === "string")
  );
}
