import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { shortName } from "../model/names.ts";
import type { AnyPage } from "../read/any-page.ts";
import type { CsdlAction } from "../read/csdl-facts.ts";
import type { PageFacts } from "../read/page.ts";
import type { EnumPage, ResourcePage } from "../read/resource-page.ts";
import type { Reconciling } from "../reconcile/context.ts";
import type { EntityVerb } from "../reconcile/entity-operation.ts";
import { entityVerb } from "../reconcile/entity-operation.ts";
import { findOperation } from "../reconcile/find-action.ts";
import { cleanPath, walkPath } from "../reconcile/path.ts";
import type { TypeUse } from "../model/ir.ts";

/** What a folder of pages says of a whole CSDL. */
export interface Documented {
  /** The page of an action or a function. */
  readonly byOperation: ReadonlyMap<CsdlAction, DocumentedRequest>;
  /** Requests that read, make, change or delete entities. */
  readonly entities: readonly DocumentedEntity[];
  /** Pages of requests that the metadata does not have. */
  readonly unknown: readonly PageFacts[];
}

export interface DocumentedRequest {
  readonly page: PageFacts;
  readonly request: PageFacts["requests"][number];
}

export interface DocumentedEntity extends DocumentedRequest {
  readonly target: TypeUse;
  readonly verb: EntityVerb;
}

/** Resource and enum pages by type. Intune has a page of `deviceManagement` for each area: they are brought together. */
export function typePages(pages: readonly AnyPage[]): ReadonlyMap<string, ResourcePage | EnumPage> {
  const types = new Map<string, ResourcePage | EnumPage>();
  for (const page of pages) {
    if (page.kind === "operation") continue;
    const name = shortName(page.type.value);
    const before = types.get(name);
    if (before?.kind === "resource" && page.kind === "resource")
      types.set(name, {
        ...before,
        properties: [...before.properties, ...page.properties],
        relationships: [...before.relationships, ...page.relationships],
      });
    else if (before === undefined) types.set(name, page);
  }
  return types;
}

/** Finds for each page of an operation what it documents. */
export function findDocumented(context: Reconciling, pages: readonly AnyPage[]): Documented {
  const byOperation = new Map<CsdlAction, DocumentedRequest>();
  const entities: DocumentedEntity[] = [];
  const unknown: PageFacts[] = [];
  for (const page of pages) {
    if (page.kind !== "operation") continue;
    let isKnown = false;
    for (const stated of page.requests) {
      const path = cleanPath(stated.value.path);
      const request = { ...stated, value: { ...stated.value, path } };
      const target = walkPath(path, context.table, context.facts.csdl);
      if (target.kind === "type") {
        const verb = entityVerb(request, target.type);
        if (verb !== undefined) entities.push({ page, request, target: target.type, verb });
        isKnown ||= verb !== undefined;
        continue;
      }
      const found = findOperation(context, page, request);
      if (found === undefined) continue;
      isKnown = true;
      if (!byOperation.has(found.action)) byOperation.set(found.action, { page, request });
    }
    if (!isKnown) unknown.push(page);
  }
  return { byOperation, entities, unknown };
}

/** The findings that a whole run only counts: `lint` shows them, with both places. */
export function countFindings(diagnostics: readonly Diagnostic[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { code } of diagnostics) counts.set(code, (counts.get(code) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
