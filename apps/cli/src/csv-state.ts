import type {
  DesiredConfiguration,
  DesiredName,
  DesiredState,
  DesiredTarget,
  Diagnostic,
  SourcePosition,
} from "@intunectl/assignments";
import { parse } from "csv-parse/sync";
import { fromCsvCell } from "./csv.ts";
import { assignmentColumns } from "./render/plan-rows.ts";

/** A state, or everything that is wrong with the file. */
export type DecodedCsv =
  | { readonly kind: "decoded"; readonly state: DesiredState }
  | { readonly kind: "invalid"; readonly diagnostics: readonly Diagnostic[] };

/** Reads one row an assignment, with comma or semicolon; the columns are those of an export, in any order. */
export function parseCsvState(text: string, file: string, mode: "replace" | "merge"): DecodedCsv {
  const diagnostics: Diagnostic[] = [];
  const rows = readRows(text, file, diagnostics);
  const names = { groups: new Map<string, DesiredName>(), filters: new Map<string, DesiredName>() };
  const configurations = new Map<string, MutableConfiguration>();
  for (const row of rows) readRow(row, names, configurations, mode, diagnostics);
  if (diagnostics.length > 0) return { kind: "invalid", diagnostics };
  if (configurations.size === 0)
    return {
      kind: "invalid",
      diagnostics: [
        {
          code: "csv",
          message: "the file has no assignments",
          hint: "write one row for each below the first line",
          position: { file, line: 1, column: 1 },
        },
      ],
    };
  return {
    kind: "decoded",
    state: {
      file,
      tenant: "",
      groups: [...names.groups.values()],
      filters: [...names.filters.values()],
      configurations: [...configurations.values()],
    },
  };
}

interface MutableConfiguration extends DesiredConfiguration {
  readonly include: DesiredTarget[];
  readonly exclude: DesiredTarget[];
}

interface Row {
  readonly cells: ReadonlyMap<string, string>;
  readonly position: SourcePosition;
  /** Where a cell begins. */
  readonly place: (name: AssignmentColumn) => SourcePosition;
}

const columnsHint = `the columns are ${assignmentColumns.join(", ")}`;

type AssignmentColumn = (typeof assignmentColumns)[number];

function readRows(text: string, file: string, diagnostics: Diagnostic[]): readonly Row[] {
  const first = text.slice(0, text.search(/\r|\n|$/));
  const delimiter = first.split(";").length > first.split(",").length ? ";" : ",";
  const fail = (message: string, line: number, hint: string): readonly Row[] => {
    diagnostics.push({
      code: "csv",
      message,
      position: { file, line, column: 1 },
      hint,
    });
    return [];
  };
  const lines: number[] = [];
  let records: readonly (readonly string[])[];
  try {
    records = parse(text, {
      bom: true,
      delimiter,
      relaxColumnCount: true,
      skipEmptyLines: true,
      trim: true,
      onRecord: (record, { lines: line }) => {
        lines.push(line);
        return record;
      },
    });
  } catch (error) {
    const line =
      error instanceof Error && "lines" in error && typeof error.lines === "number" ? error.lines : 1;
    return fail(
      `the file is not CSV: ${error instanceof Error ? toFirstLine(error.message) : String(error)}`,
      line,
      'close the quotes, and write a quote inside of them twice: ""',
    );
  }
  const [head, ...rest] = records;
  if (head === undefined) return fail("the file is empty", 1, columnsHint);
  const columns = head.map((name) =>
    assignmentColumns.find((known) => known.toLowerCase() === name.toLowerCase()),
  );
  const strange = head.find((_, index) => columns[index] === undefined);
  if (strange !== undefined) return fail(`there is no column "${strange}"`, 1, columnsHint);
  if (!columns.includes("configuration") && !columns.includes("configurationId"))
    return fail("there is neither a column configuration nor configurationId", 1, columnsHint);
  if (!columns.includes("mode")) return fail("there is no column mode", 1, "it says include or exclude");
  const texts = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  return rest.map((record, index) => {
    const line = lines[index + 1] ?? 1;
    const starts = toCellStarts(texts[line - 1] ?? "", delimiter);
    return {
      cells: new Map(columns.map((name, cell) => [name ?? "", fromCsvCell((record[cell] ?? "").trim())])),
      position: { file, line, column: 1 },
      // A row of several lines has its mistake somewhere in it.
      place: (name) => ({
        file,
        line,
        column: starts.length === record.length ? (starts[columns.indexOf(name)] ?? 1) : 1,
      }),
    };
  });
}

/** The columns, from 1, at which the cells of a line begin. */
function toCellStarts(line: string, delimiter: string): readonly number[] {
  const starts = [1];
  let isQuoted = false;
  for (const [index, character] of line.split("").entries()) {
    if (character === '"') isQuoted = !isQuoted;
    else if (character === delimiter && !isQuoted) starts.push(index + 2);
  }
  return starts;
}

