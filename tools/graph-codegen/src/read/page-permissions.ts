import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { Block } from "./markdown.ts";
import type { Missing, Section, Table } from "./page-parts.ts";
import { findInclude, findSection, plain } from "./page-parts.ts";

/** The permission table as it stands. */
export interface PermissionTable {
  readonly order: Fact<"least-first" | "most-first" | "unsaid">;
  /** In the newer form a row has two cells: the least privileged permission, and higher ones. */
  readonly rows: readonly {
    readonly label: Fact<string>;
    readonly cells: readonly [Fact<string>, ...Fact<string>[]];
  }[];
}

/** Reads the first table of permissions; further ones are reported. */
export function readPermissions(
  blocks: readonly Block[],
  sections: readonly Section[],
  missing: Missing,
  diagnostics: Diagnostic[],
): PermissionTable | undefined {
  const section = findSection(sections, /^(prerequisites|permissions)\b/i);
  const tables = (section?.blocks ?? blocks).filter(isPermissionTable);
  const [table, ...others] = tables;
  const include = findInclude(section);
  if (table === undefined && include !== undefined) {
    diagnostics.push(diagnostic("page-include", [include.origin], { path: include.value }));
    return { order: fact("unsaid", include.origin), rows: [] };
  }
  const [, column, higher] = table?.header ?? [];
  if (table === undefined || column === undefined)
    return missing(`## ${section?.name ?? "Prerequisites"}`, "permission table", section?.origin);
  if (section === undefined)
    diagnostics.push(
      diagnostic("page-unreadable", [column.origin], {
        problem: `this permission table has no heading "## Prerequisites" or "## Permissions"`,
        remedy: "write the heading above the table",
      }),
    );
  if (others.length > 0)
    diagnostics.push(
      diagnostic(
        "page-permission-tables",
        tables.flatMap(({ header }) => header.slice(0, 1).map(({ origin }) => origin)),
        { count: tables.length },
      ),
    );
  const rows = table.rows.flatMap(({ cells, whole }) => {
    const [label, first, second] = cells;
    if (label === undefined) return [];
    const cell = first ?? fact("", whole.origin);
    return [
      {
        label: fact(plain(label.value), label.origin),
        cells: [cell, ...(higher === undefined || second === undefined ? [] : [second])] as const,
      },
    ];
  });
  return { order: fact(orderOf(column.value, higher?.value), column.origin), rows };
}

function isPermissionTable(block: Block): block is Table {
  return block.kind === "table" && /^permission/i.test(plain(block.header[0]?.value ?? ""));
}

/** Columns of 2019 to 2021 say their order; the newer form has the least privileged permission in a column of its own. */
function orderOf(column: string, higher: string | undefined): "least-first" | "most-first" | "unsaid" {
  if (/most to least/i.test(column)) return "most-first";
  return /least to most/i.test(column) || higher !== undefined ? "least-first" : "unsaid";
}
