import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Model, TypeDef } from "../model/ir.ts";
import { byText } from "../model/names.ts";
import type { AnyPage } from "../read/any-page.ts";
import type { CsdlFacts } from "../read/csdl-facts.ts";
import type { Reconciling } from "../reconcile/context.ts";
import { createDecisions } from "../reconcile/decisions.ts";
import { reconcileType } from "../reconcile/type-facts.ts";
import { createTypeTable } from "../reconcile/type-table.ts";
import type { Documented } from "./documented.ts";
import { findDocumented, typePages } from "./documented.ts";
import { entityOperations } from "./entity-operations.ts";
import { createNames } from "./operation-names.ts";
import { wholeOperations } from "./operations.ts";
import { mendTypes } from "./mend-types.ts";
import { pathOperations } from "./path-operations.ts";
import { findPaths } from "./paths.ts";

/** Everything that a CSDL declares, with what pages say of it. */
export interface Whole {
  readonly model: Model;
  readonly documented: Documented;
  /** What is wrong with the metadata, and what could not be printed. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where pages and metadata say different things; the metadata decides. */
  readonly disagreements: readonly Diagnostic[];
}

/** Makes a model of a whole CSDL: no surface, no corrections; of pages the prose, the permissions and the requests. */
export function wholeModel(
  csdl: readonly CsdlFacts[],
  version: Model["version"],
  pages: readonly AnyPage[] = [],
  options: { readonly withPaths: boolean } = { withPaths: false },
): Whole {
  const diagnostics: Diagnostic[] = [];
  const disagreements: Diagnostic[] = [];
  const table = createTypeTable(csdl, [], diagnostics);
  const context: Reconciling = {
    facts: {
      surface: { version, entries: [] },
      pages: new Map(),
      types: typePages(pages),
      csdl,
      openapi: [],
      overlays: [],
    },
    table,
    decisions: createDecisions([], disagreements),
    diagnostics: disagreements,
    pageByType: new Map(),
  };
  const documented = findDocumented(context, pages);
  const names = createNames();
  const declared = wholeOperations({
    context,
    diagnostics,
    documented,
    names,
    paths: findPaths(csdl, table),
  });
  const known = [...declared, ...entityOperations(context, documented.entities, declared, names)];
  const operations = [...known, ...(options.withPaths ? pathOperations(context, known, names) : [])].toSorted(
    (a, b) => byText(a.name, b.name),
  );
  const types = new Map<string, TypeDef>();
  for (const name of table.names().toSorted(byText)) {
    const entry = table.get(name);
    if (entry !== undefined) types.set(name, reconcileType(context, entry));
  }
  const mended = mendTypes({ version, scope: "whole", types, operations }, diagnostics);
  return { model: mended, documented, diagnostics: diagnostics.map(toWarning), disagreements };
}

/** One wrong line in a file of fifty thousand must not cost the rest: it is said, and mended as its page says. */
function toWarning(found: Diagnostic): Diagnostic {
  return found.severity === "error" ? { ...found, severity: "warning" } : found;
}
