import { diffArrays } from "diff";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { diagnostic } from "./diagnostics/diagnostic.ts";
import { printJson } from "./emit/object-literal.ts";
import type { Origin } from "./model/facts.ts";
import { byText } from "./model/names.ts";
import { createSourceText } from "./model/source-text.ts";
import type { Lock, LockEntry } from "./read/lock.ts";
import { digestLines, hashText, readLock } from "./read/lock.ts";
import type { World } from "./world.ts";

export const lockName = "sources.lock.json";
const unknownOrigin = "not recorded: say here where the file came from";

/** What the lock says of the files that are there: findings, and the lock as it would be written. */
export interface LockCheck {
  readonly diagnostics: readonly Diagnostic[];
  readonly file: string;
  readonly text: string;
}

/** Holds every file of the specs against the lock. */
export function checkLock(world: World, specs: string): LockCheck {
  const file = `${specs}/${lockName}`;
  const text = world.readFile(file);
  const read =
    text === undefined ? { lock: { files: {} }, diagnostics: [] } : readLock(createSourceText(file, text));
  const diagnostics: Diagnostic[] = [...read.diagnostics];
  const files: Record<string, LockEntry> = {};
  const present = world.listFiles(specs).filter((name) => !isOurs(name));
  for (const name of present.toSorted(byText)) {
    const now = world.readFile(`${specs}/${name}`)?.replace(/^\uFEFF/, "") ?? "";
    const entry = Object.hasOwn(read.lock.files, name) ? read.lock.files[name] : undefined;
    files[name] = updateEntry(entry, now);
    if (entry === undefined)
      diagnostics.push(diagnostic("lock-missing", [top(`${specs}/${name}`)], { file: name }));
    else if (hashText(now) !== (entry.editedSha256 ?? entry.sha256))
      diagnostics.push(describeChange(`${specs}/${name}`, entry, now));
    else if (entry.origin === unknownOrigin)
      diagnostics.push(diagnostic("lock-origin", [top(file)], { file: name }));
  }
  for (const name of Object.keys(read.lock.files).filter((known) => !present.includes(known)))
    diagnostics.push(diagnostic("lock-unused", [top(file)], { file: name }));
  return { diagnostics, file, text: printLock({ files }) };
}

/** The lock itself, the guide beside it and hidden files say nothing of Graph. */
function isOurs(name: string): boolean {
  return name === lockName || name === "README.md" || name.split("/").some((part) => part.startsWith("."));
}

function top(file: string): Origin {
  return { file, line: 1, column: 1, length: 1 };
}

/** The entry for a file as it is now. A copy that was edited keeps the hash of what it is a copy of. */
function updateEntry(entry: LockEntry | undefined, now: string): LockEntry {
  const sha256 = hashText(now);
  const lines = digestLines(now);
  if (entry === undefined)
    return { origin: "not recorded: say here where the file came from", sha256, lines };
  const { origin, revision } = entry;
  if (revision === undefined) return { origin, sha256, lines };
  return sha256 === entry.sha256
    ? { origin, revision, sha256, lines }
    : { origin, revision, sha256: entry.sha256, editedSha256: sha256, lines };
}

function describeChange(file: string, entry: LockEntry, now: string): Diagnostic {
  const lines = changedLines(entry.lines, digestLines(now));
  const [first = 1] = lines;
  const width = now.split("\n")[first - 1]?.trimEnd().length ?? 1;
  const origin: Origin = { file, line: first, column: 1, length: Math.max(1, width) };
  const said =
    lines.length === 0
      ? ""
      : `: line ${lines.slice(0, 10).join(", ")}${lines.length > 10 ? ", …" : ""} changed`;
  return diagnostic("lock-mismatch", [origin], { file, lines: said });
}

/** Lines of the file as it is now that are not as recorded; a removed line is told by the one after it. */
function changedLines(before: string, after: string): readonly number[] {
  const pairs = (text: string): string[] => text.match(/../g) ?? [];
  const lines = new Set<number>();
  let line = 1;
  for (const change of diffArrays(pairs(before), pairs(after))) {
    const count = change.value.length;
    if (change.added) for (let index = 0; index < count; index += 1) lines.add(line + index);
    else if (change.removed) lines.add(line);
    if (!change.removed) line += count;
  }
  return [...lines].toSorted((a, b) => a - b);
}

export function printLock(lock: Lock): string {
  const files = Object.fromEntries(Object.entries(lock.files).map(([name, entry]) => [name, { ...entry }]));
  return `${printJson({ files })}\n`;
}
