import { diagnostic } from "../diagnostics/diagnostic.ts";
import { fact } from "../model/facts.ts";
import type { OperationDef, ParameterDef, PermissionList, ResultDef, TypeUse } from "../model/ir.ts";
import { byText, camelCase, pascalCase, shortName } from "../model/names.ts";
import type { CsdlAction, CsdlParameter } from "../read/csdl-facts.ts";
import type { Overlay } from "../read/overlay.ts";
import type { DocumentedParameter, DocumentedType, PageFacts } from "../read/page.ts";
import type { SurfaceEntry } from "../read/surface.ts";
import type { Reconciling } from "./context.ts";
import { citeOverlays } from "./context.ts";
import { checkExamples } from "./examples.ts";
import { findAction } from "./find-action.ts";
import { normalizeTemplate, pathParameters } from "./path-parameters.ts";
import { collectionEnvelope } from "./rules/R001-collection-envelope.ts";
import type { ReadPermissions } from "./rules/R003-permissions.ts";
import { permissionTable } from "./rules/R003-permissions.ts";
import { decideProse, formatTypeUse, parseTypeUse } from "./type-facts.ts";

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
  const operation: OperationDef = {
    name,
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

function reconcileParameters(
  context: Reconciling,
  path: string,
  page: PageFacts,
  action: CsdlAction,
  overlays: Overlay[],
): readonly ParameterDef[] {
  const declared = new Map(action.parameters.slice(1).map((parameter) => [parameter.name.value, parameter]));
  const documented = new Map(page.parameters.map((parameter) => [parameter.name.value, parameter]));
  reportUnmatched(context, path, page, action, documented, declared);
  return [...declared.values()].map((parameter) =>
    reconcileParameter(
      context,
      `${path}.parameters.${parameter.name.value}`,
      parameter,
      documented.get(parameter.name.value),
      overlays,
    ),
  );
}

/** A parameter that only one of the two sources has is a disagreement, shown with both places. */
function reportUnmatched(
  context: Reconciling,
  path: string,
  page: PageFacts,
  action: CsdlAction,
  documented: ReadonlyMap<string, DocumentedParameter>,
  declared: ReadonlyMap<string, CsdlParameter>,
): void {
  const onlyDocs = page.parameters.filter(({ name }) => !declared.has(name.value));
  const onlyCsdl = [...declared.values()].filter(
    ({ name, isOptional }) => !documented.has(name.value) && !isOptional,
  );
  if (onlyDocs.length + onlyCsdl.length === 0) return;
  const overlay = context.decisions.decideOptional(`${path}.parameters`, [], [""]);
  if (overlay !== undefined) return;
  const origins = [...onlyDocs.map(({ name }) => name.origin), ...onlyCsdl.map(({ name }) => name.origin)];
  if (onlyDocs.length === 0) origins.push(page.parameters[0]?.name.origin ?? page.title.origin);
  if (onlyCsdl.length === 0) origins.push(action.name.origin);
  const list = (names: Iterable<string>): string => [...names].join(", ") || "none";
  context.diagnostics.push(
    diagnostic("facts-disagree", origins, {
      fact: `${path}.parameters`,
      says: [`docs say ${list(documented.keys())}`, `csdl says ${list(declared.keys())}`],
    }),
  );
}

function reconcileParameter(
  context: Reconciling,
  path: string,
  csdl: CsdlParameter,
  docs: DocumentedParameter | undefined,
  overlays: Overlay[],
): ParameterDef {
  const { decisions } = context;
  const fromCsdl = {
    source: "csdl" as const,
    value: formatTypeUse(csdl.type.value),
    origin: csdl.type.origin,
  };
  const type = decisions.decide(
    `${path}.type`,
    docs === undefined
      ? [fromCsdl]
      : [
          fromCsdl,
          {
            source: "docs",
            value: formatTypeUse(documentedTypeUse(context, docs.type.value)),
            origin: docs.type.origin,
          },
        ],
  );
  const optional = decisions.decide(`${path}.optional`, [
    { source: "csdl", value: csdl.isOptional, origin: csdl.name.origin },
  ]);
  overlays.push(...type.overlays, ...optional.overlays);
  const prose =
    docs === undefined
      ? []
      : [{ source: "docs" as const, value: docs.description.value, origin: docs.description.origin }];
  const description = decideProse(context, `${path}.description`, prose, overlays);
  // CSDL lets an action's parameter be null by default. What a null set means is not known, so it cannot be sent.
  return {
    name: csdl.name.value,
    type: parseTypeUse(type.value),
    isOptional: optional.value,
    isNullable: false,
    description,
    origins: [csdl.name.origin, ...(docs === undefined ? [] : [docs.name.origin]), ...type.origins],
  };
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
  if (!collectionEnvelope.applies(type)) return { kind: "single", type, origins: decision.origins };
  return {
    kind: "envelope",
    type: { name: type.name, isCollection: false },
    isPaged: false,
    origins: decision.origins,
  };
}

const documentedPrimitives = new Set([
  "String",
  "Boolean",
  "Int16",
  "Int32",
  "Int64",
  "DateTimeOffset",
  "Guid",
  "Double",
  "Single",
  "Decimal",
  "Binary",
  "Duration",
  "TimeOfDay",
  "Date",
  "Stream",
  "Byte",
]);

/** A page's name for a type as the metadata would write it; the page that it links to is kept for `@see`. */
function documentedTypeUse(context: Reconciling, documented: DocumentedType): TypeUse {
  if (documented.page !== undefined && !context.pageByType.has(documented.name))
    context.pageByType.set(documented.name, documented.page);
  const primitive = documented.name === "GUID" ? "Guid" : documented.name;
  if (documentedPrimitives.has(primitive))
    return { name: `Edm.${primitive}`, isCollection: documented.isCollection };
  const name = documented.name.replace(/^#?(microsoft\.graph\.)?/, "");
  const known = context.table.names().find((candidate) => shortName(candidate) === name);
  return { name: known ?? `microsoft.graph.${name}`, isCollection: documented.isCollection };
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
