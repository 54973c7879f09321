import { type Assignment, type AssignmentSet, type Labels, toFilter } from "@intunectl/assignments";
import type { Appearance } from "./appearance.ts";
import { renderTable } from "./table.ts";
import { count, toAge, toSafeText } from "./text.ts";
import { toShortId, toSide, toWho } from "./words.ts";

/** A configuration and who it reaches, as far as that could be read. */
export interface ListedConfiguration {
  readonly resource: string;
  readonly id: string;
  readonly name: string;
  /** ISO 8601; absent when the service did not say. */
  readonly changed?: string;
  readonly set: AssignmentSet;
}

/** The list of configurations; a set that could not be read is `?`, never empty. */
export function renderConfigurations(
  configurations: readonly ListedConfiguration[],
  labels: Labels,
  nowMs: number,
  { width, glyphs }: Appearance,
): string {
  const rows = configurations.map(({ id, name, changed, set }) => {
    const age = changed === undefined ? glyphs.none : toAge(changed, nowMs);
    if (set.kind === "unknown") return [toSafeText(name), toShortId(id), `? ${toReason(set)}`, "?", "?", age];
    const side = (wanted: "include" | "exclude"): readonly string[] => {
      const names = set.assignments
        .filter(({ target }) => toSide(target) === wanted)
        .map(({ target }) => toWho(target, labels));
      return names.length === 0 ? [glyphs.none] : names;
    };
    const filters = set.assignments.filter(hasFilter).length;
    const shown = filters === 0 ? glyphs.none : String(filters);
    return [toSafeText(name), toShortId(id), side("include"), side("exclude"), shown, age];
  });
  const columns = [
    { title: "NAME", isFlexible: true },
    { title: "ID" },
    { title: "INCLUDES", isFlexible: true },
    { title: "EXCLUDES", isFlexible: true },
    { title: "FILTERS" },
    { title: "CHANGED" },
  ];
  const unread = configurations.filter(({ set }) => set.kind === "unknown");
  const tail = unread.length === 0 ? "" : `, ${unread.length} could not be read`;
  return `${renderTable(columns, rows, width)}\n${count(configurations.length, "configuration")}${tail}\n`;
}

function hasFilter({ target }: Assignment): boolean {
  return toFilter(target) !== undefined;
}

function toReason({ code, failure }: AssignmentSet & { readonly kind: "unknown" }): string {
  if (failure?.status === 403) return "forbidden";
  return code === "unreadable" ? "unreadable" : "not understood";
}
