import { type Labels, sortAssignments, toAudience } from "@intunectl/assignments";
import type { Appearance } from "./appearance.ts";
import type { ListedConfiguration } from "./configurations.ts";
import { renderTable } from "./table.ts";
import { count, flow, toAge, toSafeText } from "./text.ts";
import { toFilterWords, toSide, toWho } from "./words.ts";

/** One configuration with every assignment on a line of its own. */
export function renderConfiguration(
  { id, name, changed, set }: ListedConfiguration,
  labels: Labels,
  nowMs: number,
  { width, glyphs, color }: Appearance,
): string {
  const age = changed === undefined ? "" : `  changed ${toAge(changed, nowMs)}`;
  const head = `${color("strong", toSafeText(name))}\n${toSafeText(id)}${age}\n\n`;
  if (set.kind === "unknown")
    return `${head}${flow(`? its assignments could not be read: ${toSafeText(set.reason)}`.split(" "), width, " ").join("\n")}\n`;
  const rows = sortAssignments(set.assignments).map(({ target }) => {
    const audience = toAudience(target);
    const audienceId = "groupId" in audience ? audience.groupId : glyphs.none;
    return [toSide(target), toWho(target, labels), toFilterWords(target, labels) ?? glyphs.none, audienceId];
  });
  const columns = [
    { title: "SIDE" },
    { title: "WHO", isFlexible: true },
    { title: "FILTER", isFlexible: true },
    { title: "GROUP ID" },
  ];
  const table = rows.length === 0 ? "" : `${renderTable(columns, rows, width)}\n`;
  return `${head}${table}${rows.length === 0 ? "assigned to nobody" : count(rows.length, "assignment")}\n`;
}
