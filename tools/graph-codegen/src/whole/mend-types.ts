import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { jsonKind } from "../model/edm.ts";
import type { Origin } from "../model/facts.ts";
import type { Model, OperationDef, ParameterDef, ResultDef, TypeDef, TypeUse } from "../model/ir.ts";

/** Where a type is used that no schema declares, anything can stand: said once for each type, with its first user. */
export function mendTypes(model: Model, diagnostics: Diagnostic[]): Model {
  const complained = new Set<string>();
  const isKnown = ({ name }: TypeUse): boolean => jsonKind(name) !== undefined || model.types.has(name);
  const mend = (use: TypeUse, user: string, origin: Origin | undefined): TypeUse => {
    if (isKnown(use)) return use;
    if (!complained.has(use.name))
      diagnostics.push(
        diagnostic("type-unknown", origin === undefined ? [] : [origin], { type: use.name, user }),
      );
    complained.add(use.name);
    return { name: "Edm.Untyped", isCollection: use.isCollection };
  };
  const types = new Map<string, TypeDef>();
  for (const [name, type] of model.types) types.set(name, mendType(type, model, mend));
  return {
    ...model,
    types,
    operations: model.operations.map((operation) => mendOperation(operation, mend)),
  };
}

type Mend = (use: TypeUse, user: string, origin: Origin | undefined) => TypeUse;

function mendType(type: TypeDef, model: Model, mend: Mend): TypeDef {
  if (type.kind === "enum") return type;
  const hasBase = type.base === undefined || model.types.get(type.base)?.kind === type.kind;
  // Said like any other unknown type; a base of another kind is none.
  if (!hasBase) mend({ name: type.base ?? "", isCollection: false }, type.name, type.origin);
  return {
    ...type,
    base: hasBase ? type.base : undefined,
    properties: type.properties.map((property) => {
      const use = mend(property.type, `${type.name}/${property.name}`, property.origins[0]);
      return use === property.type ? property : { ...property, type: use };
    }),
    navigation: type.navigation.map((navigation) => {
      const use = mend(navigation.type, `${type.name}/${navigation.name}`, navigation.origin);
      return use === navigation.type ? navigation : { ...navigation, type: use };
    }),
  };
}

function mendOperation(operation: OperationDef, mend: Mend): OperationDef {
  const mendParameters = (parameters: readonly ParameterDef[]): readonly ParameterDef[] =>
    parameters.map((parameter) => ({
      ...parameter,
      type: mend(parameter.type, `${operation.name}.${parameter.name}`, parameter.origins[0]),
    }));
  return {
    ...operation,
    pathParameters: mendParameters(operation.pathParameters),
    bodyParameters: mendParameters(operation.bodyParameters),
    result: mendResult(operation, operation.result, mend),
  };
}

function mendResult({ name }: OperationDef, result: ResultDef, mend: Mend): ResultDef {
  return result.kind === "none"
    ? result
    : { ...result, type: mend(result.type, `the result of ${name}`, result.origins[0]) };
}
