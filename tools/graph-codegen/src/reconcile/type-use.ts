import type { TypeUse } from "../model/ir.ts";
import { shortName } from "../model/names.ts";

/** The name of a type in the facts that overlays address: without the namespace that nearly all types share. */
export function factName(qualified: string): string {
  return qualified.startsWith("microsoft.graph.") && !qualified.slice("microsoft.graph.".length).includes(".")
    ? shortName(qualified)
    : qualified;
}

/** `Collection(microsoft.graph.group)`, as the metadata writes it. */
export function formatTypeUse(use: TypeUse): string {
  return use.isCollection ? `Collection(${use.name})` : use.name;
}

export function parseTypeUse(text: string): TypeUse {
  const collection = /^Collection\((.*)\)$/.exec(text);
  return { name: collection?.[1] ?? text, isCollection: collection !== null };
}
