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
): { readonly action: CsdlAction; readonly boundTo: string } | undefined {
  const { path } = request.value;
  const cut = path.lastIndexOf("/");
  const name = path
    .slice(cut + 1)
    .replace(/^microsoft\.graph\./, "")
    .replace(/\(\)$/, "");
  const candidates = context.facts.csdl
    .flatMap((facts) => facts.actions)
    .filter((action) => action.isBound && action.name.value === name);
  const target = walkPath(path.slice(0, cut), context.table, context.facts.csdl);
  if (target.kind === "type") {
    for (const type of withBases(target.type.name, context.table)) {
      const action = nearest(
        page,
        candidates.filter((candidate) => boundType(candidate) === type),
      );
      if (action !== undefined) return { action, boundTo: type };
    }
  } else {
    const variable =
      path
        .slice(0, cut)
        .split("/")
        .findLast((segment) => segment.startsWith("{")) ?? "";
    const wanted = variable.replace(/^\{|[-_]?id\}$/gi, "").toLowerCase();
    const action = nearest(
      page,
      candidates.filter((candidate) => shortName(boundType(candidate)).toLowerCase() === wanted),
    );
    if (action !== undefined) {
      context.diagnostics.push(
        diagnostic("path-not-in-metadata", [request.origin], { segment: target.segment, path }),
      );
      return { action, boundTo: boundType(action) };
    }
  }
  context.diagnostics.push(
    diagnostic(
      "action-unknown",
      [request.origin, ...candidates.slice(0, 3).map((action) => action.name.origin)],
      { action: name, path },
    ),
  );
  return undefined;
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
