import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { nearestName, shortName } from "../model/names.ts";
import type { CsdlAction, CsdlFacts } from "../read/csdl-facts.ts";
import type { PageFacts } from "../read/page.ts";
import type { Reconciling } from "./context.ts";
import { documentedTypeUse } from "./documented-type.ts";
import { findOperation } from "./find-action.ts";
import { cleanPath, walkPath, withBases } from "./path.ts";
import { formatTypeUse } from "./type-use.ts";

/** Holds a page of an operation against the metadata. Answers the bound operation that it documents, if it is one. */
export function compareOperationPage(context: Reconciling, page: PageFacts): string | undefined {
  const unbound = page.requests.find(
    (request) =>
      walkPath(cleanPath(request.value.path), context.table, context.facts.csdl).kind === "unknown",
  );
  if (unbound === undefined) return undefined;
  const isBound =
    /\b(action|function)$/i.test(page.title.value) ||
    (unbound.value.method === "POST" && !/^create\b/i.test(page.title.value));
  if (!isBound) {
    for (const request of page.requests) {
      const target = walkPath(cleanPath(request.value.path), context.table, context.facts.csdl);
      if (target.kind === "unknown")
        context.diagnostics.push(
          diagnostic("docs-path-unknown", [request.origin], {
            segment: target.segment,
            path: request.value.path,
            near: nearSegment(context, target.segment, target.after),
          }),
        );
    }
    return undefined;
  }
  for (const request of page.requests) {
    const found = findOperation(context, page, {
      ...request,
      value: { ...request.value, path: cleanPath(request.value.path) },
    });
    if (found === undefined) continue;
    compareSignature(context, page, found.action);
    return operationKey(found.action);
  }
  const { path } = page.requests[0]?.value ?? { path: "" };
  const operation = cleanPath(path).split("/").at(-1) ?? "";
  context.diagnostics.push(
    diagnostic("docs-operation-unknown", [page.requests[0]?.origin ?? page.title.origin], {
      operation,
      path,
      near: boundElsewhere(context, operation),
    }),
  );
  return undefined;
}

/** Which types have an operation of that name; a few are enough to see what was meant. */
function boundElsewhere({ facts }: Reconciling, operation: string): string {
  const types = facts.csdl
    .flatMap(({ actions, functions }) => [...actions, ...functions])
    .filter(({ name }) => name.value === shortName(operation))
    .map(boundTo);
  const [first, second, ...others] = [...new Set(types)].toSorted();
  if (first === undefined) return "";
  return `; ${[first, ...(second === undefined ? [] : [second])].join(" and ")} ${second === undefined ? "has" : "have"} it${others.length === 0 ? "" : `, and ${others.length} more`}`;
}

/** Who has the segment, where it is only a cast away; or what it may be a slip of. */
function nearSegment({ table, facts }: Reconciling, segment: string, after: string | undefined): string {
  const navigation = (type: string): readonly string[] => {
    const declared = table.get(type)?.csdl;
    return declared === undefined || declared.kind === "enum"
      ? []
      : declared.navigation.map(({ name }) => name.value);
  };
  if (after !== undefined) {
    const heir = table.derived(after).find((type) => navigation(type).includes(segment));
    if (heir !== undefined)
      return `; ${heir}, which derives from ${shortName(after)}, has it: /${heir}/${segment}`;
  }
  const known =
    after === undefined
      ? facts.csdl.flatMap(({ roots }) => roots.map(({ name }) => name.value))
      : withBases(after, table).flatMap(navigation);
  const near = nearestName(segment, known);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}

/** Operations of documented types that no page documents. */
export function findUndocumented(
  csdl: readonly CsdlFacts[],
  types: ReadonlySet<string>,
  documented: ReadonlySet<string>,
): readonly Diagnostic[] {
  const seen = new Set<string>();
  return csdl
    .flatMap((facts) => [...facts.actions, ...facts.functions])
    .flatMap((operation) => {
      const key = operationKey(operation);
      if (!types.has(boundTo(operation)) || documented.has(key) || seen.has(key)) return [];
      seen.add(key);
      return [diagnostic("docs-operation-missing", [operation.name.origin], { operation: key })];
    });
}

function operationKey(operation: CsdlAction): string {
  return `${operation.name.value}(${shortName(boundTo(operation))})`;
}

function boundTo(operation: CsdlAction): string {
  return operation.parameters[0]?.type.value.name ?? "";
}

function compareSignature(context: Reconciling, page: PageFacts, action: CsdlAction): void {
  const docs = page.parameters.map(({ name }) => name.value);
  const csdl = action.parameters.slice(1).map(({ name }) => name.value);
  const list = (names: readonly string[]): string => names.toSorted().join();
  if (list(docs) !== list(csdl)) {
    const origin = page.parameters[0]?.name.origin ?? page.requests[0]?.origin ?? page.title.origin;
    context.diagnostics.push(
      diagnostic("docs-parameters-differ", [origin, action.name.origin], {
        docs: docs.toSorted(),
        csdl: csdl.toSorted(),
      }),
    );
  }
  const { returns, status } = page.response.value;
  const said =
    status === 204 || returns === undefined
      ? "nothing"
      : short(formatTypeUse(documentedTypeUse(context, returns)));
  const declared = action.returns === undefined ? "nothing" : short(formatTypeUse(action.returns.value));
  if (said !== declared)
    context.diagnostics.push(
      diagnostic(
        "docs-returns-differ",
        [page.response.origin, action.returns?.origin ?? action.name.origin],
        { docs: said, csdl: declared },
      ),
    );
}

function short(type: string): string {
  return type.replace(/(?:\w+\.)+(\w+)/g, "$1");
}
