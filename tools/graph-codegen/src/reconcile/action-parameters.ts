import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { ParameterDef } from "../model/ir.ts";
import type { CsdlAction, CsdlParameter } from "../read/csdl-facts.ts";
import type { Overlay } from "../read/overlay.ts";
import type { DocumentedParameter, PageFacts } from "../read/page.ts";
import type { Reconciling } from "./context.ts";
import type { Candidate } from "./decisions.ts";
import { documentedTypeUse } from "./documented-type.ts";
import { decideProse } from "./prose.ts";
import { formatTypeUse, parseTypeUse } from "./type-use.ts";

/** The parameters of an action, from its page and from the metadata. */
export function reconcileParameters(
  context: Reconciling,
  path: string,
  page: PageFacts,
  action: CsdlAction,
  overlays: Overlay[],
): readonly ParameterDef[] {
  const declared = new Map(action.parameters.slice(1).map((parameter) => [parameter.name.value, parameter]));
  const documented = new Map(page.parameters.map((parameter) => [parameter.name.value, parameter]));
  return decideNames(context, path, page, action, overlays).flatMap((name) => {
    const sources = { csdl: declared.get(name), docs: documented.get(name) };
    const parameter = reconcileParameter(context, `${path}.parameters.${name}`, name, sources, overlays);
    return parameter === undefined ? [] : [parameter];
  });
}

/** Which parameters there are. One that only one of the two sources has is a disagreement, shown with both places. */
function decideNames(
  context: Reconciling,
  path: string,
  page: PageFacts,
  action: CsdlAction,
  overlays: Overlay[],
): readonly string[] {
  const declared = action.parameters.slice(1);
  const documented = new Set(page.parameters.map(({ name }) => name.value));
  const names = new Set(declared.map(({ name }) => name.value));
  const onlyDocs = page.parameters.filter(({ name }) => !names.has(name.value));
  const onlyCsdl = declared.filter(({ name, isOptional }) => !documented.has(name.value) && !isOptional);
  if (onlyDocs.length + onlyCsdl.length === 0) return [...names];
  const settled = context.decisions.decideOptional<readonly string[]>(`${path}.parameters`, [], []);
  if (settled !== undefined) {
    overlays.push(...settled.overlays);
    return settled.value;
  }
  const origins = [...onlyDocs, ...onlyCsdl].map(({ name }) => name.origin);
  if (onlyDocs.length === 0) origins.push(page.parameters[0]?.name.origin ?? page.title.origin);
  if (onlyCsdl.length === 0) origins.push(action.name.origin);
  const list = (all: Iterable<string>): string => [...all].join(", ") || "none";
  const says = [`docs: ${list(documented)}`, `csdl: ${list(names)}`];
  context.diagnostics.push(diagnostic("facts-disagree", origins, { fact: `${path}.parameters`, says }));
  // Nothing is written after an error; what the page says makes the difference that a person sees.
  return documented.size > 0 ? [...documented] : [...names];
}

interface ParameterSources {
  readonly csdl: CsdlParameter | undefined;
  readonly docs: DocumentedParameter | undefined;
}

function reconcileParameter(
  context: Reconciling,
  path: string,
  name: string,
  { csdl, docs }: ParameterSources,
  overlays: Overlay[],
): ParameterDef | undefined {
  const { decisions } = context;
  const said: Candidate<string>[] = [];
  if (csdl !== undefined)
    said.push({ source: "csdl", value: formatTypeUse(csdl.type.value), origin: csdl.type.origin });
  if (docs !== undefined)
    said.push({
      source: "docs",
      value: formatTypeUse(documentedTypeUse(context, docs.type.value)),
      origin: docs.type.origin,
    });
  const [first, ...others] = said;
  if (first === undefined) return undefined;
  const type = decisions.decide(`${path}.type`, [first, ...others]);
  const optional = decisions.decide(`${path}.optional`, [
    { source: "csdl", value: csdl?.isOptional ?? false, origin: csdl?.name.origin ?? first.origin },
  ]);
  overlays.push(...type.overlays, ...optional.overlays);
  const prose: Candidate<string>[] =
    docs === undefined
      ? []
      : [{ source: "docs", value: docs.description.value, origin: docs.description.origin }];
  return {
    name,
    type: parseTypeUse(type.value),
    isOptional: optional.value,
    // CSDL lets an action's parameter be null by default. What a null set means is not known, so it cannot be sent.
    isNullable: false,
    description: decideProse(context, `${path}.description`, prose, overlays),
    origins: [csdl?.name.origin, docs?.name.origin, ...type.origins].filter((origin) => origin !== undefined),
  };
}
