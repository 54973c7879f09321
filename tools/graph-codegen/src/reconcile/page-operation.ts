import { diagnostic } from "../diagnostics/diagnostic.ts";
import { fact } from "../model/facts.ts";
import type { OperationDef, PermissionList, ResultDef } from "../model/ir.ts";
import { byText, camelCase, pascalCase, shortName } from "../model/names.ts";
import type { CsdlAction } from "../read/csdl-facts.ts";
import type { Overlay } from "../read/overlay.ts";
import type { PageFacts } from "../read/page.ts";
import type { SurfaceEntry } from "../read/surface.ts";
import type { Reconciling } from "./context.ts";
import { citeOverlays } from "./context.ts";
import { reconcileParameters } from "./action-parameters.ts";
import { documentedTypeUse } from "./documented-type.ts";
import { checkExamples } from "./examples.ts";
import { findAction } from "./find-action.ts";
import { normalizeTemplate, pathParameters } from "./path-parameters.ts";
import { collectionEnvelope } from "./rules/R001-collection-envelope.ts";
import { repeatable } from "./rules/R007-repeatable.ts";
import type { ReadPermissions } from "./rules/R003-permissions.ts";
import { permissionTable } from "./rules/R003-permissions.ts";
import { decideProse } from "./prose.ts";
import { formatTypeUse, parseTypeUse } from "./type-use.ts";

/** Makes a bound action from its reference page and the metadata. */
export function reconcilePage(
  context: Reconciling,
  entry: SurfaceEntry,
  page: PageFacts,
): OperationDef | undefined {
  const request = chooseRequest(context, entry, page);
  const found = request === undefined ? undefined : findAction(context, page, request);
  if (request === undefined || found === undefined) return undefined;
  const { action, boundTo } = found;
  const overlays: Overlay[] = [];
  const name = entry.name?.value ?? camelCase(action.name.value) + pascalCase(shortName(boundTo));
  const path = `operations.${name}`;

  const method = context.decisions.decide(`${path}.method`, [
    { source: "docs", value: request.value.method, origin: request.origin },
    { source: "csdl", value: "POST", origin: action.name.origin },
  ]);
  overlays.push(...method.overlays);
  const bodyParameters = reconcileParameters(context, path, page, action, overlays);
  const result = reconcileResult(context, path, page, action, overlays);
  const permissions = permissionTable.read(page.permissions, context.diagnostics);
  const summary = decideProse(
    context,
    `${path}.summary`,
    page.description === undefined
      ? []
      : [{ source: "docs", value: page.description.value, origin: page.description.origin }],
    overlays,
  );
  const rules = new Set<string>([permissionTable.id]);
  if (result.kind === "envelope") rules.add(collectionEnvelope.id);
  const delegated = decidePermissions(
    context,
    `${path}.permissions.delegated`,
    permissions.delegated,
    overlays,
  );
  const application = decidePermissions(
    context,
    `${path}.permissions.application`,
    permissions.application,
    overlays,
  );
  const idempotent = context.decisions.decide(`${path}.idempotent`, [
    { source: "csdl", value: repeatable.byDefault, origin: action.name.origin },
  ]);
  overlays.push(...idempotent.overlays);
  const operation: OperationDef = {
    name,
    isIdempotent: idempotent.value,
    method: fact("POST", request.origin),
    path: fact(normalizeTemplate(request.value.path), request.origin),
    summary,
    page: page.slug,
    pathParameters: pathParameters(request.value.path, request.origin),
    queryParameters: [],
    bodyParameters,
    result,
    permissions: { delegated, application },
    action: { name: action.name.value, boundTo },
    provenance: {
      docs: [page.file],
      csdl: [
        `${action.name.origin.file}  graph.${action.name.value}(${boundTo.replace(/^microsoft\.graph\./, "graph.")})`,
      ],
      openapi: [],
      overlays: citeOverlays(overlays),
      rules: [...rules].toSorted(byText),
    },
  };
  const shown = checkExamples(context, page, operation);
  return {
    ...operation,
    provenance: { ...operation.provenance, rules: [...new Set([...rules, ...shown])].toSorted(byText) },
  };
}

function chooseRequest(
  context: Reconciling,
  entry: SurfaceEntry,
  page: PageFacts,
): PageFacts["requests"][number] | undefined {
  const [first] = page.requests;
  if (entry.path === undefined) {
    if (first !== undefined && page.requests.length > 1)
      context.diagnostics.push(
        diagnostic(
          "several-urls",
          page.requests.map(({ origin }) => origin),
          { count: page.requests.length, used: first.value.path },
        ),
      );
    return first;
  }
  const wanted = entry.path.value;
  const chosen = page.requests.find(({ value }) => value.path === wanted);
  if (chosen === undefined)
    context.diagnostics.push(
      diagnostic("facts-disagree", [entry.path.origin, ...page.requests.map(({ origin }) => origin)], {
        fact: "path",
        says: [`the surface wants ${wanted}`, "the page does not list it"],
      }),
    );
  return chosen;
}

function reconcileResult(
  context: Reconciling,
  path: string,
  page: PageFacts,
  action: CsdlAction,
  overlays: Overlay[],
): ResultDef {
  const { returns, status } = page.response.value;
  const documented =
    status === 204 || returns === undefined ? "nothing" : formatTypeUse(documentedTypeUse(context, returns));
  const declared = action.returns === undefined ? "nothing" : formatTypeUse(action.returns.value);
  const decision = context.decisions.decide(`${path}.returns`, [
    { source: "csdl", value: declared, origin: action.returns?.origin ?? action.name.origin },
    { source: "docs", value: documented, origin: page.response.origin },
  ]);
  overlays.push(...decision.overlays);
  if (decision.value === "nothing") return { kind: "none" };
  const type = parseTypeUse(decision.value);
  // OData puts a primitive value into an object, too.
  if (!collectionEnvelope.applies(type))
    return { kind: type.name.startsWith("Edm.") ? "value" : "single", type, origins: decision.origins };
  return {
    kind: "envelope",
    type: { name: type.name, isCollection: false },
    isPaged: false,
    origins: decision.origins,
  };
}

function decidePermissions(
  context: Reconciling,
  path: string,
  read: ReadPermissions,
  overlays: Overlay[],
): PermissionList {
  const decision = context.decisions.decide<readonly string[]>(path, [
    { source: "docs", value: read.names, origin: read.origin },
  ]);
  overlays.push(...decision.overlays);
  return { names: decision.value, origins: decision.origins };
}
