import type { TypeUse } from "../model/ir.ts";
import type { DocumentedType } from "../read/page-parts.ts";
import type { Reconciling } from "./context.ts";

const primitives: ReadonlySet<string> = new Set([
  "Binary",
  "Boolean",
  "Byte",
  "Date",
  "DateTimeOffset",
  "Decimal",
  "Double",
  "Duration",
  "Guid",
  "Int16",
  "Int32",
  "Int64",
  "Single",
  "Stream",
  "String",
  "TimeOfDay",
]);

/** A page's name for a type as the metadata would write it; the page that it links to is kept for `@see`. */
export function documentedTypeUse(context: Reconciling, documented: DocumentedType): TypeUse {
  const { isCollection } = documented;
  if (documented.page !== undefined && !context.pageByType.has(documented.name))
    context.pageByType.set(documented.name, documented.page);
  const primitive = documented.name === "GUID" ? "Guid" : documented.name;
  if (primitives.has(primitive)) return { name: `Edm.${primitive}`, isCollection };
  const name = documented.name.replace(/^#?(microsoft\.graph\.)?/, "");
  return { name: context.table.named(name) ?? `microsoft.graph.${name}`, isCollection };
}
