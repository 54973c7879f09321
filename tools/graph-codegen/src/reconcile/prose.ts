import type { Fact } from "../model/facts.ts";
import { fact } from "../model/facts.ts";
import type { CsdlAnnotation } from "../read/csdl-facts.ts";
import type { OpenApiProperty } from "../read/openapi-schema.ts";
import type { Overlay } from "../read/overlay.ts";
import type { DocumentedProperty } from "../read/resource-page.ts";
import { said, terms } from "./annotations.ts";
import type { Reconciling } from "./context.ts";
import { pageOf } from "./context.ts";
import type { Candidate } from "./decisions.ts";
import { placeholderProse } from "./rules/R006-placeholder-prose.ts";
import type { DeclaredType } from "./type-table.ts";

/** What describes a type: its page before the metadata before OpenAPI. */
export function typeProse(context: Reconciling, declared: DeclaredType): readonly Candidate<string>[] {
  const name = declared.name.value;
  return candidates(
    pageOf(context, name)?.description,
    csdlProse(context.table.annotations(name)),
    declared.openapi?.description,
  );
}

/** What describes a property, in the same order. */
export function propertyProse(
  annotations: readonly CsdlAnnotation[],
  docs: DocumentedProperty | undefined,
  openapi: OpenApiProperty | undefined,
): readonly Candidate<string>[] {
  return candidates(docs?.description, csdlProse(annotations), openapi?.description);
}

/** The metadata's words; the long description where the short one is missing or the beginning of the long one. */
export function csdlProse(annotations: readonly CsdlAnnotation[]): Fact<string> | undefined {
  const [short] = said(annotations, terms.description);
  const [long] = said(annotations, terms.longDescription);
  const chosen =
    short === undefined || long?.value.startsWith(short.value) === true ? (long ?? short) : short;
  return chosen === undefined ? undefined : fact(chosen.value, chosen.origin);
}

/** The first that says something; placeholders say nothing (R006). */
export function firstProse(found: readonly (Fact<string> | undefined)[]): Fact<string> | undefined {
  const first = found.find((prose) => prose !== undefined && !placeholderProse.isEmpty(prose.value));
  return first === undefined ? undefined : fact(first.value, first.origin);
}

function candidates(
  docs: Fact<string> | undefined,
  csdl: Fact<string> | undefined,
  openapi: Fact<string> | undefined,
): readonly Candidate<string>[] {
  const found: Candidate<string>[] = [];
  if (docs !== undefined) found.push({ source: "docs", ...docs });
  if (csdl !== undefined) found.push({ source: "csdl", ...csdl });
  if (openapi !== undefined) found.push({ source: "openapi", ...openapi });
  return found;
}

/** Settles a description: the first source that says something, unless an overlay does. Placeholders say nothing (R006). */
export function decideProse(
  context: Reconciling,
  path: string,
  candidatesOfAll: readonly Candidate<string>[],
  overlays: Overlay[],
): Fact<string> | undefined {
  const first = candidatesOfAll.filter(({ value }) => !placeholderProse.isEmpty(value)).slice(0, 1);
  const decision = context.decisions.decideOptional(path, first, "");
  if (decision === undefined) return undefined;
  overlays.push(...decision.overlays);
  const [origin] = decision.origins;
  return origin === undefined ? undefined : fact(decision.value, origin);
}
