import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { OperationDef, ParameterDef, PermissionList, ResultDef } from "../model/ir.ts";
import { camelCase, pascalCase } from "../model/names.ts";
import type { CsdlAction, CsdlParameter, CsdlRoot } from "../read/csdl-facts.ts";
import { deprecation, saidValue, terms } from "../reconcile/annotations.ts";
import { callPath, typedArguments } from "../reconcile/function-call.ts";
import { mayBeLeftOut } from "../reconcile/left-out.ts";
import { anonymous, withBases } from "../reconcile/path.ts";
import { distinctVariables } from "../reconcile/path-variables.ts";
import { normalizeTemplate, pathParameters } from "../reconcile/path-parameters.ts";
import { csdlProse, firstProse } from "../reconcile/prose.ts";
import { queryOptions } from "../reconcile/query-options.ts";
import type { TypeTable } from "../reconcile/type-table.ts";
import { typeName } from "../emit/type-index.ts";
import { permissionTable } from "../reconcile/rules/R003-permissions.ts";
import type { Reconciling } from "../reconcile/context.ts";
import type { Documented, DocumentedRequest } from "./documented.ts";
import type { CanonicalPaths } from "./paths.ts";
import type { Names } from "./operation-names.ts";
import { pathTo } from "./paths.ts";

/** What the operations of a whole CSDL are made from. */
export interface WholeContext {
  readonly context: Reconciling;
  readonly paths: CanonicalPaths;
  readonly documented: Documented;
  readonly names: Names;
  readonly diagnostics: Diagnostic[];
}

/** Every action and function as an operation, and the reads of every singleton and entity set. */
export function wholeOperations(whole: WholeContext): readonly OperationDef[] {
  const { csdl } = whole.context.facts;
  const bound = csdl.flatMap((facts) => [...facts.actions, ...facts.functions]);
  const least = leastParameters(bound);
  const reads = new Map(
    whole.documented.entities
      .filter(({ request }) => request.value.method === "GET")
      .map((entity) => [anonymous(entity.request.value.path), entity]),
  );
  return [
    ...csdl
      .flatMap((facts) => facts.roots)
      .flatMap((root) => rootOperations(whole.context.table, root))
      .map((operation) => {
        const documented = reads.get(anonymous(operation.path.value));
        const named = { ...operation, name: whole.names(operation.name) };
        return documented === undefined ? named : describeByPage(whole.context, named, documented);
      }),
    ...bound.flatMap((operation) =>
      boundOperation(
        whole,
        operation,
        operation.parameters.length > (least.get(overloadKey(operation)) ?? 0),
      ),
    ),
  ];
}

function leastParameters(all: readonly CsdlAction[]): ReadonlyMap<string, number> {
  const least = new Map<string, number>();
  for (const operation of all) {
    const key = overloadKey(operation);
    least.set(key, Math.min(least.get(key) ?? Number.POSITIVE_INFINITY, operation.parameters.length));
  }
  return least;
}

/** Operations with one key are overloads of each other. */
export function overloadKey({ kind, namespace, name, parameters, isBound }: CsdlAction): string {
  const binding = isBound ? parameters[0]?.type.value : undefined;
  return `${kind} ${namespace}.${name.value}(${binding?.isCollection === true ? "[]" : ""}${binding?.name ?? ""})`;
}

