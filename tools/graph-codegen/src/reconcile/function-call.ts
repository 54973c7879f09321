import type { ParameterDef, TypeUse } from "../model/ir.ts";
import type { CsdlParameter } from "../read/csdl-facts.ts";
import { distinctVariables } from "./path-variables.ts";
import type { TypeTable } from "./type-table.ts";

/** The path of a function's call: what stands in parentheses at its end is replaced by the metadata's parameters. */
export function callPath(table: TypeTable, path: string, parameters: readonly CsdlParameter[]): string {
  const called = path.replace(/\([^()]*\)$/, "");
  const names = new Set(parameters.map(({ name }) => name.value));
  return `${distinctVariables(called, names)}${argumentList(table, parameters)}`;
}

/** `(period='{period}',top={top})`: text and members of enums are quoted in a function's arguments. */
function argumentList(table: TypeTable, parameters: readonly CsdlParameter[]): string {
  const list = parameters.map(({ name, type }) =>
    isQuoted(table, type.value) ? `${name.value}='{${name.value}}'` : `${name.value}={${name.value}}`,
  );
  return `(${list.join(",")})`;
}

function isQuoted(table: TypeTable, { name, isCollection }: TypeUse): boolean {
  if (isCollection) return false;
  if (name.startsWith("Edm.")) return name === "Edm.String" || name === "Edm.Duration";
  return table.get(name)?.csdl?.kind !== "complex";
}

/** A function's arguments with the types that the metadata gives them; lists travel as the text that the caller writes. */
export function typedArguments(
  inPath: readonly ParameterDef[],
  parameters: readonly CsdlParameter[],
): readonly ParameterDef[] {
  const typeByName = new Map(parameters.map(({ name, type }) => [name.value, type.value]));
  return inPath.map((parameter) => {
    const type = typeByName.get(parameter.name);
    return type === undefined || type.isCollection ? parameter : { ...parameter, type };
  });
}
