import type { Model } from "../model/ir.ts";
import { concreteTypes } from "./type-names.ts";

/** Entities that a caller writes, and those derived from them: what is written can be any of them. */
export function writtenTypes(model: Model): ReadonlySet<string> {
  const written = new Set<string>();
  for (const { bodyParameters } of model.operations)
    for (const { type } of bodyParameters) {
      if (model.types.get(type.name)?.kind !== "entity") continue;
      written.add(type.name);
      for (const variant of concreteTypes(model, type.name)) written.add(variant.name);
    }
  return written;
}

/** Entities that are the body of an operation, and those derived from them. */
export function bodyTypes(model: Model): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { body } of model.operations) {
    if (body === undefined) continue;
    found.add(body.type);
    for (const variant of concreteTypes(model, body.type)) found.add(variant.name);
  }
  return found;
}
