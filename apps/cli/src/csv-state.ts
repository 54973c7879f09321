import type {
  DesiredConfiguration,
  DesiredName,
  DesiredState,
  DesiredTarget,
  Diagnostic,
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
    return { kind: "invalid", diagnostics: [{ code: "csv", message: `${file} has no assignments` }] };
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
  readonly position: { readonly file: string; readonly line: number; readonly column: number };
}

function readRows(text: string, file: string, diagnostics: Diagnostic[]): readonly Row[] {
  const first = text.slice(0, text.search(/\r|\n|$/));
  const delimiter = first.split(";").length > first.split(",").length ? ";" : ",";
  const fail = (message: string, line: number, hint?: string): readonly Row[] => {
    diagnostics.push({
      code: "csv",
      message,
      position: { file, line, column: 1 },
      ...(hint === undefined ? {} : { hint }),
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
    );
  }
  const [head, ...rest] = records;
  if (head === undefined) return fail("the file is empty", 1);
  const columns = head.map((name) =>
    assignmentColumns.find((known) => known.toLowerCase() === name.toLowerCase()),
  );
  const strange = head.find((_, index) => columns[index] === undefined);
  if (strange !== undefined)
    return fail(`there is no column "${strange}"`, 1, `the columns are ${assignmentColumns.join(", ")}`);
  if (!columns.includes("configuration") && !columns.includes("configurationId"))
    return fail("there is neither a column configuration nor configurationId", 1);
  if (!columns.includes("mode")) return fail("there is no column mode", 1, "it says include or exclude");
  return rest.map((record, index) => ({
    cells: new Map(columns.map((name, cell) => [name ?? "", fromCsvCell((record[cell] ?? "").trim())])),
    position: { file, line: lines[index + 1] ?? 1, column: 1 },
  }));
}

function readRow(
  { cells, position }: Row,
  names: { readonly groups: Map<string, DesiredName>; readonly filters: Map<string, DesiredName> },
  configurations: Map<string, MutableConfiguration>,
  mode: "replace" | "merge",
  diagnostics: Diagnostic[],
): void {
  const cell = (name: (typeof assignmentColumns)[number]): string => cells.get(name) ?? "";
  const report = (message: string, hint?: string): undefined => {
    diagnostics.push({ code: "csv", message, position, ...(hint === undefined ? {} : { hint }) });
  };
  const [name, id, side] = [cell("configuration"), cell("configurationId"), cell("mode").toLowerCase()];
  if (side === "?") return report(`"${name}" was not read when the file was written`, "take its row out");
  if (name === "" && id === "") return report("the row has no configuration");
  if (id !== "" && !isGuid(id)) return report(`the configurationId is not a GUID: "${id}"`);
  if (side !== "include" && side !== "exclude")
    return report(`the mode is "${side}"`, "it is include or exclude");
  const target = readTarget(cell, position, names, report);
  if (target === undefined) return;
  const isEveryone = target.group === "all-devices" || target.group === "all-users";
  if (side === "exclude" && isEveryone) return report(`"${target.group}" cannot be excluded`, "leave it out");
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
    return report(`"${cell("groupName") || target.group}" is given more than once for "${name}"`);
  known[side].push(target);
}

type Report = (message: string, hint?: string) => undefined;

function readTarget(
  cell: (name: (typeof assignmentColumns)[number]) => string,
  position: Row["position"],
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
    if (groupName === "" && groupId === "") return report("the row has neither groupName nor groupId");
    if (groupId !== "" && !isGuid(groupId)) return report(`the groupId is not a GUID: "${groupId}"`);
    group = addName(names.groups, groupName, groupId, position);
  } else return report(`the target is "${kind}"`, "it is group, all-devices or all-users");
  const [filterName, filterMode] = [cell("filterName"), cell("filterMode").toLowerCase()];
  if (filterName === "" && (filterMode === "" || filterMode === "none")) return { group, position };
  const mode = filterModes.get(filterMode);
  if (filterName === "") return report(`there is a filterMode "${filterMode}" and no filterName`);
  if (mode === undefined) return report(`the filterMode is "${filterMode}"`, "it is only or not");
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
  position: Row["position"],
): string {
  const local = (id === "" ? `name:${name}` : `id:${id}`).toLowerCase();
  if (!names.has(local)) names.set(local, { local, name, position, ...(id === "" ? {} : { id }) });
  return local;
}

function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function toFirstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}
