import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fact, Origin } from "../model/facts.ts";
import { shortName } from "../model/names.ts";
import type {
  CsdlAnnotation,
  CsdlFacts,
  CsdlNavigation,
  CsdlProperty,
  CsdlStructured,
  CsdlType,
} from "../read/csdl-facts.ts";
import type { OpenApiFacts } from "../read/openapi.ts";
import type { OpenApiSchema } from "../read/openapi-schema.ts";

/** Every declared type by qualified name, with all that the sources say of it; nothing is judged yet. */
export interface TypeTable {
  readonly get: (name: string) => DeclaredType | undefined;
  readonly names: () => readonly string[];
  /** The type that a page means by a name without namespace: of several, the one nearest to `microsoft.graph`. */
  readonly named: (short: string) => string | undefined;
  /** Types that name `name` as their base. */
  readonly derived: (name: string) => readonly string[];
  readonly annotation: (target: string, term: string) => CsdlAnnotation | undefined;
  /** All that is said of a type, a property (`type/property`), an operation with its parameters, or a root. */
  readonly annotations: (target: string) => readonly CsdlAnnotation[];
}

/** A type, perhaps declared in several fragments: the members are brought together. */
export interface DeclaredType {
  readonly name: Fact<string>;
  readonly csdl: CsdlDeclaration | undefined;
  readonly openapi: OpenApiSchema | undefined;
  readonly files: { readonly csdl: readonly string[]; readonly openapi: readonly string[] };
}

/** An enum as declared, or a structured type with the members of all its declarations. */
export type CsdlDeclaration = CsdlType;

/** Brings the fragments together. A member declared twice, differently, is reported. */
export function createTypeTable(
  csdl: readonly CsdlFacts[],
  openapi: readonly OpenApiFacts[],
  diagnostics: Diagnostic[],
): TypeTable {
  const table = new Map<string, DeclaredType>();
  for (const { file, types } of csdl) {
    for (const type of types) {
      const before = table.get(type.name.value);
      const merged = before?.csdl === undefined ? type : mergeDeclarations(before.csdl, type, diagnostics);
      const files = [...new Set([...(before?.files.csdl ?? []), file])];
      table.set(type.name.value, {
        name: before?.name ?? type.name,
        csdl: merged,
        openapi: undefined,
        files: { csdl: files, openapi: [] },
      });
    }
  }
  cutCircles(table, diagnostics);
  for (const { file, schemas } of openapi) {
    for (const schema of schemas) {
      const before = table.get(schema.name.value);
      if (before?.openapi !== undefined)
        collide(schema.name.value, before.openapi.name.origin, schema.name.origin, diagnostics);
      table.set(schema.name.value, {
        name: before?.name ?? schema.name,
        csdl: before?.csdl,
        openapi: schema,
        files: { csdl: before?.files.csdl ?? [], openapi: [file] },
      });
    }
  }
  const annotations = new Map<string, CsdlAnnotation[]>();
  for (const facts of csdl)
    for (const annotation of facts.annotations) append(annotations, annotation.target, annotation);
  const derived = new Map<string, string[]>();
  for (const { name, csdl: declared } of table.values()) {
    const base = declared?.kind === "enum" ? undefined : declared?.base?.value;
    if (base !== undefined) append(derived, base, name.value);
  }
  const byShortName = new Map<string, string>();
  for (const name of table.keys()) {
    const before = byShortName.get(shortName(name));
    if (before === undefined || name.split(".").length < before.split(".").length)
      byShortName.set(shortName(name), name);
  }
  return {
    get: (name) => table.get(name),
    names: () => [...table.keys()],
    named: (short) => byShortName.get(short),
    derived: (name) => derived.get(name) ?? [],
    annotation: (target, term) => annotations.get(target)?.findLast((said) => said.term === term),
    annotations: (target) => annotations.get(target) ?? [],
  };
}

/** A type that derives from itself has no base, as far as the rest is concerned. */
function cutCircles(table: Map<string, DeclaredType>, diagnostics: Diagnostic[]): void {
  const isEnding = new Set<string>();
  for (const [name, entry] of table) {
    const way = new Set<string>();
    for (let at: string | undefined = name; at !== undefined && !isEnding.has(at);) {
      if (way.has(at)) {
        const { csdl } = entry;
        if (at === name && csdl !== undefined && csdl.kind !== "enum" && csdl.base !== undefined) {
          diagnostics.push(
            diagnostic("type-circular", [csdl.base.origin], { type: name, base: csdl.base.value }),
          );
          table.set(name, { ...entry, csdl: { ...csdl, base: undefined } });
        }
        break;
      }
      way.add(at);
      const declared: CsdlDeclaration | undefined = table.get(at)?.csdl;
      at = declared === undefined || declared.kind === "enum" ? undefined : declared.base?.value;
    }
    isEnding.add(name);
  }
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function mergeDeclarations(a: CsdlType, b: CsdlType, diagnostics: Diagnostic[]): CsdlType {
  if (a.kind === "enum" || b.kind === "enum" || a.kind !== b.kind) {
    collide(a.name.value, a.name.origin, b.name.origin, diagnostics);
    return a;
  }
  if (a.base?.value !== b.base?.value || a.isAbstract !== b.isAbstract)
    diagnostics.push(
      diagnostic("facts-disagree", [a.name.origin, b.name.origin], {
        fact: a.name.value,
        says: [a, b].map((type) => `BaseType ${type.base?.value ?? "none"}, Abstract ${type.isAbstract}`),
      }),
    );
  return {
    ...a,
    keys: [...new Set([...a.keys, ...b.keys])],
    properties: mergeMembers(a, a.properties, b.properties, diagnostics),
    navigation: mergeMembers(a, a.navigation, b.navigation, diagnostics),
  };
}

function mergeMembers<T extends CsdlProperty | CsdlNavigation>(
  type: CsdlStructured,
  a: readonly T[],
  b: readonly T[],
  diagnostics: Diagnostic[],
): readonly T[] {
  const members = new Map(a.map((member) => [member.name.value, member]));
  for (const member of b) {
    const before = members.get(member.name.value);
    members.set(member.name.value, before ?? member);
    if (before === undefined) continue;
    const says = [before, member].map(({ type: use }) =>
      use.value.isCollection ? `Collection(${use.value.name})` : use.value.name,
    );
    if (says[0] !== says[1])
      diagnostics.push(
        diagnostic("facts-disagree", [before.type.origin, member.type.origin], {
          fact: `${type.name.value}/${member.name.value}`,
          says,
        }),
      );
  }
  return [...members.values()];
}

function collide(name: string, first: Origin, second: Origin, diagnostics: Diagnostic[]): void {
  diagnostics.push(diagnostic("name-collision", [second, first], { name, things: "two sources declare it" }));
}
