import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { OperationDef, ParameterDef, ResultDef } from "../model/ir.ts";
import { byText, camelCase, pascalCase } from "../model/names.ts";
import type { CsdlAction, CsdlFacts, CsdlParameter, CsdlRoot } from "../read/csdl-facts.ts";
import { deprecation, saidValue, terms } from "../reconcile/annotations.ts";
import { callPath, typedArguments } from "../reconcile/function-call.ts";
import { withBases } from "../reconcile/path.ts";
import { pathParameters } from "../reconcile/path-parameters.ts";
import { csdlProse, firstProse } from "../reconcile/prose.ts";
import { queryOptions } from "../reconcile/query-options.ts";
import type { TypeTable } from "../reconcile/type-table.ts";
import { typeName } from "../emit/type-index.ts";
import type { CanonicalPaths } from "./paths.ts";
import { pathTo } from "./paths.ts";

/** What the operations of a whole CSDL are made from. */
export interface WholeContext {
  readonly csdl: readonly CsdlFacts[];
  readonly table: TypeTable;
  readonly paths: CanonicalPaths;
  readonly diagnostics: Diagnostic[];
}

/** Every action and function as an operation, and the reads of every singleton and entity set. */
export function wholeOperations(context: WholeContext): readonly OperationDef[] {
  const taken = new Set<string>();
  const name = (wanted: string): string => {
    let unique = wanted;
    for (let number = 2; taken.has(unique.toLowerCase()); number += 1) unique = `${wanted}${number}`;
    taken.add(unique.toLowerCase());
    return unique;
  };
  const bound = context.csdl.flatMap((facts) => [...facts.actions, ...facts.functions]);
  return [
    ...context.csdl
      .flatMap((facts) => facts.roots)
      .flatMap((root) => rootOperations(context.table, root, name)),
    ...bound.flatMap((operation) => boundOperation(context, operation, isOverloaded(bound, operation), name)),
  ].toSorted((a, b) => byText(a.name, b.name));
}

const overloads = new WeakMap<readonly CsdlAction[], ReadonlyMap<string, number>>();

/** Whether others have the same name and the same binding parameter, and fewer parameters than this one. */
function isOverloaded(all: readonly CsdlAction[], operation: CsdlAction): boolean {
  const known = overloads.get(all) ?? leastParameters(all);
  overloads.set(all, known);
  return operation.parameters.length > (known.get(overloadKey(operation)) ?? 0);
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
  context: WholeContext,
  operation: CsdlAction,
  isOverload: boolean,
  name: (wanted: string) => string,
): readonly OperationDef[] {
  const [binding, ...bound] = operation.parameters;
  const parameters = operation.isBound ? bound : operation.parameters;
  const origin = operation.name.origin;
  const place = operation.isBound ? bindingPath(context, binding) : importPath(context, operation);
  if (place === undefined) {
    context.diagnostics.push(
      diagnostic("operation-unreachable", [origin], { operation: overloadKey(operation) }),
    );
    return [];
  }
  const target =
    operation.isBound && binding !== undefined
      ? `${typeName(binding.type.value.name)}${binding.type.value.isCollection ? "Collection" : ""}`
      : "";
  const suffix = isOverload
    ? `With${parameters.map((parameter) => pascalCase(parameter.name.value)).join("")}`
    : "";
  const called = operation.isBound
    ? `${place}/${operation.namespace === "microsoft.graph" ? "" : `${operation.namespace}.`}${operation.name.value}`
    : place;
  const isFunction = operation.kind === "function";
  const path = isFunction ? callPath(context.table, called, parameters) : called;
  const annotations = context.table.annotations(operation.target);
  return [
    {
      ...common(
        name(camelCase(operation.name.value) + target + suffix),
        isFunction ? "GET" : "POST",
        path,
        origin,
      ),
      ...deprecation(annotations),
      summary: firstProse([csdlProse(annotations)]),
      pathParameters: typedArguments(pathParameters(path, origin), isFunction ? parameters : []),
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
    },
  ];
}

function bindingPath(context: WholeContext, binding: CsdlParameter | undefined): string | undefined {
  if (binding === undefined) return undefined;
  const { name, isCollection } = binding.type.value;
  return pathTo(name, isCollection, context.paths, withBases(name, context.table).slice(1));
}

function importPath(context: WholeContext, operation: CsdlAction): string | undefined {
  const qualified = `${operation.namespace}.${operation.name.value}`;
  const found = context.csdl.flatMap((facts) => facts.imports).find((entry) => entry.operation === qualified);
  return found === undefined ? undefined : `/${found.name.value}`;
}

function isEntity(table: TypeTable, { returns }: CsdlAction): boolean {
  return returns !== undefined && table.get(returns.value.name)?.csdl?.kind === "entity";
}

function toParameter(table: TypeTable, { target }: CsdlAction, parameter: CsdlParameter): ParameterDef {
  return {
    name: parameter.name.value,
    type: parameter.type.value,
    isOptional: parameter.isOptional,
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
function rootOperations(
  table: TypeTable,
  root: CsdlRoot,
  name: (wanted: string) => string,
): readonly OperationDef[] {
  if (saidValue(table.annotations(root.target), terms.read) === "Readable=false") return [];
  const origin = root.name.origin;
  const path = `/${root.name.value}`;
  const title = pascalCase(root.name.value);
  const isSet = root.kind === "entitySet";
  const read = (wanted: string, at: string, result: ResultDef): OperationDef => ({
    ...common(name(wanted), "GET", at, origin),
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
    read(`get${title}Item`, item, single),
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
