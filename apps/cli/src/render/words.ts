import {
  type AssignmentChange,
  type AssignmentTarget,
  type Finding,
  type Labels,
  toAudience,
  toFilter,
} from "@intunectl/assignments";
import type { Glyphs } from "./appearance.ts";
import { toSafeText } from "./text.ts";

/** Which side of a configuration a target is on. */
export function toSide(target: AssignmentTarget): "include" | "exclude" {
  return toAudience(target).kind === "exclude" ? "exclude" : "include";
}

/** Who a target is, without its side and filter: `All devices`, `SG-Intune-Ring0`, `deleted group 6b1d0f42`. */
export function toWho(target: AssignmentTarget, labels: Labels): string {
  const audience = toAudience(target);
  switch (audience.kind) {
    case "all-devices":
      return "All devices";
    case "all-users":
      return "All users";
    case "collection":
      return `collection ${toSafeText(audience.collectionId)}`;
    case "include":
    case "exclude":
      return toGroupName(audience.groupId, labels);
    default:
      return audience satisfies never;
  }
}

/** `only <name>` or `not <name>`; absent without a filter. */
export function toFilterWords(target: AssignmentTarget, labels: Labels): string | undefined {
  const filter = toFilter(target);
  if (filter === undefined) return undefined;
  const name = labels.filters[filter.id.toLowerCase()] ?? `? ${toShortId(filter.id)}`;
  return `${filter.mode === "include" ? "only" : "not"} ${toSafeText(name)}`;
}

/** A target in a list: `SG-Pilot (only Windows 11)`, and `not SG-Kiosk` for who is kept out. */
export function toPhrase(target: AssignmentTarget, labels: Labels): string {
  const filter = toFilterWords(target, labels);
  const prefix = toSide(target) === "exclude" ? "not " : "";
  return `${prefix}${toWho(target, labels)}${filter === undefined ? "" : ` (${filter})`}`;
}

/** The sign of a change. */
export function toSign(kind: AssignmentChange["kind"]): string {
  switch (kind) {
    case "add":
      return "+";
    case "change":
      return "~";
    case "remove":
      return "-";
    case "keep":
      return " ";
    default:
      return kind satisfies never;
  }
}

/** `none → only Windows 11`. */
export function toFilterChange(
  change: AssignmentChange,
  labels: Labels,
  { arrow }: Pick<Glyphs, "arrow">,
): string {
  const after = toFilterWords(change.target, labels) ?? "none";
  if (change.kind !== "change") return after === "none" ? "" : after;
  return `${toFilterWords(change.before, labels) ?? "none"} ${arrow} ${after}`;
}

/** A finding in words, with the name of its group in the place of the id. */
export function toFindingWords({ code, message, target }: Finding, labels: Labels): string {
  const audience = target === undefined ? undefined : toAudience(target);
  const isGroup = audience?.kind === "include" || audience?.kind === "exclude";
  const words = isGroup
    ? message.replace(audience.groupId, () => toGroupName(audience.groupId, labels))
    : message;
  return `${code}  ${toSafeText(words)}`;
}

/** The first digits of an id, enough for people and accepted everywhere an id is. */
export function toShortId(id: string): string {
  return toSafeText(id.slice(0, 8));
}

function toGroupName(id: string, { groups, deletedGroups }: Labels): string {
  const name = groups[id.toLowerCase()];
  if (name !== undefined) return toSafeText(name);
  return deletedGroups.includes(id.toLowerCase()) ? `deleted group ${toShortId(id)}` : `? ${toShortId(id)}`;
}
