import { diagnostic } from "../diagnostics/diagnostic.ts";
import { fact } from "../model/facts.ts";
import type { OperationDef, ParameterDef, PermissionList, ResultDef } from "../model/ir.ts";
import type { OpenApiOperation, OpenApiParameter } from "../read/openapi.ts";
import type { Overlay } from "../read/overlay.ts";
import type { SurfaceEntry } from "../read/surface.ts";
import type { Reconciling } from "./context.ts";
import { citeOverlays } from "./context.ts";
import { walkPath } from "./path.ts";
import { normalizeTemplate, pathParameters } from "./path-parameters.ts";
import { decideProse } from "./prose.ts";
import { formatTypeUse } from "./type-use.ts";

/** Makes an operation from an OpenAPI fragment; where the metadata knows the path, the two must agree. */
export function reconcileOpenApi(
  context: Reconciling,
  entry: SurfaceEntry,
  operation: OpenApiOperation,
): OperationDef {
  const overlays: Overlay[] = [];
  const name = entry.name?.value ?? operation.id.value;
  const path = `operations.${name}`;
  const template = normalizeTemplate(operation.path.value);
  const prose =
    operation.summary === undefined
      ? []
      : [{ source: "openapi" as const, value: operation.summary.value, origin: operation.summary.origin }];
  return {
    name,
    method: fact(
      operation.method === "GET" ? "GET" : refuseMethod(context, operation),
      operation.path.origin,
    ),
    path: fact(template, operation.path.origin),
    summary: decideProse(context, `${path}.summary`, prose, overlays),
    page: undefined,
    pathParameters: describe(pathParameters(template, operation.path.origin), operation),
    queryParameters: operation.parameters
      .filter((parameter) => parameter.in === "query")
      .map(toQueryParameter),
    bodyParameters: [],
    result: reconcileResponse(context, path, operation, overlays),
    permissions: reconcilePermissions(context, `${path}.permissions`, operation, overlays),
    isIdempotent: false,
    action: undefined,
    provenance: {
      docs: [],
      csdl: [],
      openapi: [`${operation.file}  ${operation.id.value}`],
      overlays: citeOverlays(overlays),
      rules: [],
    },
  };
}

function refuseMethod(context: Reconciling, operation: OpenApiOperation): "GET" {
  context.diagnostics.push(
    diagnostic("openapi-unsupported", [operation.id.origin], {
      what: `${operation.method} operations; only reads are published from OpenAPI`,
    }),
  );
  return "GET";
}

function reconcileResponse(
  context: Reconciling,
  path: string,
  operation: OpenApiOperation,
  overlays: Overlay[],
): ResultDef {
  const { response } = operation;
  if (response === undefined) return { kind: "none" };
  const said = formatTypeUse({
    name: response.type.value.name,
    isCollection: response.isEnvelope || response.type.value.isCollection,
  });
  const target = walkPath(operation.path.value, context.table, context.facts.csdl);
  const declared =
    target.kind === "type"
      ? [{ source: "csdl" as const, value: formatTypeUse(target.type), origin: response.type.origin }]
      : [];
  const decision = context.decisions.decide(`${path}.returns`, [
    { source: "openapi", value: said, origin: response.type.origin },
    ...declared,
  ]);
  overlays.push(...decision.overlays);
  const type = { name: response.type.value.name, isCollection: false };
  if (response.isEnvelope)
    return { kind: "envelope", type, isPaged: response.isPaged, origins: decision.origins };
  return { kind: "single", type: response.type.value, origins: decision.origins };
}

function toQueryParameter(parameter: OpenApiParameter): ParameterDef {
  return {
    name: parameter.name.value,
    type: parameter.type,
    isOptional: true,
    isNullable: false,
    description: parameter.description,
    origins: [parameter.name.origin],
  };
}

function describe(parameters: readonly ParameterDef[], operation: OpenApiOperation): readonly ParameterDef[] {
  const said = operation.parameters.filter((parameter) => parameter.in === "path");
  return parameters.map((parameter, index) => ({ ...parameter, description: said[index]?.description }));
}

/** What neither the document nor an overlay says of any caller is unknown. */
function reconcilePermissions(
  context: Reconciling,
  path: string,
  operation: OpenApiOperation,
  overlays: Overlay[],
): OperationDef["permissions"] {
  const decide = (kind: "delegated" | "application"): PermissionList | undefined => {
    const said = operation.permissions?.[kind];
    const origin = said?.[0]?.origin ?? operation.id.origin;
    const values = said?.map(({ value }) => value);
    const decision = context.decisions.decideOptional<readonly string[]>(
      `${path}.${kind}`,
      values === undefined ? [] : [{ source: "openapi", value: values, origin }],
      [],
    );
    overlays.push(...(decision?.overlays ?? []));
    return decision === undefined ? undefined : { names: decision.value, origins: decision.origins };
  };
  const [delegated, application] = [decide("delegated"), decide("application")];
  if (delegated === undefined && application === undefined) return undefined;
  const none = { names: [], origins: [operation.id.origin] };
  return { delegated: delegated ?? none, application: application ?? none };
}
