import type { Origin } from "../model/facts.ts";
import type { Model, OperationDef, ParameterDef, TypeDef } from "../model/ir.ts";
import type { SourceText } from "../model/source-text.ts";
import type {
  Contract,
  ContractOperation,
  ContractParameter,
  ContractResult,
  ContractType,
  Member,
} from "./contract.ts";

/** The contract of what a `specs/` folder publishes. */
export function contractFromModel(
  model: Model,
  side: { readonly label: string; readonly root: Origin; readonly sources: ReadonlyMap<string, SourceText> },
): Contract {
  return {
    ...side,
    kind: "specs",
    revision: undefined,
    types: new Map([...model.types].map(([name, type]) => [name, toType(type)])),
    operations: model.operations.map((operation) => toOperation(operation, side.root)),
    entryPoints: new Map(),
    details: new Map(),
  };
}

function toType(type: TypeDef): ContractType {
  const { name, origin, description, deprecated } = type;
  const common = { name, origin, description, deprecated };
  if (type.kind === "enum")
    return {
      ...common,
      kind: "enum",
      isOpen: type.isOpen,
      isFlags: type.isFlags,
      members: new Map(
        type.members.map((member) => [
          member.value,
          {
            name: member.value,
            origin: member.origin,
            value: undefined,
            description: type.memberDescriptions?.get(member.value),
          },
        ]),
      ),
    };
  const members = type.properties.map((property): Member => ({
    kind: "property",
    name: property.name,
    owner: name,
    type: property.type,
    isNullable: property.isNullable,
    isOptional: property.isOptional,
    isContained: undefined,
    isReadOnly: property.isComputed,
    description: property.description,
    deprecated: property.deprecated,
    origin: property.origins[0] ?? origin,
  }));
  // Navigation is not compared: the library of a surface prints none of it, and paths are compared by themselves.
  return {
    ...common,
    kind: type.kind,
    base: type.base,
    isAbstract: type.isAbstract,
    isOpen: type.isOpen ?? false,
    keys: undefined,
    members: new Map(members.map((member) => [member.name, member])),
  };
}

function toOperation(operation: OperationDef, root: Origin): ContractOperation {
  const { name, method, path, permissions } = operation;
  const inPlace = (
    place: ContractParameter["place"],
    parameters: readonly ParameterDef[],
  ): readonly ContractParameter[] => parameters.map((parameter) => toParameter(parameter, place, root));
  return {
    key: name,
    target: "",
    title: name,
    kind: "operation",
    method,
    path,
    parameters: [
      ...inPlace("path", operation.pathParameters),
      ...inPlace("query", operation.queryParameters),
      ...inPlace("body", operation.bodyParameters),
    ],
    body: operation.body?.type,
    result: toResult(operation),
    permissions:
      permissions === undefined
        ? undefined
        : {
            delegated: toPermissions(permissions.delegated, path.origin),
            application: toPermissions(permissions.application, path.origin),
          },
    isIdempotent: operation.isIdempotent,
    description: operation.summary,
    deprecated: operation.deprecated,
    shown: new Map(),
    origin: path.origin,
  };
}

function toPermissions(
  { names, origins }: { readonly names: readonly string[]; readonly origins: readonly Origin[] },
  place: Origin,
): { readonly names: readonly string[]; readonly origin: Origin } {
  // An overlay's place comes first where one decides; what the source says stands behind it.
  return { names, origin: origins[0] ?? place };
}

function toParameter(
  parameter: ParameterDef,
  place: ContractParameter["place"],
  root: Origin,
): ContractParameter {
  const { name, type, isOptional, isNullable, description, origins } = parameter;
  return { name, place, type, isOptional, isNullable, description, origin: origins[0] ?? root };
}

function toResult({ result, path }: OperationDef): ContractResult {
  if (result.kind === "none")
    return { type: undefined, isNullable: undefined, isPaged: undefined, origin: path.origin };
  return {
    type: { name: result.type.name, isCollection: result.kind === "envelope" || result.type.isCollection },
    isNullable: result.kind === "value" ? (result.isNullable ?? false) : undefined,
    isPaged: result.kind === "envelope" ? result.isPaged : undefined,
    origin: result.origins[0] ?? path.origin,
  };
}
