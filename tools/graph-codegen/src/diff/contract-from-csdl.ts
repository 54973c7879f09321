import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { SourceText } from "../model/source-text.ts";
import { byText } from "../model/names.ts";
import { readCsdl } from "../read/csdl.ts";
import type { CsdlAction, CsdlFacts, CsdlStructured } from "../read/csdl-facts.ts";
import { mayBeLeftOut } from "../reconcile/left-out.ts";
import type { CsdlDeclaration, TypeTable } from "../reconcile/type-table.ts";
import { createTypeTable } from "../reconcile/type-table.ts";
import { factName, formatTypeUse } from "../reconcile/type-use.ts";
import type {
  Contract,
  ContractOperation,
  ContractParameter,
  ContractType,
  Detail,
  EntryPoint,
  Member,
} from "./contract.ts";
import { detailKey, readDetails } from "./csdl-details.ts";

/** The contract of whole CSDL files: everything that they declare, whether a path leads to it or not. */
export function contractFromCsdl(
  label: string,
  files: readonly SourceText[],
): { readonly contract: Contract; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const facts = files.map((source) => {
    const read = readCsdl(source);
    diagnostics.push(...read.diagnostics);
    return read.facts;
  });
  const details = new Map(files.flatMap((source) => [...readDetails(source)]));
  const table = createTypeTable(facts, [], diagnostics);
  const context: Context = { table, details };
  const root: Origin = { file: files[0]?.file ?? label, line: 1, column: 1, length: 1 };
  const types = new Map<string, ContractType>();
  for (const name of table.names().toSorted(byText)) {
    const declared = table.get(name)?.csdl;
    if (declared !== undefined) types.set(name, toType(context, declared));
  }
  return {
    contract: {
      label,
      kind: "csdl",
      revision: undefined,
      root,
      sources: new Map(files.map((source) => [source.file, source])),
      types,
      operations: facts
        .flatMap((each) => [...each.actions, ...each.functions])
        .map((operation) => toOperation(context, operation)),
      entryPoints: new Map(facts.flatMap(entryPoints).map((point) => [point.name, point])),
      details,
    },
    diagnostics,
  };
}

interface Context {
  readonly table: TypeTable;
  readonly details: ReadonlyMap<string, Detail>;
}

function toType(context: Context, declared: CsdlDeclaration): ContractType {
  const name = declared.name.value;
  const common = { name, origin: declared.name.origin, ...said(context, name) };
  if (declared.kind === "enum")
    return {
      ...common,
      kind: "enum",
      isFlags: declared.isFlags,
      isOpen: declared.members.some(({ value }) => value === "unknownFutureValue"),
      members: new Map(
        declared.members.map(({ value, origin }) => [
          value,
          {
            name: value,
            origin,
            value: detail(context, `${name}/${value}`, "Value")?.value,
            description: undefined,
          },
        ]),
      ),
    };
  const members = [...properties(context, declared), ...navigation(context, declared)];
  return {
    ...common,
    kind: declared.kind,
    base: declared.base?.value,
    isAbstract: declared.isAbstract,
    isOpen: declared.isOpen,
    keys: declared.keys,
    members: new Map(members.map((member) => [member.name, member])),
  };
}

function properties(context: Context, declared: CsdlStructured): readonly Member[] {
  const owner = declared.name.value;
  return declared.properties.map(({ name, type, nullable }) => {
    const target = `${owner}/${name.value}`;
    return {
      kind: "property",
      name: name.value,
      owner,
      type: type.value,
      isNullable: nullable.value,
      // As in the generated types: a part of a complex value that may be null may be left out.
      isOptional: declared.kind === "complex" && nullable.value,
      isContained: undefined,
      isReadOnly:
        detail(context, target, "Org.OData.Core.V1.Computed")?.value.replace(/^$/, "true") === "true" ||
        detail(context, target, "Org.OData.Core.V1.Permissions")?.value.endsWith("/Read") === true,
      ...said(context, target),
      origin: name.origin,
    };
  });
}

function navigation(context: Context, declared: CsdlStructured): readonly Member[] {
  const owner = declared.name.value;
  return declared.navigation.map(({ name, type, isContained }) => {
    const target = `${owner}/${name.value}`;
    return {
      kind: "navigation",
      name: name.value,
      owner,
      type: type.value,
      isNullable: detail(context, target, "Nullable")?.value !== "false",
      isOptional: undefined,
      isContained,
      isReadOnly: false,
      ...said(context, target),
      origin: name.origin,
    };
  });
}

function detail(context: Context, target: string, name: string): Detail | undefined {
  return context.details.get(detailKey({ target, name }));
}

function said(
  context: Context,
  target: string,
): { readonly description: Fact<string> | undefined; readonly deprecated: string | undefined } {
  const description = detail(context, target, "Org.OData.Core.V1.Description");
  return {
    description: description === undefined ? undefined : fact(description.value, description.origin),
    deprecated: detail(context, target, "Org.OData.Core.V1.Revisions")?.value,
  };
}

function toOperation(context: Context, operation: CsdlAction): ContractOperation {
  const { kind, namespace, name, target, parameters, isBound, returns } = operation;
  const [binding, ...others] = parameters;
  const bound = isBound && binding !== undefined ? formatTypeUse(binding.type.value) : "";
  return {
    target,
    key: `${namespace}.${name.value}(${bound})`,
    title: `${namespace === "microsoft.graph" ? "" : `${namespace}.`}${name.value}(${shortUse(bound)})`,
    kind,
    method: undefined,
    path: undefined,
    parameters: (isBound ? others : parameters).map((parameter): ContractParameter => ({
      name: parameter.name.value,
      place: kind === "function" ? "arguments" : "body",
      type: parameter.type.value,
      isOptional: mayBeLeftOut(operation, parameter),
      isNullable: parameter.nullable.value,
      description: said(context, `${target}/${parameter.name.value}`).description,
      origin: parameter.name.origin,
    })),
    body: undefined,
    result: {
      type: returns?.value,
      isNullable:
        returns === undefined ? undefined : !returns.value.isCollection && operation.isNullableResult,
      isPaged: undefined,
      origin: returns?.origin ?? name.origin,
    },
    permissions: undefined,
    isIdempotent: undefined,
    ...said(context, target),
    shown: new Map(),
    origin: name.origin,
  };
}

function shortUse(use: string): string {
  const collection = /^Collection\((.*)\)$/.exec(use);
  return collection === null ? factName(use) : `Collection(${factName(collection[1] ?? "")})`;
}

function entryPoints(facts: CsdlFacts): readonly EntryPoint[] {
  return [
    ...facts.roots.map(({ kind, name, type }) => ({
      kind,
      name: name.value,
      target: type.name,
      origin: name.origin,
    })),
    ...facts.imports.map(({ name, operation }) => ({
      kind: "import" as const,
      name: name.value,
      target: operation,
      origin: name.origin,
    })),
  ];
}
