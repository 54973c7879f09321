import { diffArrays } from "diff";
import type { SourceText } from "../model/source-text.ts";
import type { Change } from "./change.ts";
import type { Comparing, ReportedChange } from "./comparing.ts";

/**
 * Files that differ, and whose difference no change tells: prose that the readers pass by, a new example, another
 * layout. The library's record of its sources changes with them, so there is something to release.
 *
 * Metadata is left out: all that it declares is compared, and the rest is layout.
 */
export function findUntold(context: Comparing, changes: readonly Change[]): readonly ReportedChange[] {
  if (context.old.kind === "csdl" || context.new.kind === "csdl") return [];
  const [before, after] = [textsByName(context.old.sources), textsByName(context.new.sources)];
  // One page against one page: the names say nothing.
  const [only, ...others] = before.values();
  const [onlyNow, ...othersNow] = after.values();
  if (others.length === 0 && othersNow.length === 0 && only !== undefined && onlyNow !== undefined)
    return compareTexts(only, onlyNow, changes);
  return [...before].flatMap(([name, old]) => {
    const now = after.get(name);
    return now === undefined ? [] : compareTexts(old, now, changes);
  });
}

/** Sources by their path below what both sides call their own. */
function textsByName(sources: ReadonlyMap<string, SourceText>): ReadonlyMap<string, SourceText> {
  return new Map([...sources.values()].map((source) => [nameOf(source.file), source]));
}

function nameOf(file: string): string {
  return (
    /(?:^|\/)((?:graph\/(?:beta|v1\.0)|api|resources|csdl|openapi|overlays)\/.*)$/.exec(file)?.[1] ??
    file.slice(file.lastIndexOf("/") + 1)
  );
}

function compareTexts(
  old: SourceText,
  now: SourceText,
  changes: readonly Change[],
): readonly ReportedChange[] {
  if (old.text === now.text) return [];
  const lines = { old: 0, new: 0 };
  let first: { readonly old: number; readonly new: number } | undefined;
  let count = 0;
  const told = new Set(
    changes.filter(({ origins }) => origins.new.file === now.file).map(({ origins }) => origins.new.line),
  );
  const hasExamples = changes.some(
    ({ code, origins }) => code === "example-changed" && origins.new.file === now.file,
  );
  let isFenced = false;
  for (const { value, added, removed } of diffArrays(old.text.split("\n"), now.text.split("\n"))) {
    for (const text of value) {
      if (!removed) lines.new += 1;
      if (!added) lines.old += 1;
      if (!removed && /^\s*(```|~~~)/.test(text)) isFenced = !isFenced;
      if (!added || text.trim() === "" || told.has(lines.new) || (hasExamples && isFenced)) continue;
      first ??= { old: Math.max(1, lines.old), new: lines.new };
      count += 1;
    }
  }
  if (first === undefined) return [];
  const place = (file: string, line: number): ReportedChange["old"] => ({ file, line, column: 1, length: 1 });
  return [
    {
      code: "documentation-changed",
      severity: "patch",
      subject: nameOf(now.file),
      message: `${count} ${count === 1 ? "line" : "lines"} of prose changed in ${nameOf(now.file)}`,
      because: "prose only",
      old: place(old.file, first.old),
      new: place(now.file, first.new),
    },
  ];
}
