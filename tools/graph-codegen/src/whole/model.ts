import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Model, TypeDef } from "../model/ir.ts";
import { byText } from "../model/names.ts";
import type { CsdlFacts } from "../read/csdl-facts.ts";
import type { Reconciling } from "../reconcile/context.ts";
import { createDecisions } from "../reconcile/decisions.ts";
import { createTypeTable } from "../reconcile/type-table.ts";
import { reconcileType } from "../reconcile/type-facts.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { wholeOperations } from "./operations.ts";
import { findPaths } from "./paths.ts";

/** Everything that a CSDL declares, as a model: no surface, no pages, no corrections. */
export function wholeModel(
  csdl: readonly CsdlFacts[],
  version: Model["version"],
): { readonly model: Model; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const table = createTypeTable(csdl, [], diagnostics);
  const context: Reconciling = {
    facts: {
      surface: { version, entries: [] },
      pages: new Map(),
      types: new Map(),
      csdl,
      openapi: [],
      overlays: [],
    },
    table,
    decisions: createDecisions([], diagnostics),
    diagnostics,
    pageByType: new Map(),
  };
  const types = new Map<string, TypeDef>();
  for (const name of table.names().toSorted(byText)) {
    const declared = table.get(name);
    if (declared !== undefined) types.set(name, reconcileType(context, declared));
  }
  const operations = wholeOperations({ csdl, table, paths: findPaths(csdl, table), diagnostics });
  diagnostics.push(...findUndeclared(types));
  return { model: { version, scope: "whole", types, operations }, diagnostics };
}

/** Types that are used and not declared: their users could not be compiled. */
function findUndeclared(types: ReadonlyMap<string, TypeDef>): readonly Diagnostic[] {
  const complained = new Set<string>();
  return [...types.values()].flatMap((type) => {
    if (type.kind === "enum") return [];
    return [
      ...type.properties.map(({ name, type: use, origins }) => ({ name, use, origin: origins[0] })),
      ...type.navigation.map(({ name, type: use, origin }) => ({ name, use, origin })),
    ].flatMap(({ name, use, origin }) => {
      if (
        use.name.startsWith("Edm.") ||
        types.has(use.name) ||
        complained.has(use.name) ||
        origin === undefined
      )
        return [];
      complained.add(use.name);
      return [diagnostic("type-unknown", [origin], { type: use.name, user: `${type.name}/${name}` })];
    });
  });
}
