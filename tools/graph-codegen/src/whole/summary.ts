import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Model } from "../model/ir.ts";
import type { CsdlFacts } from "../read/csdl-facts.ts";
import { formatTypeUse } from "../reconcile/type-use.ts";

/** Counts that an independent count of the file can be held against. */
export interface Counts {
  readonly enums: number;
  readonly complexTypes: number;
  readonly entityTypes: number;
  readonly typeDefinitions: number;
  readonly properties: number;
  readonly navigationProperties: number;
  readonly enumMembers: number;
  readonly actions: number;
  readonly functions: number;
  /** Operations beyond the first of their name and binding. */
  readonly overloads: number;
  readonly entitySets: number;
  readonly singletons: number;
}

export interface Summary {
  readonly read: Counts;
  readonly emitted: Counts;
  /** What was read and not emitted, or read past, by reason. */
  readonly skipped: readonly { readonly what: string; readonly reason: string; readonly count: number }[];
}

/** Holds what was read against what was emitted. */
export function summarizeWhole(
  csdl: readonly CsdlFacts[],
  model: Model,
  diagnostics: readonly Diagnostic[],
): Summary {
  const read = countRead(csdl);
  const emitted = countEmitted(csdl, model, diagnostics);
  const reasons = new Map<string, number>();
  for (const { code } of diagnostics) reasons.set(code, (reasons.get(code) ?? 0) + 1);
  const passed = csdl
    .flatMap((facts) => [...facts.passed])
    .map(([what, count]) => ({ what, reason: "says nothing that the library prints", count }));
  const unreachable = reasons.get("operation-unreachable") ?? 0;
  const skipped =
    unreachable === 0
      ? []
      : [{ what: "operations", reason: "no path leads to the binding type", count: unreachable }];
  return { read, emitted, skipped: [...skipped, ...passed] };
}

function countRead(csdl: readonly CsdlFacts[]): Counts {
  const types = csdl.flatMap((facts) => facts.types);
  const structured = types.flatMap((type) => (type.kind === "enum" ? [] : [type]));
  const operations = csdl.flatMap((facts) => [...facts.actions, ...facts.functions]);
  const roots = csdl.flatMap((facts) => facts.roots);
  return {
    enums: types.filter(({ kind }) => kind === "enum").length,
    complexTypes: types.filter(({ kind }) => kind === "complex").length,
    entityTypes: types.filter(({ kind }) => kind === "entity").length,
    typeDefinitions: csdl.reduce((sum, facts) => sum + facts.typeDefinitions.length, 0),
    properties: structured.reduce((sum, { properties }) => sum + properties.length, 0),
    navigationProperties: structured.reduce((sum, { navigation }) => sum + navigation.length, 0),
    enumMembers: types.reduce((sum, type) => sum + (type.kind === "enum" ? type.members.length : 0), 0),
    actions: csdl.reduce((sum, { actions }) => sum + actions.length, 0),
    functions: csdl.reduce((sum, { functions }) => sum + functions.length, 0),
    overloads:
      operations.length -
      new Set(
        operations.map(
          ({ name, parameters }) =>
            `${name.value}(${parameters[0] === undefined ? "" : formatTypeUse(parameters[0].type.value)})`,
        ),
      ).size,
    entitySets: roots.filter(({ kind }) => kind === "entitySet").length,
    singletons: roots.filter(({ kind }) => kind === "singleton").length,
  };
}

function countEmitted(csdl: readonly CsdlFacts[], model: Model, diagnostics: readonly Diagnostic[]): Counts {
  const types = [...model.types.values()];
  const structured = types.flatMap((type) => (type.kind === "enum" ? [] : [type]));
  const sources = new Set(
    model.operations.flatMap(({ provenance }) => provenance.csdl.map((text) => text.split("  ")[1] ?? "")),
  );
  const lost = diagnostics.filter(({ code }) => code === "operation-unreachable");
  const lostOf = (kind: string): number => lost.filter(({ message }) => message.includes(`"${kind} `)).length;
  const read = countRead(csdl);
  const emittedOperations = model.operations.filter(({ provenance }) =>
    /^\S+ {2}(action|function) /.test(provenance.csdl[0] ?? ""),
  ).length;
  return {
    enums: types.filter(({ kind }) => kind === "enum").length,
    complexTypes: types.filter(({ kind }) => kind === "complex").length,
    entityTypes: types.filter(({ kind }) => kind === "entity").length,
    typeDefinitions: read.typeDefinitions,
    properties: structured.reduce((sum, { properties }) => sum + properties.length, 0),
    navigationProperties: structured.reduce((sum, { navigation }) => sum + navigation.length, 0),
    enumMembers: types.reduce((sum, type) => sum + (type.kind === "enum" ? type.members.length : 0), 0),
    actions: read.actions - lostOf("action"),
    functions: read.functions - lostOf("function"),
    overloads: emittedOperations - new Set(model.operations.flatMap(overloadName)).size,
    entitySets: [...sources].filter((source) => source.startsWith("entitySet ")).length,
    singletons: [...sources].filter((source) => source.startsWith("singleton ")).length,
  };
}

/** `activate(microsoft.graph.security.case)`: what overloads have in common. */
function overloadName({ provenance }: Model["operations"][number]): readonly string[] {
  const match = /^\S+ {2}(?:action|function) (?:[\w.]+\.)?(\w+\(.*\))$/.exec(provenance.csdl[0] ?? "");
  return match === null ? [] : [match[1] ?? ""];
}
