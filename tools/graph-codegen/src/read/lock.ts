import { createHash } from "node:crypto";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceText } from "../model/source-text.ts";

/** `specs/sources.lock.json`: where each file came from, and what it was then. */
export interface Lock {
  readonly files: Readonly<Record<string, LockEntry>>;
}

export interface LockEntry {
  /** A URL with the revision in it, or a sentence on how the file was written. */
  readonly origin: string;
  /** Revision of the upstream repository, when the file is a copy. */
  readonly revision?: string;
  /** Of the file as it came. */
  readonly sha256: string;
  /** Of the file as it is now, when it is no longer the copy. */
  readonly editedSha256?: string;
  /** Two characters a line, so that a change is told by line without the old file. */
  readonly lines: string;
}

/** Reads the lock; an unreadable one is reported and taken as empty. */
export function readLock(source: SourceText): {
  readonly lock: Lock;
  readonly diagnostics: readonly Diagnostic[];
} {
  const start = { file: source.file, line: 1, column: 1, length: 1 };
  const refuse = (problem: string): { lock: Lock; diagnostics: readonly Diagnostic[] } => ({
    lock: { files: {} },
    diagnostics: [diagnostic("yaml-shape", [start], { problem })],
  });
  let json: unknown;
  try {
    json = JSON.parse(source.text);
  } catch (cause) {
    return refuse(`the lock is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (!isRecord(json) || !isRecord(json["files"])) return refuse(`the lock has no "files"`);
  const files: Record<string, LockEntry> = {};
  for (const [file, entry] of Object.entries(json["files"])) {
    if (!isLockEntry(entry))
      return refuse(`the lock's entry of ${file} needs "origin", "sha256" and "lines"`);
    files[file] = entry;
  }
  return { lock: { files }, diagnostics: [] };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isLockEntry(value: unknown): value is LockEntry {
  return isRecord(value) && ["origin", "sha256", "lines"].every((key) => typeof value[key] === "string");
}

const hashes = new WeakMap<SourceText, string>();

/** The hash of a source; worked out once for sources that are remembered. */
export function hashSource(source: SourceText): string {
  const known = hashes.get(source);
  if (known !== undefined) return known;
  const hash = hashText(source.text);
  hashes.set(source, hash);
  return hash;
}

/** The hash that the lock and the manifest record. Line ends do not count: a checkout may have changed them. */
export function hashText(text: string): string {
  return createHash("sha256")
    .update(text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text, "utf8")
    .digest("hex");
}

/** Two base64 characters of a hash for each line. */
export function digestLines(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => createHash("sha256").update(line).digest("base64url").slice(0, 2))
    .join("");
}
