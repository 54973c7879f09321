import {
  type AssignmentSet,
  type DirectoryEntry,
  type Labels,
  type Reach,
  toAudience,
} from "@intunectl/assignments";
import type { Appearance } from "./appearance.ts";
import { renderTable } from "./table.ts";
import { count, flow, toSafeText } from "./text.ts";
import { toFilterWords, toShortId, toSide, toWho } from "./words.ts";

/** Every configuration that has to do with a group, and why. */
export function renderReaches(
  group: DirectoryEntry,
  reaches: readonly { readonly id: string; readonly name: string; readonly reach: Reach }[],
  labels: Labels,
  { width, color }: Appearance,
): string {
  const shown = reaches.filter(({ reach }) => reach.kind !== "none");
  const rows = shown.map(({ id, name, reach }) => [
    toSafeText(name),
    toShortId(id),
    toReachWord(reach),
    toReachWords(reach, labels),
  ]);
  const columns = [
    { title: "CONFIGURATION", isFlexible: true },
    { title: "ID" },
    { title: "REACHES" },
    { title: "WHY", isFlexible: true },
  ];
  const head = `${color("strong", toSafeText(group.name))}\n${toSafeText(group.id)}\n\n`;
  const table = rows.length === 0 ? "" : `${renderTable(columns, rows, width)}\n`;
  const rest = `${count(reaches.length - shown.length, "other configuration")} ${reaches.length - shown.length === 1 ? "does" : "do"} not name this group.`;
  const caveat = "Membership of this group in other groups is not looked at.";
  return `${head}${table}${flow(`${rest} ${caveat}`.split(" "), width, " ").join("\n")}\n`;
}

/** Why, in words. */
export function toReachWords(reach: Reach, labels: Labels): string {
  switch (reach.kind) {
    case "included":
      return reach.isFiltered
        ? `included, for devices ${toFilterClause(reach.target, labels)}${reach.beside.length === 0 ? "" : `; perhaps the others through ${toEveryone(reach.beside, labels)}`}`
        : "included by name";
    case "kept-out":
      return reach.isFiltered
        ? `kept out, for devices ${toFilterClause(reach.target, labels)}`
        : "kept out by name, which wins";
    case "everyone":
      return `through ${toEveryone(reach.targets, labels)}, as far as its members are among them`;
    case "unknown":
      return `could not be read: ${toSafeText(reach.reason)}`;
    case "none":
      return "not named";
    default:
      return reach satisfies never;
  }
}

function toEveryone(targets: readonly Parameters<typeof toWho>[0][], labels: Labels): string {
  const who = targets.map((target) => {
    const filter = toFilterWords(target, labels);
    return `${toWho(target, labels)}${filter === undefined ? "" : ` (${filter})`}`;
  });
  return who.join(" and ");
}

/** Whom a configuration reaches, in sentences. */
export function renderConfigurationExplanation(
  set: AssignmentSet,
  labels: Labels,
  { width }: Appearance,
): string {
  if (set.kind === "unknown") return "";
  const included = set.assignments.filter(({ target }) => toSide(target) === "include");
  const excluded = set.assignments.filter(({ target }) => toSide(target) === "exclude");
  const name = ({ target }: (typeof included)[number]): string => {
    const filter = toFilterWords(target, labels);
    return `${toWho(target, labels)}${filter === undefined ? "" : `, for devices ${toFilterClause(target, labels)}`}`;
  };
  const sentences = [
    included.length === 0 ? "It reaches nobody." : `It reaches ${included.map(name).join("; ")}.`,
    ...(excluded.length === 0
      ? []
      : [`Kept out, whatever else includes them: ${excluded.map(name).join("; ")}.`]),
    ...findOddities(
      set.assignments.map(({ target }) => target),
      labels,
    ),
  ];
  return `${sentences.flatMap((sentence) => flow(sentence.split(" "), width, " ")).join("\n")}\n`;
}

function findOddities(targets: readonly Parameters<typeof toWho>[0][], labels: Labels): readonly string[] {
  const deleted = targets.filter((target) => {
    const audience = toAudience(target);
    return "groupId" in audience && labels.deletedGroups.includes(audience.groupId.toLowerCase());
  });
  return deleted.length === 0
    ? []
    : [`${count(deleted.length, "group")} of it no longer exist${deleted.length === 1 ? "s" : ""}.`];
}

function toFilterClause(target: Parameters<typeof toWho>[0], labels: Labels): string {
  const words = toFilterWords(target, labels) ?? "";
  return words.startsWith("not ") ? `that do not match ${words.slice(4)}` : `that match ${words.slice(5)}`;
}

function toReachWord({ kind, ...rest }: Reach): string {
  const isFiltered = "isFiltered" in rest && rest.isFiltered;
  switch (kind) {
    case "included":
      return isFiltered ? "partly" : "yes";
    case "kept-out":
      return isFiltered ? "partly" : "no";
    case "everyone":
      return "perhaps";
    case "unknown":
      return "?";
    case "none":
      return "no";
    default:
      return kind satisfies never;
  }
}
