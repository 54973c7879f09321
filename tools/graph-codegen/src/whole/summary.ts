import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Model } from "../model/ir.ts";
import { byText } from "../model/names.ts";
import type { CsdlFacts } from "../read/csdl-facts.ts";
import { terms } from "../reconcile/annotations.ts";
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
  /** Annotations by term: how many were read, and whether the library says anything of them. */
  readonly annotations: Readonly<Record<string, { readonly read: number; readonly isUsed: boolean }>>;
  readonly operations: { readonly emitted: number; readonly withPermissions: number };
  /** What pages added, where there were any. */
  readonly docs?: {
    readonly read: Readonly<Record<string, number>>;
    readonly operations: Readonly<Record<string, number>>;
    /** By code; `lint` shows each with its places. */
    readonly findings: Readonly<Record<string, number>>;
  };
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
  return {
    read,
    emitted,
    skipped: [...skipped, ...passed],
    annotations: countAnnotations(csdl),
    operations: {
      emitted: model.operations.length,
      withPermissions: model.operations.filter(({ permissions }) => permissions !== undefined).length,
    },
  };
}

function countAnnotations(csdl: readonly CsdlFacts[]): Summary["annotations"] {
  const counts = new Map<string, number>();
  for (const { annotations } of csdl)
    for (const { term } of annotations) counts.set(term, (counts.get(term) ?? 0) + 1);
  const used = new Set<string>(Object.values(terms));
  return Object.fromEntries(
    [...counts]
      .toSorted(([a], [b]) => byText(a, b))
      .map(([term, read]) => [term, { read, isUsed: used.has(term) }]),
  );
}

/** The summary as a person reads it. */
export function printSummary(
  summary: Summary & { readonly files: number; readonly changed: number },
): string {
  const emitted = new Map(Object.entries(summary.emitted));
  const lines = Object.entries(summary.read).map(([what, count]) => {
    const numbers = [count, emitted.get(what) ?? 0].map((number) => String(number).padStart(6));
    return `${what.padEnd(22)} read ${numbers.join("   emitted ")}`;
  });
  for (const { what, reason, count } of summary.skipped) lines.push(`skipped ${count} ${what}: ${reason}`);
  const { docs, operations } = summary;
  lines.push(`${operations.emitted} operations, ${operations.withPermissions} with permissions`);
  if (docs !== undefined) {
    const list = (counts: Readonly<Record<string, number>>): string =>
      Object.entries(counts)
        .map(([what, count]) => `${count} ${what}`)
        .join(", ");
    lines.push(`pages: ${list(docs.read)}`, `       ${list(docs.operations)}`);
    lines.push(`pages and metadata disagree (\`lint\` shows where): ${list(docs.findings) || "nowhere"}`);
  }
  lines.push(`${summary.files} files; ${summary.changed} changed`);
  return lines.join("\n");
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
        operations.map(({ name, parameters: [binding], isBound }) => {
          const bound = isBound && binding !== undefined ? formatTypeUse(binding.type.value) : "";
          return `${name.value}(${bound})`;
        }),
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
  // A function that can be called in two ways is one.
  const emittedOperations = new Set(
    model.operations
      .filter(({ provenance }) => /^\S+ {2}(action|function) /.test(provenance.csdl[0] ?? ""))
      .map(({ path }) => path.origin),
  ).size;
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
