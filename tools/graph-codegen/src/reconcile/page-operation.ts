import { diagnostic } from "../diagnostics/diagnostic.ts";
import { fact } from "../model/facts.ts";
import type { OperationDef, PermissionList, ResultDef, TypeUse } from "../model/ir.ts";
import { byText, camelCase, pascalCase, shortName } from "../model/names.ts";
import type { CsdlAction } from "../read/csdl-facts.ts";
import type { Overlay } from "../read/overlay.ts";
import type { PageFacts } from "../read/page.ts";
import type { SurfaceEntry } from "../read/surface.ts";
import type { Reconciling } from "./context.ts";
import { citeOverlays } from "./context.ts";
import { reconcileParameters } from "./action-parameters.ts";
import type { EntityOperation, EntityVerb } from "./entity-operation.ts";
import { entityVerb, reconcileEntityOperation } from "./entity-operation.ts";
import { callPath, typedArguments } from "./function-call.ts";
import { walkPath } from "./path.ts";
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

/** Makes an operation from its reference page and the metadata: on entities, or a bound action or function. */
export function reconcilePage(
  context: Reconciling,
  entry: SurfaceEntry,
  page: PageFacts,
): OperationDef | undefined {
  const request = chooseRequest(context, entry, page);
  if (request === undefined) return undefined;
  const overlays: Overlay[] = [];
  const target = walkPath(request.value.path, context.table, context.facts.csdl);
  const verb = target.kind === "type" ? entityVerb(request, target.type) : undefined;
  const shape =
    target.kind === "type" && verb !== undefined
      ? entityShape(context, entry, page, request, target.type, verb, overlays)
      : boundShape(context, entry, page, request, overlays);
  return shape === undefined ? undefined : finish(context, page, shape, overlays);
}

/** An operation but for what every page says in the same way. */
interface Shape {
  readonly operation: EntityOperation & Pick<OperationDef, "isIdempotent">;
  readonly csdl: string;
}

function entityShape(
  context: Reconciling,
  entry: SurfaceEntry,
  page: PageFacts,
  request: PageFacts["requests"][number],
  target: TypeUse,
  verb: EntityVerb,
  overlays: Overlay[],
): Shape {
  const made = reconcileEntityOperation(context, page, request, target, verb);
  const name = entry.name?.value ?? made.name;
  const origin = context.table.get(target.name)?.name.origin ?? request.origin;
  // HTTP says it of every DELETE (RFC 9110, 9.2.2); a PATCH that sets values leaves what it leaves the first time.
  const idempotent = context.decisions.decide(`operations.${name}.idempotent`, [
    { source: "csdl", value: verb === "delete", origin },
  ]);
  overlays.push(...idempotent.overlays);
  return {
    operation: { ...made, name, isIdempotent: idempotent.value },
    csdl: `${origin.file}  ${target.name.replace(/^microsoft\.graph\./, "graph.")}`,
  };
}

function boundShape(
  context: Reconciling,
  entry: SurfaceEntry,
  page: PageFacts,
  request: PageFacts["requests"][number],
  overlays: Overlay[],
): Shape | undefined {
  const found = findAction(context, page, request);
  if (found === undefined) return undefined;
  const { action, boundTo } = found;
  const name = entry.name?.value ?? camelCase(action.name.value) + pascalCase(shortName(boundTo));
  const path = `operations.${name}`;
  const isFunction = action.kind === "function";
  const method = context.decisions.decide<string>(`${path}.method`, [
    { source: "docs", value: request.value.method, origin: request.origin },
    { source: "csdl", value: isFunction ? "GET" : "POST", origin: action.name.origin },
  ]);
  overlays.push(...method.overlays);
  const parameters = reconcileParameters(context, path, page, action, overlays);
  const result = reconcileResult(context, path, page, action, overlays);
  const idempotent = context.decisions.decide(`${path}.idempotent`, [
    { source: "csdl", value: repeatable.byDefault, origin: action.name.origin },
  ]);
  overlays.push(...idempotent.overlays);
  const written = normalizeTemplate(request.value.path);
  const called = isFunction ? callPath(context.table, written, action.parameters.slice(1)) : written;
  return {
    operation: {
      name,
      isIdempotent: idempotent.value,
      method: fact(isFunction ? "GET" : "POST", request.origin),
      path: fact(called, request.origin),
      pathParameters: isFunction
        ? typedArguments(pathParameters(called, request.origin), action.parameters.slice(1))
        : pathParameters(called, request.origin),
      queryParameters: [],
      bodyParameters: isFunction ? [] : parameters,
      result,
      action: { name: action.name.value, boundTo },
    },
    csdl: `${action.name.origin.file}  graph.${action.name.value}(${boundTo.replace(/^microsoft\.graph\./, "graph.")})`,
  };
}

function finish(
  context: Reconciling,
  page: PageFacts,
  { operation: shape, csdl }: Shape,
  overlays: Overlay[],
): OperationDef {
  const path = `operations.${shape.name}`;
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
  if (shape.result.kind === "envelope") rules.add(collectionEnvelope.id);
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
  const operation: OperationDef = {
    ...shape,
    summary,
    page: page.slug,
    permissions: { delegated, application },
    provenance: {
      docs: [page.file],
      csdl: [csdl],
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
