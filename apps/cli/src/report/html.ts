import { formatPosition } from "@intunectl/assignments";
import { toCounts } from "../render/plan.ts";
import { count, toSafeText } from "../render/text.ts";
import { toFindingWords } from "../render/words.ts";
import { toConfigurationRow, toUnknownRow } from "./cells.ts";
import { escapeHtml } from "./escape-html.ts";
import { type Grid, type ReportConfiguration, type ReportSource, toGrid } from "./grid.ts";
import { reportStyle } from "./style.ts";

/** Who made a report. */
export interface ReportMaker {
  readonly version: string;
  /** What carries it out: `intunectl apply plan.json`. */
  readonly next?: string;
}

// Beyond this, rows without a change are folded, one line for each beginning of a name.
const mostOpenRows = 200;

/** A report as one HTML file that asks nothing of anywhere: no script, no font, no picture. */
export function toReportHtml(source: ReportSource, maker: ReportMaker): string {
  const grid = toGrid(source);
  const counts = source.hasChanges
    ? toCounts(toTally(source.configurations))
    : count(source.configurations.length, "configuration");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(`${counts} · ${source.tenant} · ${source.title}`)}</title>
<style>
${reportStyle}
</style>
</head>
<body>
${toHeader(source)}
<main>
${toTable(source, grid)}
${toKey(source.hasChanges)}
${toNotes(source)}
</main>
${toFooter(source, maker)}
</body>
</html>
`;
}

function toTally(configurations: readonly ReportConfiguration[]): {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  readonly unchanged: number;
  readonly skipped: number;
} {
  const tally = { add: 0, change: 0, remove: 0, keep: 0 };
  for (const { changes } of configurations) for (const { kind } of changes) tally[kind] += 1;
  return { add: tally.add, change: tally.change, remove: tally.remove, unchanged: tally.keep, skipped: 0 };
}

function toHeader({
  title,
  tenant,
  readAt,
  source,
  hasChanges,
  configurations,
  unknown,
  findings,
}: ReportSource): string {
  const { add, change, remove, unchanged } = toTally(configurations);
  const read = readAt === undefined ? "" : ` · read ${readAt.slice(0, 16).replace("T", " ")} UTC`;
  const from = source === undefined ? "" : ` · from <code>${escapeHtml(source)}</code>`;
  const chips = hasChanges
    ? [
        `<li class="a">+ ${add} to add</li>`,
        `<li class="c">~ ${change} to change</li>`,
        `<li class="d">− ${remove} to remove</li>`,
        `<li>${unchanged} unchanged</li>`,
      ]
    : [
        `<li>${count(configurations.length, "configuration")}</li>`,
        `<li>${count(unchanged, "assignment")}</li>`,
      ];
  if (findings.length > 0) chips.push(`<li>${count(findings.length, "warning")}</li>`);
  if (unknown.length > 0) chips.push(`<li class="u">${unknown.length} not read</li>`);
  const views = ["before", "diff", "after"].map(
    (view) =>
      `<label><input type="radio" name="view" id="v-${view}"${view === "diff" ? " checked" : ""}>${view.charAt(0).toUpperCase()}${view.slice(1)}</label>`,
  );
  const switcher = hasChanges ? `\n<fieldset><legend>Show</legend>${views.join("")}</fieldset>` : "";
  return `<header><div><h1>${escapeHtml(title)}</h1><p class="mut">${escapeHtml(tenant)}${read}${from}</p>
<ul class="sum">${chips.join("")}</ul></div>${switcher}</header>`;
}

const bandTitles = ["Everyone", "Groups that are included", "Only kept out"] as const;

function toTable(source: ReportSource, grid: Grid): string {
  const { columns, folded } = grid;
  const bands = bandTitles.flatMap((title, band) => {
    const size = columns.filter((column) => column.band === band).length;
    const edge = band === 0 ? "" : ` class="g"`;
    return size === 0 ? [] : [`<th colspan="${size}" scope="colgroup"${edge}>${title}</th>`];
  });
  const heads = columns.map(({ title, band }, index) => {
    const edge = index > 0 && columns[index - 1]?.band !== band ? ` class="g"` : "";
    return `<th scope="col"${edge}>${escapeHtml(title)}</th>`;
  });
  if (folded.length > 0) {
    bands.push(`<th class="g" scope="colgroup">Others</th>`);
    heads.push(`<th scope="col" class="g">${count(folded.length, "more group")}</th>`);
  }
  return `<div class="wrap" tabindex="0" role="region" aria-label="Configurations by targets">
