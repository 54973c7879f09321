import { codeFrame } from "../diagnostics/render.ts";
import type { Origin } from "../model/facts.ts";
import { formatOrigin } from "../model/facts.ts";
import type { Change } from "./change.ts";
import type { Compared } from "./compared.ts";
import { countSeverities, pageOf } from "./compared.ts";
import { changeCodes } from "./codes.ts";
import type { Contract } from "./contract.ts";
import { toChangeSarif } from "./sarif.ts";
import { toMarkdown } from "./markdown.ts";

/** How a comparison is printed. */
export type DiffFormat = "text" | "markdown" | "json" | "sarif";

export function formatComparison(format: DiffFormat, compared: Compared, isVerbose: boolean): string {
  switch (format) {
    case "text":
      return toText(compared, isVerbose);
    case "markdown":
      return toMarkdown(compared);
    case "json":
      return JSON.stringify(toJson(compared), undefined, 2);
    case "sarif":
      return JSON.stringify(toChangeSarif(compared), undefined, 2);
    default:
      return format satisfies never;
  }
}

/** Columns are UTF-16 units from 1, as everywhere; `file` of a revision is the path in it. */
function toJson({ old, new: now, verdict, changes }: Compared): object {
  const place = ({ file, line, column, length }: Origin): object => ({ file, line, column, length });
  return {
    old: old.label,
    new: now.label,
    verdict,
    counts: countSeverities(changes),
    changes: changes.map(({ origins, code, ...change }) => ({
      code,
      ...change,
      title: changeCodes[code].title,
      advice: changeCodes[code].advice,
      page: pageOf(code),
      origins: { old: place(origins.old), new: place(origins.new) },
    })),
  };
}

/** The heading and each change with its places; what only touches prose is one line, or a count where there is much. */
function toText(compared: Compared, isVerbose: boolean): string {
  const { old, new: now, verdict, changes } = compared;
  const lines = [`${old.label} -> ${now.label}`, ""];
  if (changes.length === 0) return `${lines[0] ?? ""}\n\nnothing that is declared changed\nverdict: none`;
  const patches = changes.filter(({ severity }) => severity === "patch");
  const shown =
    isVerbose || patches.length <= 20 ? changes : changes.filter(({ severity }) => severity !== "patch");
  for (const change of shown) lines.push(...changeText(change, compared, isVerbose), "");
  if (shown.length < changes.length)
    lines.push(`${patches.length} changes of prose and annotations are not listed; --verbose lists them`, "");
  const { major, minor, patch } = countSeverities(changes);
  lines.push(`verdict: ${verdict}  (${major} major, ${minor} minor, ${patch} patch)`);
  return lines.join("\n");
}

function changeText(change: Change, { old, new: now }: Compared, isVerbose: boolean): readonly string[] {
  const { severity, code, message, because, confidence, origins } = change;
  const head = [`${severity} ${code}`, ...wrap(message.replaceAll("`", ""))];
  if (confidence !== undefined)
    head.push(`  taken for a rename with ${Math.round(confidence * 100)} % confidence`);
  if (severity !== "patch") head.push(...wrap(because));
  const place = (mark: string, side: Contract, origin: Origin): readonly string[] => [
    `  ${mark} ${placeOf(side, origin)}`,
    ...(severity === "major" || isVerbose ? codeFrame(origin, side.sources) : []),
  ];
  head.push(...place("-", old, origins.old), ...place("+", now, origins.new));
  if (severity === "major") head.push(...wrap(`do: ${changeCodes[code].advice}`));
  return head;
}

/** Sentences for a terminal of 80 columns. */
function wrap(sentence: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of sentence.split(" ")) {
    if (line !== "" && line.length + word.length > 77) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => `  ${each}`);
}

/** A place in a revision is written as git writes it: `main:specs/surface.yaml:12:5`. */
export function placeOf({ revision }: Contract, origin: Origin): string {
  return revision === undefined ? formatOrigin(origin) : `${revision}:${formatOrigin(origin)}`;
}
