import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../../model/facts.ts";
import { fact } from "../../model/facts.ts";
import { plain } from "../../read/page-parts.ts";
import type { PermissionTable } from "../../read/page-permissions.ts";

/** The permissions of one kind of caller, least privileged first. */
export interface ReadPermissions {
  readonly names: readonly string[];
  readonly origin: Origin;
}

/**
 * R003: a permission table becomes two lists, least privileged first.
 *
 * Column headers of 2019 say "from most to least privileged", those since 2021-03 "from least to most", and cells
 * follow their header. "Not supported." is the empty list. Rows of a workflow stand indented below an empty
 * `Delegated` or `Application` row and belong to it. Which permission is *right* is not this rule's to say: where a
 * page is older than the service, an overlay says so with its evidence.
 */
export const permissionTable = {
  id: "R003",
  read: (
    table: PermissionTable,
    diagnostics: Diagnostic[],
  ): { readonly delegated: ReadPermissions; readonly application: ReadPermissions } => {
    const lists = {
      delegated: new Array<Fact<string>>(),
      application: new Array<Fact<string>>(),
      personal: new Array<Fact<string>>(),
    };
    const origins: { delegated: Origin; application: Origin; personal: Origin } = {
      delegated: table.order.origin,
      application: table.order.origin,
      personal: table.order.origin,
    };
    let current: keyof typeof lists | undefined;
    for (const { label, cells } of table.rows) {
      const [cell] = cells;
      const kind = rowKind(label.value);
      current = kind ?? current;
      if (current === undefined) continue;
      const names = cells.flatMap((each) => readCell(each, diagnostics));
      if (kind !== undefined || lists[current].length === 0) origins[current] = cell.origin;
      lists[current].push(...(table.order.value === "most-first" ? names.toReversed() : names));
    }
    const finish = (kind: "delegated" | "application"): ReadPermissions => ({
      names: [...new Set(lists[kind].map(({ value }) => value))],
      origin: origins[kind],
    });
    return { delegated: finish("delegated"), application: finish("application") };
  },
} as const;

function rowKind(label: string): "delegated" | "application" | "personal" | undefined {
  if (/^delegated.*personal/i.test(label)) return "personal";
  if (/^delegated/i.test(label)) return "delegated";
  return /^application/i.test(label) ? "application" : undefined;
}

function readCell(cell: Fact<string>, diagnostics: Diagnostic[]): readonly Fact<string>[] {
  const text = plain(cell.value);
  if (text === "" || /^not (supported|available|applicable)\.?$/i.test(text)) return [];
  const names = text.split(/[\s,;]+/).filter((name) => name !== "" && name !== "or");
  if (names.some((name) => !/^[A-Za-z][\w-]*(\.[\w-]+)+\.?$/.test(name))) {
    diagnostics.push(diagnostic("page-permission-odd", [cell.origin], { text }));
    return [];
  }
  return names.map((name) => fact(name.replace(/\.$/, ""), cell.origin));
}
