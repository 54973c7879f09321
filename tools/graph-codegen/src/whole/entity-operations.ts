import type { OperationDef } from "../model/ir.ts";
import type { Reconciling } from "../reconcile/context.ts";
import { reconcileEntityOperation } from "../reconcile/entity-operation.ts";
import { anonymous } from "../reconcile/path.ts";
import type { DocumentedEntity } from "./documented.ts";
import type { Names } from "./operation-names.ts";
import { describeByPage } from "./operations.ts";

/**
 * The reads, creations, changes and deletions that pages document, each once.
 *
 * Several pages document one request: each app type has its page of `GET /deviceAppManagement/mobileApps`. The first page
 * that is about the very type at the path describes it, or else the first of all.
 */
export function entityOperations(
  context: Reconciling,
  entities: readonly DocumentedEntity[],
  others: readonly OperationDef[],
  names: Names,
): readonly OperationDef[] {
  const taken = new Set(others.map(({ method, path }) => `${method.value} ${anonymous(path.value)} `));
  const byRequest = new Map<string, { readonly operation: OperationDef; readonly isExact: boolean }>();
  for (const { page, request, target, verb } of entities) {
    const made = reconcileEntityOperation(context, page, request, target, verb);
    const key = `${made.method.value} ${anonymous(made.path.value)} ${made.body?.type ?? ""}`;
    if (taken.has(key)) continue;
    const known = byRequest.get(key);
    const isExact = page.response.value.returns?.name === target.name.slice(target.name.lastIndexOf(".") + 1);
    if (known !== undefined && (known.isExact || !isExact)) continue;
    const origin = context.table.get(target.name)?.name.origin ?? request.origin;
    const operation: OperationDef = {
      ...made,
      summary: undefined,
      page: undefined,
      permissions: undefined,
      isIdempotent: verb === "delete",
      provenance: {
        docs: [],
        csdl: [`${origin.file}  ${target.name}`],
        openapi: [],
        overlays: [],
        rules: [],
      },
    };
    byRequest.set(key, { operation: describeByPage(context, operation, { page, request }), isExact });
  }
  return [...byRequest.values()].map(({ operation }) => ({ ...operation, name: names(operation.name) }));
}