function boundOperation(
  whole: WholeContext,
  operation: CsdlAction,
  isOverload: boolean,
): readonly OperationDef[] {
  const { context } = whole;
  const [binding, ...bound] = operation.parameters;
  const parameters = operation.isBound ? bound : operation.parameters;
  const origin = operation.name.origin;
  const isFunction = operation.kind === "function";
  const documented = whole.documented.byOperation.get(operation);
  // Of the many paths that lead to most types a page names the one that people use.
  const called = documented === undefined ? pathOf(whole, operation) : documentedPath(documented);
  if (called === undefined) {
    whole.diagnostics.push(
      diagnostic("operation-unreachable", [origin], { operation: overloadKey(operation) }),
    );
    return [];
  }
  const target =
    operation.isBound && binding !== undefined
      ? `${typeName(binding.type.value.name)}${binding.type.value.isCollection ? "Collection" : ""}`
      : "";
  const annotations = context.table.annotations(operation.target);
  return waysToCall(operation, parameters, isOverload).map(({ suffix, given }): OperationDef => {
    const path = isFunction
      ? callPath(context.table, called, given)
      : distinctVariables(called, new Set(given.map(({ name }) => name.value)));
    const made: OperationDef = {
      ...common(
        whole.names(camelCase(operation.name.value) + target + suffix),
        isFunction ? "GET" : "POST",
        path,
        origin,
      ),
      ...deprecation(annotations),
      summary: firstProse([csdlProse(annotations)]),
      pathParameters: typedArguments(pathParameters(path, origin), isFunction ? given : []),
      queryParameters:
        isFunction && operation.returns?.value.isCollection === true && isEntity(context.table, operation)
          ? queryOptions(context.table, [operation.target, operation.returns.value.name], true, origin)
          : [],
      bodyParameters: isFunction
        ? []
        : parameters.map((parameter) => toParameter(context.table, operation, parameter)),
      result: toResult(operation, origin),
      action:
        operation.isBound && binding !== undefined
          ? { name: operation.name.value, boundTo: binding.type.value.name }
          : undefined,
      provenance: provenance(origin, overloadKey(operation)),
    };
    return documented === undefined ? made : describeByPage(context, made, documented);
  });
}

interface Call {
  readonly suffix: string;
  readonly given: readonly CsdlParameter[];
}

/**
 * How an operation can be called. The arguments of a function stand in its path, so one that may be left out makes two
 * paths: without those, which stays what it was when one more is added, and with all.
 */
function waysToCall(
  { kind }: CsdlAction,
  parameters: readonly CsdlParameter[],
  isOverload: boolean,
): readonly Call[] {
  const suffixOf = (named: readonly CsdlParameter[]): string =>
    `With${named.map(({ name }) => pascalCase(name.value)).join("")}`;
  const suffix = isOverload ? suffixOf(parameters) : "";
  const optional = parameters.filter(({ isOptional }) => isOptional);
  if (kind === "action" || optional.length === 0) return [{ suffix, given: parameters }];
  const required = parameters.filter(({ isOptional }) => !isOptional);
  return [
    { suffix: isOverload && required.length > 0 ? suffixOf(required) : "", given: required },
    { suffix: suffixOf(isOverload ? parameters : optional), given: parameters },
  ];
}

/** An operation with what its page says and the metadata does not: prose, permissions, parameters' descriptions. */
export function describeByPage(
  context: Reconciling,
  operation: OperationDef,
  { page }: DocumentedRequest,
): OperationDef {
  const { delegated, application } = permissionTable.read(page.permissions, context.diagnostics);
  const list = ({ names, origin }: typeof delegated): PermissionList => ({ names, origins: [origin] });
  const described = new Map(page.parameters.map(({ name, description }) => [name.value, description]));
  return {
    ...operation,
    summary: firstProse([page.description, operation.summary]),
    page: page.slug,
    bodyParameters: operation.bodyParameters.map((parameter) => ({
      ...parameter,
      description: firstProse([described.get(parameter.name), parameter.description]),
    })),
    // A page whose table is in another file says nothing of permissions.
    permissions:
      page.permissions.rows.length === 0
        ? undefined
        : { delegated: list(delegated), application: list(application) },
    provenance: { ...operation.provenance, docs: [page.file] },
  };
}

/** A page's path with its variables in the names of the library. */
function documentedPath({ request }: DocumentedRequest): string {
  return normalizeTemplate(request.value.path);
}

function pathOf(whole: WholeContext, operation: CsdlAction): string | undefined {
  if (!operation.isBound) return importPath(whole.context, operation);
  const place = bindingPath(whole, operation.parameters[0]);
  const namespace = operation.namespace === "microsoft.graph" ? "" : `${operation.namespace}.`;
  return place === undefined ? undefined : `${place}/${namespace}${operation.name.value}`;
}

