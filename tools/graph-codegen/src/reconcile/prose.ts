import type { Fact } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import { shortName } from "../model/names.ts";
import type { OpenApiProperty } from "../read/openapi-schema.ts";
import type { Overlay } from "../read/overlay.ts";
import type { DocumentedProperty } from "../read/resource-page.ts";
import type { Reconciling } from "./context.ts";
import type { Candidate } from "./decisions.ts";
import { placeholderProse } from "./rules/R006-placeholder-prose.ts";
import type { DeclaredType } from "./type-table.ts";

const term = "Org.OData.Core.V1.Description";

/** What describes a type: its page before the metadata before OpenAPI. */
export function typeProse(context: Reconciling, declared: DeclaredType): readonly Candidate<string>[] {
  const name = declared.name.value;
  return candidates(
    context.facts.types.get(shortName(name))?.description,
    context.table.annotation(name, term),
    declared.openapi?.description,
  );
}

/** What describes a property, in the same order. */
export function propertyProse(
  context: Reconciling,
  target: string,
  docs: DocumentedProperty | undefined,
  openapi: OpenApiProperty | undefined,
): readonly Candidate<string>[] {
  return candidates(docs?.description, context.table.annotation(target, term), openapi?.description);
}

function candidates(
  docs: Fact<string> | undefined,
  csdl: Fact<string> | undefined,
  openapi: Fact<string> | undefined,
): readonly Candidate<string>[] {
  return [
    ...(docs === undefined ? [] : [{ source: "docs" as const, ...docs }]),
    ...(csdl === undefined ? [] : [{ source: "csdl" as const, value: csdl.value, origin: csdl.origin }]),
    ...(openapi === undefined ? [] : [{ source: "openapi" as const, ...openapi }]),
  ];
}

/** Settles a description: the first source that says something, unless an overlay does. Placeholders say nothing (R006). */
export function decideProse(
  context: Reconciling,
  path: string,
  said: readonly Candidate<string>[],
  overlays: Overlay[],
): Fact<string> | undefined {
  const first = said.filter(({ value }) => !placeholderProse.isEmpty(value)).slice(0, 1);
  const decision = context.decisions.decideOptional(path, first, "");
  if (decision === undefined) return undefined;
  overlays.push(...decision.overlays);
  const [origin] = decision.origins;
  return origin === undefined ? undefined : fact(decision.value, origin);
}
