import { jsonKind } from "../model/edm.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Origin } from "../model/facts.ts";
import { isUniversalBase } from "../model/hierarchy.ts";
import type { OperationDef, TypeDef } from "../model/ir.ts";
import type { Reconciling } from "./context.ts";
import { reconcileType } from "./type-facts.ts";

/** The types that operations reach: through properties, to bases, and to everything derived from what something holds. */
export function reachTypes(
  context: Reconciling,
  operations: readonly OperationDef[],
): ReadonlyMap<string, TypeDef> {
  const types = new Map<string, TypeDef>();
  const waiting: Reached[] = [];
  // A type that was reached as a base only may be held by what comes later.
  const expanded = new Set<string>();
  for (const operation of operations) {
    for (const parameter of operation.bodyParameters)
      waiting.push({
        name: parameter.type.name,
        user: `${operation.name}.${parameter.name}`,
        origins: parameter.origins,
        isHeld: true,
      });
    if (operation.body !== undefined)
      waiting.push({
        name: operation.body.type,
        user: `the body of ${operation.name}`,
        origins: operation.body.origins,
        isHeld: true,
      });
    if (operation.result.kind !== "none")
      waiting.push({
        name: operation.result.type.name,
        user: `the result of ${operation.name}`,
        origins: operation.result.origins,
        isHeld: true,
      });
  }
  const complained = new Set<string>();
  for (let index = 0; index < waiting.length; index += 1) {
    const next = waiting[index];
    if (next === undefined || jsonKind(next.name) !== undefined) continue;
    const { name, user, origins, isHeld } = next;
    const declared = context.table.get(name);
    if (declared === undefined) {
      if (!complained.has(name))
        context.diagnostics.push(diagnostic("type-unknown", origins.slice(0, 2), { type: name, user }));
      complained.add(name);
      continue;
    }
    const known = types.get(name);
    const type = known ?? reconcileType(context, declared);
    if (known === undefined) types.set(name, type);
    if (type.kind === "enum") continue;
    if (known === undefined) {
      for (const property of type.properties)
        waiting.push({
          name: property.type.name,
          user: `${name}/${property.name}`,
          origins: property.origins,
          isHeld: true,
        });
      if (type.base !== undefined)
        waiting.push({ name: type.base, user: name, origins: [type.origin], isHeld: false });
    }
    // What derives from the base of all entities is all of Graph; what derives from a held type is what the value can be.
    if ((isHeld || type.kind === "complex") && !isUniversalBase(type) && !expanded.has(name)) {
      expanded.add(name);
      for (const derived of context.table.derived(name))
        waiting.push({ name: derived, user: name, origins: [type.origin], isHeld: true });
    }
  }
  return types;
}

/** A type on the way, and who leads to it. */
interface Reached {
  readonly name: string;
  readonly user: string;
  readonly origins: readonly Origin[];
  /** Something has values of it; otherwise it is the base of something. */
  readonly isHeld: boolean;
}
