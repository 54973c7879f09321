import type { Origin } from "../model/facts.ts";
import type { ParameterDef } from "../model/ir.ts";
import { camelCase } from "../model/names.ts";

/** The variables of a path template in the library's names, in order. */
export function pathParameters(path: string, origin: Origin): readonly ParameterDef[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = ""]) => ({
    name,
    type: { name: "Edm.String", isCollection: false },
    isOptional: false,
    isNullable: false,
    description: undefined,
    origins: [origin],
  }));
}

/** The template with its variables in the names that the library uses: `{group-id}` becomes `{groupId}`. */
export function normalizeTemplate(path: string): string {
  return path.replace(/\{([^}]+)\}/g, (_, name: string) => `{${camelCase(name)}}`);
}