<table>
<thead>
<tr><th scope="col" rowspan="2">Configuration</th>${bands.join("")}</tr>
<tr>${heads.join("")}</tr>
</thead>
${toBodies(source, grid)}
</table>
</div>`;
}

function toBodies(source: ReportSource, grid: Grid): string {
  const { configurations, unknown, labels, hasChanges } = source;
  const width = grid.columns.length + (grid.folded.length > 0 ? 1 : 0);
  const unknownRows = unknown.map((one) => toUnknownRow(one, grid));
  const isFolding = configurations.length > mostOpenRows;
  const row = (one: ReportConfiguration): string => toConfigurationRow(one, grid, labels, hasChanges);
  if (!isFolding) return `<tbody>\n${[...configurations.map(row), ...unknownRows].join("\n")}\n</tbody>`;
  const open = configurations.filter(isChanged);
  const bodies = [...open.map(row), ...unknownRows];
  const groups = Map.groupBy(
    configurations.filter((one) => !isChanged(one)),
    ({ name }) => toPrefix(name),
  );
  const folds = [...groups]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([prefix, members]) => {
      const words = `${prefix === "" ? "" : `${escapeHtml(prefix)} `}${members.length} ${hasChanges ? "unchanged" : "configurations"}`;
      const head = `<tr><th colspan="${width + 1}" scope="rowgroup"><label><input type="checkbox"> ${words}</label></th></tr>`;
      return `<tbody class="fold">\n${head}\n${members.map(row).join("\n")}\n</tbody>`;
    });
  return [...(bodies.length > 0 ? [`<tbody>\n${bodies.join("\n")}\n</tbody>`] : []), ...folds].join("\n");
}

function isChanged({ changes }: ReportConfiguration): boolean {
  return changes.some(({ kind }) => kind !== "keep");
}

/** What names begin with, as people group them: `Edge:`, `Win -`; the first word of others. */
function toPrefix(name: string): string {
  return /^(?:[^:]{1,40}:|.{1,40}? - |\S+)/.exec(toSafeText(name))?.[0].trim() ?? "";
}

function toKey(hasChanges: boolean): string {
  const keys = [
    `<li><b class="i"></b> included</li>`,
    `<li><b class="x"></b> kept out; wins over included</li>`,
    `<li><b>·</b> not assigned</li>`,
    `<li><b>?</b> not read: never treated as empty</li>`,
    `<li>small words: assignment filter</li>`,
    ...(hasChanges ? [`<li>tinted: changes with this plan</li>`] : []),
  ];
  return `<ul class="key">${keys.join("")}</ul>`;
}

function toNotes({ findings, unknown, configurations, labels }: ReportSource): string {
  if (findings.length + unknown.length === 0) return "";
  const byId = new Map(configurations.map((one) => [one.id, one]));
  const items = [
    ...findings.map((finding) => {
      const about = byId.get(finding.configurationId);
      const place =
        about?.position === undefined ? "" : ` <code>${escapeHtml(formatPosition(about.position))}</code>`;
      return `<li><strong>${escapeHtml(about?.name ?? finding.configurationId)}</strong> ${escapeHtml(toFindingWords(finding, labels))}${place}</li>`;
    }),
    ...unknown.map(
      ({ name, reason }) => `<li><strong>${escapeHtml(name)}</strong> not read: ${escapeHtml(reason)}</li>`,
    ),
  ];
  return `<h2>What to know</h2>\n<ul class="notes">\n${items.join("\n")}\n</ul>`;
}

function toFooter({ digest, hasChanges }: ReportSource, { version, next }: ReportMaker): string {
  const parts = [
    ...(digest === undefined
      ? []
      : [`${hasChanges ? "plan" : "snapshot"} <code>${escapeHtml(digest.slice(0, 23))}…</code>`]),
    ...(hasChanges ? ["refused when the tenant has moved since it was read"] : []),
    `intunectl ${escapeHtml(version)}`,
    ...(next === undefined ? [] : [`apply with <code>${escapeHtml(next)}</code>`]),
  ];
  return `<footer>${parts.join(" · ")}</footer>`;
}
