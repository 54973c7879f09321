import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Origin } from "../model/facts.ts";
import type { OperationDef, TypeDef } from "../model/ir.ts";
import type { Reconciling } from "./context.ts";
import { reconcileType } from "./type-facts.ts";

/** The types that operations reach: through properties, to bases, and to everything derived from what is reached. */
export function reachTypes(
  context: Reconciling,
  operations: readonly OperationDef[],
): ReadonlyMap<string, TypeDef> {
  const types = new Map<string, TypeDef>();
  const waiting: { readonly name: string; readonly user: string; readonly origins: readonly Origin[] }[] = [];
  for (const operation of operations) {
    for (const parameter of operation.bodyParameters)
      waiting.push({
        name: parameter.type.name,
        user: `${operation.name}.${parameter.name}`,
        origins: parameter.origins,
      });
    if (operation.result.kind !== "none")
      waiting.push({
        name: operation.result.type.name,
        user: `the result of ${operation.name}`,
        origins: operation.result.origins,
      });
  }
  const complained = new Set<string>();
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { name, user, origins } = next;
    if (types.has(name) || name.startsWith("Edm.")) continue;
    const declared = context.table.get(name);
    if (declared === undefined) {
      if (!complained.has(name))
        context.diagnostics.push(diagnostic("type-unknown", origins.slice(0, 2), { type: name, user }));
      complained.add(name);
      continue;
    }
    const type = reconcileType(context, declared);
    types.set(name, type);
    if (type.kind === "enum") continue;
    for (const property of type.properties)
      waiting.push({ name: property.type.name, user: `${name}/${property.name}`, origins: property.origins });
    if (type.base !== undefined) waiting.push({ name: type.base, user: name, origins: [type.origin] });
    // What is derived from `entity` is all of Graph; what is derived from a property's type is what the property can be.
    if (type.kind === "complex")
      for (const derived of context.table.derived(name))
        waiting.push({ name: derived, user: name, origins: [type.origin] });
  }
  return types;
}
