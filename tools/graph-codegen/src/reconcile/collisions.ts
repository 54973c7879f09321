import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Origin } from "../model/facts.ts";
import type { Model } from "../model/ir.ts";
import { kebabCase, pascalCase, shortName } from "../model/names.ts";

/** Names that the generated files use for something else. */
const reserved = [
  "Operation",
  "AnyOperation",
  "AssignableKind",
  "GraphModel",
  "Pick",
  "Partial",
  "Record",
  "Operations",
  "Model",
  "Index",
  "AssignableKinds",
];

/** Two things that would have one name, or one file, in the generated library. */
export function findCollisions(model: Model): readonly Diagnostic[] {
  const taken = new Map<string, { readonly what: string; readonly origins: readonly Origin[] }>();
  const diagnostics: Diagnostic[] = [];
  const take = (name: string, what: string, origins: readonly Origin[]): void => {
    // File systems that ignore case would make one file of two.
    const key = kebabCase(name);
    const before = taken.get(key);
    if (before !== undefined)
      diagnostics.push(
        diagnostic("name-collision", [...origins, ...before.origins], {
          name,
          things: `${before.what} and ${what}`,
        }),
      );
    taken.set(key, { what, origins });
  };
  for (const name of reserved) take(name, "a name of the generated files", []);
  for (const type of model.types.values())
    take(pascalCase(shortName(type.name)), `the type ${type.name}`, [type.origin]);
  for (const operation of model.operations) {
    take(operation.name, `the operation ${operation.path.value}`, [operation.path.origin]);
    take(`${pascalCase(operation.name)}Input`, `the input of ${operation.name}`, [operation.path.origin]);
    if (operation.result.kind === "envelope" || operation.result.kind === "value")
      take(`${pascalCase(operation.name)}Result`, `the result of ${operation.name}`, [operation.path.origin]);
    const inputs = [...operation.pathParameters, ...operation.bodyParameters];
    for (const [index, { name, origins }] of inputs.entries()) {
      const twin = inputs.findIndex((other) => other.name === name);
      if (twin < index)
        diagnostics.push(
          diagnostic("name-collision", [...origins, ...(inputs[twin]?.origins ?? [])], {
            name,
            things: `a path parameter and a parameter of ${operation.name}`,
          }),
        );
    }
  }
  return diagnostics;
}
