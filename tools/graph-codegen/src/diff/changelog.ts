import { typeName } from "../emit/type-index.ts";
import { factName } from "../reconcile/type-use.ts";
import type { Change } from "./change.ts";
import { changeCodes } from "./codes.ts";
import type { Compared } from "./compared.ts";

/** Above it, a group of additions is counted by type instead of listed. */
const longest = 40;

/**
 * What somebody who takes the next version reads: what breaks and what to do about it, what is new, and that prose
 * changed. Names are those of the generated library.
 */
export function toChangelog(compared: Compared): string {
  const { changes, verdict } = compared;
  const names = createNames(compared);
  const of = (severity: Change["severity"]): readonly Change[] =>
    changes.filter((change) => change.severity === severity);
  const [major, minor, patch] = [of("major"), of("minor"), of("patch")];
  const lines = [opening(verdict)];
  if (major.length > 0)
    lines.push("", "**Breaks programs**", "", ...major.map((change) => entry(change, names, true)));
  if (minor.length > 0) lines.push("", "**New**", "", ...shorten(minor, names));
  if (patch.length > 0) lines.push("", "**Documentation**", "", ...summarizePatches(patch, names));
  return lines.join("\n");
}

function opening(verdict: Compared["verdict"]): string {
  switch (verdict) {
    case "major":
      return "Microsoft Graph's description of the API changed, and programs may have to change with it.";
    case "minor":
      return "Microsoft Graph's description of the API grew. Nothing that you use breaks.";
    case "patch":
      return "Microsoft Graph's documentation changed. Nothing that you use works differently.";
    case "none":
      return "Nothing that Microsoft Graph declares changed.";
    default:
      return verdict satisfies never;
  }
}

function entry({ message, because, code }: Change, names: Names, isBreaking: boolean): string {
  const sentence = `- ${capital(names(message))}.`;
  return isBreaking ? `${sentence} ${capital(because)}. _${capital(changeCodes[code].advice)}._` : sentence;
}

function shorten(minor: readonly Change[], names: Names): readonly string[] {
  if (minor.length <= longest) return minor.map((change) => entry(change, names, false));
  const counts = new Map<string, number>();
  for (const { code } of minor)
    counts.set(changeCodes[code].title, (counts.get(changeCodes[code].title) ?? 0) + 1);
  return [...counts].map(([title, count]) => `- ${title} (${count})`);
}

/** Examples and deprecations are told; prose is counted. */
function summarizePatches(patch: readonly Change[], names: Names): readonly string[] {
  const isProse = ({ code }: Change): boolean =>
    code === "documentation-changed" || code === "annotation-changed" || code === "facet-changed";
  const told = patch.filter((change) => !isProse(change)).slice(0, longest);
  const prose = patch.filter(isProse);
  const subjects = [...new Set(prose.map(({ subject }) => subject))];
  const listed = subjects.length <= 5 ? `: ${subjects.map((name) => names(`\`${name}\``)).join(", ")}` : "";
  return [
    ...told.map((change) => entry(change, names, false)),
    ...(prose.length === 0
      ? []
      : [
          `- ${prose.length} ${prose.length === 1 ? "change" : "changes"} of prose and annotations${listed}.`,
        ]),
  ];
}

/** Puts the names of the library into a message. */
type Names = (message: string) => string;

/** Types are named as they are imported: `GroupAssignmentTarget.groupId`, not `groupAssignmentTarget.groupId`. */
function createNames({ old, new: now }: Compared): Names {
  const types = new Map(
    [...old.types.keys(), ...now.types.keys()].map((name) => [factName(name), typeName(name)]),
  );
  return (message) =>
    message.replaceAll(/`([^`]+)`/g, (_, name: string) => {
      const exact = types.get(name);
      const [first = "", ...rest] = name.split(".");
      return `\`${exact ?? [types.get(first) ?? first, ...rest].join(".")}\``;
    });
}

function capital(text: string): string {
  // A name in backticks begins a sentence as it is.
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
