import { diagnostic } from "../diagnostics/diagnostic.ts";
import { shortName } from "../model/names.ts";
import type { CsdlAction } from "../read/csdl-facts.ts";
import type { PageFacts } from "../read/page.ts";
import type { Reconciling } from "./context.ts";
import { walkPath, withBases } from "./path.ts";

/**
 * Finds the action that a page documents: the last segment of its URL, bound to the type that the rest leads to.
 *
 * Where the fragments do not declare the whole path, the action is looked for by its name and by the name of the path
 * variable (`{deviceCompliancePolicyId}`), and the gap is reported.
 */
export function findAction(
  context: Reconciling,
  page: PageFacts,
  request: PageFacts["requests"][number],
): FoundOperation | undefined {
  const found = findOperation(context, page, request);
  const { path } = request.value;
  if (found === undefined) {
    const action = operationName(path);
    const namesakes = context.facts.csdl
      .flatMap((facts) => facts.actions)
      .filter(({ name }) => name.value === action);
    const origins = [request.origin, ...namesakes.slice(0, 3).map(({ name }) => name.origin)];
    context.diagnostics.push(diagnostic("action-unknown", origins, { action, path }));
  } else if (found.missing !== undefined)
    context.diagnostics.push(
      diagnostic("path-not-in-metadata", [request.origin], { segment: found.missing, path }),
    );
  return found;
}

/** A bound operation, and the segment of the path that the metadata lacks, if it was found by its name only. */
export interface FoundOperation {
  readonly action: CsdlAction;
  readonly boundTo: string;
  readonly missing: string | undefined;
}

/** Finds the action or function that a URL calls. */
export function findOperation(
  context: Reconciling,
  page: PageFacts,
  request: PageFacts["requests"][number],
): FoundOperation | undefined {
  const { path, method } = request.value;
  const cut = path.lastIndexOf("/");
  const name = operationName(path);
  const candidates = context.facts.csdl
    .flatMap((facts) => (method === "GET" ? facts.functions : facts.actions))
    .filter((action) => action.isBound && action.name.value === name);
  const target = walkPath(path.slice(0, cut), context.table, context.facts.csdl);
  const choose = (isBoundTo: (type: string) => boolean): CsdlAction | undefined =>
    nearest(
      page,
      candidates.filter((candidate) => isBoundTo(boundType(candidate))),
    );
  if (target.kind === "type") {
    for (const type of withBases(target.type.name, context.table)) {
      const action = choose((bound) => bound === type);
      if (action !== undefined) return { action, boundTo: type, missing: undefined };
    }
    return undefined;
  }
  const variable =
    path
      .slice(0, cut)
      .split("/")
      .findLast((segment) => segment.startsWith("{")) ?? "";
  const wanted = variable.replace(/^\{|[-_]?id\}$/gi, "").toLowerCase();
  const action = choose((bound) => shortName(bound).toLowerCase() === wanted);
  return action === undefined ? undefined : { action, boundTo: boundType(action), missing: target.segment };
}

function operationName(path: string): string {
  return path
    .slice(path.lastIndexOf("/") + 1)
    .replace(/^microsoft\.graph\./, "")
    .replace(/\(.*\)$/, "");
}

function boundType(action: CsdlAction): string {
  return action.parameters[0]?.type.value.name ?? "";
}

/** Of several overloads, the one that shares most parameters with the page. */
function nearest(page: PageFacts, overloads: readonly CsdlAction[]): CsdlAction | undefined {
  const documented = new Set(page.parameters.map(({ name }) => name.value));
  const score = (action: CsdlAction): number =>
    action.parameters.slice(1).reduce((sum, { name }) => sum + (documented.has(name.value) ? 1 : -1), 0);
  return overloads.toSorted((a, b) => score(b) - score(a))[0];
}
