import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Model, OperationDef } from "../model/ir.ts";
import { byText, nearestName } from "../model/names.ts";
import type { SurfaceEntry } from "../read/surface.ts";
import type { Reconciling, SpecFacts } from "./context.ts";
import { createDecisions } from "./decisions.ts";
import { findCollisions } from "./collisions.ts";
import { reconcileOpenApi } from "./openapi-operation.ts";
import { reconcilePage } from "./page-operation.ts";
import { reachTypes } from "./reach.ts";
import { createTypeTable } from "./type-table.ts";

/** Makes one model of what the sources say; where they disagree and no overlay settles it, diagnostics. */
export function reconcile(facts: SpecFacts): {
  readonly model: Model;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const context: Reconciling = {
    facts,
    table: createTypeTable(facts.csdl, facts.openapi, diagnostics),
    decisions: createDecisions(facts.overlays, diagnostics),
    diagnostics,
    pageByType: new Map(),
  };
  const operations = facts.surface.entries
    .map((entry) => reconcileEntry(context, entry))
    .filter((operation) => operation !== undefined)
    .toSorted((a, b) => byText(a.name, b.name));
  const reached = reachTypes(context, operations);
  const types = new Map([...reached].toSorted(([a], [b]) => byText(a, b)));
  const model: Model = { version: facts.surface.version, scope: "surface", types, operations };
  diagnostics.push(...findCollisions(model));
  // After an error some facts were never asked for, so only a whole run can tell that an overlay is without use.
  if (!diagnostics.some(({ severity }) => severity === "error"))
    diagnostics.push(...context.decisions.unused());
  return { model, diagnostics };
}

function reconcileEntry(context: Reconciling, entry: SurfaceEntry): OperationDef | undefined {
  const { name, kind } = entry.source;
  if (kind === "page") {
    const page = context.facts.pages.get(name.value);
    return page === undefined ? undefined : reconcilePage(context, entry, page);
  }
  const operations = context.facts.openapi.flatMap((fragment) => fragment.operations);
  const [operation, twin] = operations.filter(({ id }) => id.value === name.value);
  if (operation === undefined) {
    const near = nearestName(
      name.value,
      operations.map(({ id }) => id.value),
    );
    context.diagnostics.push(
      diagnostic("operation-unknown", [name.origin], {
        id: name.value,
        near: near === undefined ? "" : `; did you mean "${near}"?`,
      }),
    );
    return undefined;
  }
  if (twin !== undefined)
    context.diagnostics.push(
      diagnostic("name-collision", [operation.id.origin, twin.id.origin], {
        name: name.value,
        things: "two fragments have the operationId",
      }),
    );
  return reconcileOpenApi(context, entry, operation);
}
