import { type AssignmentChange, type Labels, toAudience } from "@intunectl/assignments";
import { count } from "../render/text.ts";
import { toFilterWords, toShortId, toWho } from "../render/words.ts";
import { escapeHtml } from "./escape-html.ts";
import { type Grid, type ReportConfiguration, toColumnKey } from "./grid.ts";

/** A row of marks. A cell without one is empty: the style puts a dot there, which keeps large reports small. */
export function toConfigurationRow(
  { id, name, changes }: ReportConfiguration,
  { columns, folded }: Grid,
  labels: Labels,
  hasChanges: boolean,
): string {
  const byColumn = Map.groupBy(changes, ({ target }) => toColumnKey(target));
  const cells = columns.map(({ key, band }, index) => {
    const edge = index > 0 && columns[index - 1]?.band !== band;
    return toCell(byColumn.get(key) ?? [], edge, labels);
  });
  if (folded.length > 0) {
    const own = new Set(columns.map(({ key }) => key));
    cells.push(
      toFoldedCell(
        changes.filter(({ target }) => !own.has(toColumnKey(target))),
        labels,
      ),
    );
  }
  const changed = changes.filter(({ kind }) => kind !== "keep").length;
  const size = count(changes.length - changes.filter(({ kind }) => kind === "add").length, "assignment");
  const words = hasChanges && changed > 0 ? `, ${count(changed, "change")}` : "";
  return `<tr><th scope="row">${escapeHtml(name)}<small>${escapeHtml(toShortId(id))} · ${size}${words}</small></th>${cells.join("")}</tr>`;
}

/** A row of question marks: not read is never shown as empty. */
export function toUnknownRow(
  { id, name }: { readonly id: string; readonly name: string },
  { columns, folded }: Grid,
): string {
  const cells = columns.map(({ band }, index) => {
    const edge = index > 0 && columns[index - 1]?.band !== band ? " g" : "";
    return `<td class="u${edge}">?<s>not read</s></td>`;
  });
  if (folded.length > 0) cells.push(`<td class="u g">?<s>not read</s></td>`);
  return `<tr><th scope="row">${escapeHtml(name)}<small>${escapeHtml(toShortId(id))} · not read</small></th>${cells.join("")}</tr>`;
}

function toCell(changes: readonly AssignmentChange[], hasEdge: boolean, labels: Labels): string {
  const classes = [toTint(changes), hasEdge ? "g" : ""].filter((name) => name !== "").join(" ");
  const marks = changes.map((change) => toMark(change, labels)).join("");
  return `<td${classes === "" ? "" : ` class="${classes}"`}>${marks}</td>`;
}

/** All that has no column of its own: how many, and on a click which. */
function toFoldedCell(changes: readonly AssignmentChange[], labels: Labels): string {
  if (changes.length === 0) return `<td class="g"></td>`;
  const tint = toTint(changes);
  const lines = changes.map(
    (change) =>
      `<div class="${toKindClass(change)}">${toMark(change, labels, toWho(change.target, labels))}</div>`,
  );
  const changed = changes.filter(({ kind }) => kind !== "keep").length;
  const words = changed === 0 ? "" : `<small class="w">${count(changed, "change")}</small>`;
  return `<td class="g${tint === "" ? "" : ` ${tint}`}"><details><summary>+${changes.length}${words}</summary>${lines.join("")}</details></td>`;
}

function toMark(change: AssignmentChange, labels: Labels, name = ""): string {
  const isKeptOut = toAudience(change.target).kind === "exclude";
  const kind = toKindClass(change);
  const classes = `${isKeptOut ? "x" : "i"}${kind === "" ? "" : ` ${kind}`}`;
  const word = `<s>${isKeptOut ? "kept out" : "included"}</s>`;
  const shown = name === "" ? "" : ` ${escapeHtml(name)} `;
  if (name === "") return `<b class="${classes}">${word}${toSmall(change, labels)}</b>`;
  return `<b class="${classes}">${word}</b>${shown}${toSmall(change, labels)}`;
}

/** The filter, and in words what happens: colour alone says nothing. */
function toSmall(change: AssignmentChange, labels: Labels): string {
  const filter = toFilterWords(change.target, labels);
  const small = (words: string, name = ""): string =>
    `<small${name === "" ? "" : ` class="${name}"`}>${escapeHtml(words)}</small>`;
  switch (change.kind) {
    case "keep":
      return filter === undefined ? "" : small(filter);
    case "add":
      return `${small("new", "w")}${filter === undefined ? "" : small(filter)}`;
    case "remove":
      return `${small("removed", "w")}${filter === undefined ? "" : small(filter)}`;
    case "change": {
      const before = toFilterWords(change.before, labels) ?? "no filter";
      return `${small(before, "old")}<small class="new"><span class="w">→ </span>${escapeHtml(filter ?? "no filter")}</small>`;
    }
    default:
      return change satisfies never;
  }
}

function toKindClass({ kind }: AssignmentChange): string {
  return kind === "add" ? "a" : kind === "remove" ? "d" : "";
}

function toTint(changes: readonly AssignmentChange[]): string {
  const kinds = new Set(changes.map(({ kind }) => kind).filter((kind) => kind !== "keep"));
  if (kinds.size === 0) return "";
  if (kinds.size > 1 || kinds.has("change")) return "tc";
  return kinds.has("add") ? "ta" : "td";
}