function bindingPath(
  { context, paths }: WholeContext,
  binding: CsdlParameter | undefined,
): string | undefined {
  if (binding === undefined) return undefined;
  const { name, isCollection } = binding.type.value;
  return pathTo(name, isCollection, paths, withBases(name, context.table).slice(1));
}

function importPath({ facts }: Reconciling, operation: CsdlAction): string | undefined {
  const qualified = `${operation.namespace}.${operation.name.value}`;
  const found = facts.csdl.flatMap(({ imports }) => imports).find((entry) => entry.operation === qualified);
  return found === undefined ? undefined : `/${found.name.value}`;
}

function isEntity(table: TypeTable, { returns }: CsdlAction): boolean {
  return returns !== undefined && table.get(returns.value.name)?.csdl?.kind === "entity";
}

function toParameter(table: TypeTable, operation: CsdlAction, parameter: CsdlParameter): ParameterDef {
  const { target } = operation;
  return {
    name: parameter.name.value,
    type: parameter.type.value,
    isOptional: mayBeLeftOut(operation, parameter),
    isNullable: parameter.nullable.value,
    description: firstProse([csdlProse(table.annotations(`${target}/${parameter.name.value}`))]),
    origins: [parameter.name.origin],
  };
}

function toResult(operation: CsdlAction, origin: Origin): ResultDef {
  if (operation.returns === undefined) return { kind: "none" };
  const { value: type, origin: place } = operation.returns;
  if (type.isCollection)
    return {
      kind: "envelope",
      type: { name: type.name, isCollection: false },
      isPaged: operation.kind === "function",
      origins: [place, origin],
    };
  const origins = [place, origin];
  if (!type.name.startsWith("Edm.") || type.name === "Edm.Stream") return { kind: "single", type, origins };
  return { kind: "value", type, isNullable: operation.isNullableResult, origins };
}

/** The reads of a singleton or an entity set, unless the metadata says that it cannot be read. */
function rootOperations(table: TypeTable, root: CsdlRoot): readonly OperationDef[] {
  if (saidValue(table.annotations(root.target), terms.read) === "Readable=false") return [];
  const origin = root.name.origin;
  const path = `/${root.name.value}`;
  const title = pascalCase(root.name.value);
  const isSet = root.kind === "entitySet";
  const read = (wanted: string, at: string, result: ResultDef): OperationDef => ({
    ...common(wanted, "GET", at, origin),
    pathParameters: pathParameters(at, origin),
    queryParameters: queryOptions(table, [root.target, root.type.name], result.kind === "envelope", origin),
    bodyParameters: [],
    action: undefined,
    provenance: provenance(origin, `${root.kind} ${root.name.value}`),
    result,
  });
  const type = { name: root.type.name, isCollection: false };
  const single: ResultDef = { kind: "single", type, origins: [origin] };
  if (!isSet) return [read(`get${title}`, path, single)];
  const item = `${path}/{${camelCase(typeName(root.type.name))}Id}`;
  return [
    read(`list${title}`, path, { kind: "envelope", type, isPaged: true, origins: [origin] }),
    read(`get${typeName(root.type.name)}`, item, single),
  ];
}

type Common = Pick<
  OperationDef,
  "name" | "method" | "path" | "summary" | "page" | "queryParameters" | "permissions" | "isIdempotent"
>;

function common(name: string, method: "GET" | "POST", path: string, origin: Origin): Common {
  return {
    name,
    method: fact(method, origin),
    path: fact(path, origin),
    summary: undefined,
    page: undefined,
    queryParameters: [],
    permissions: undefined,
    isIdempotent: false,
  };
}

function provenance(origin: Origin, what: string): OperationDef["provenance"] {
  return { docs: [], csdl: [`${origin.file}  ${what}`], openapi: [], overlays: [], rules: [] };
}