function readRow(
  { cells, position, place }: Row,
  names: { readonly groups: Map<string, DesiredName>; readonly filters: Map<string, DesiredName> },
  configurations: Map<string, MutableConfiguration>,
  mode: "replace" | "merge",
  diagnostics: Diagnostic[],
): void {
  const cell = (name: AssignmentColumn): string => cells.get(name) ?? "";
  const report: Report = (column, message, hint) => {
    diagnostics.push({ code: "csv", message, position: place(column), hint });
  };
  const [name, id, side] = [cell("configuration"), cell("configurationId"), cell("mode").toLowerCase()];
  if (side === "?")
    return report("mode", `"${name}" was not read when the file was written`, "take its row out");
  if (name === "" && id === "")
    return report("configuration", "the row has no configuration", "write its name, or take the row out");
  if (id !== "" && !isGuid(id))
    return report(
      "configurationId",
      `the configurationId is not a GUID: "${id}"`,
      "give the whole id, or the name alone",
    );
  if (side !== "include" && side !== "exclude")
    return report("mode", `the mode is "${side}"`, "it is include or exclude");
  const target = readTarget(cell, position, names, report);
  if (target === undefined) return;
  const isEveryone = target.group === "all-devices" || target.group === "all-users";
  if (side === "exclude" && isEveryone)
    return report("target", `"${target.group}" cannot be excluded`, "take the row out");
  const key = (id === "" ? `name ${name}` : `id ${id}`).toLowerCase();
  const known = configurations.get(key) ?? {
    mode,
    include: [],
    exclude: [],
    position,
    // Without an id the name is meant as it stands, also with a star in it.
    ...(name === "" ? {} : { name: id === "" ? `name:${name}` : name }),
    ...(id === "" ? {} : { id }),
  };
  configurations.set(key, known);
  if (known[side].some(({ group }) => group === target.group))
    return report(
      "groupName",
      `"${cell("groupName") || target.group}" is given more than once for "${name}"`,
      "take one of the rows out",
    );
  known[side].push(target);
}

type Report = (column: AssignmentColumn, message: string, hint: string) => undefined;

function readTarget(
  cell: (name: (typeof assignmentColumns)[number]) => string,
  position: SourcePosition,
  names: { readonly groups: Map<string, DesiredName>; readonly filters: Map<string, DesiredName> },
  report: Report,
): DesiredTarget | undefined {
  const [groupName, groupId, kind] = [
    cell("groupName"),
    cell("groupId"),
    cell("target").toLowerCase() || "group",
  ];
  let group: string;
  if (kind === "all-devices" || kind === "all-users") group = kind;
  else if (kind === "group") {
    if (groupName === "" && groupId === "")
      return report(
        "groupName",
        "the row has neither groupName nor groupId",
        "write one of them, or all-users or all-devices as the target",
      );
    if (groupId !== "" && !isGuid(groupId))
      return report(
        "groupId",
        `the groupId is not a GUID: "${groupId}"`,
        "give the whole id, or the name alone",
      );
    group = addName(names.groups, groupName, groupId, position);
  } else return report("target", `the target is "${kind}"`, "it is group, all-devices or all-users");
  const [filterName, filterMode] = [cell("filterName"), cell("filterMode").toLowerCase()];
  if (filterName === "" && (filterMode === "" || filterMode === "none")) return { group, position };
  const mode = filterModes.get(filterMode);
  if (filterName === "")
    return report(
      "filterName",
      `there is a filterMode "${filterMode}" and no filterName`,
      "write its name, or none as the mode",
    );
  if (mode === undefined)
    return report("filterMode", `the filterMode is "${filterMode}"`, "it is only or not");
  const filter = isGuid(filterName)
    ? addName(names.filters, "", filterName, position)
    : addName(names.filters, filterName, "", position);
  return { group, position, filter: { filter, mode, position } };
}

// `include` and `exclude` are Graph's own words, which other tools write.
const filterModes = new Map<string, "include" | "exclude">([
  ["only", "include"],
  ["include", "include"],
  ["not", "exclude"],
  ["exclude", "exclude"],
]);

function addName(
  names: Map<string, DesiredName>,
  name: string,
  id: string,
  position: SourcePosition,
): string {
  const local = (id === "" ? `name:${name}` : `id:${id}`).toLowerCase();
  if (!names.has(local)) names.set(local, { local, name, position, ...(id === "" ? {} : { id }) });
  return local;
}

function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function toFirstLine(text: string): string {
  return (text.split("\n")[0] ?? text).slice(0, 160);
}
