import type { TypeUse } from "../model/ir.ts";
import { isUniversalBase } from "../model/hierarchy.ts";
import type { CsdlStructured, CsdlType } from "../read/csdl-facts.ts";
import type { CsdlDocument, Declaration } from "./upstream-csdl.ts";
import { operationKey } from "./upstream-csdl.ts";
import type { PathDeclarations } from "./wanted-paths.ts";

/** A fragment of the specs, with the types that the library publishes. */
export interface Fragment {
  readonly name: string;
  readonly document: CsdlDocument;
}

/** What became of the fragments. */
export interface TakenCsdl {
  /** New texts by the fragments' names. */
  readonly texts: ReadonlyMap<string, string>;
  /** Declarations of the fragments that upstream does not have any more. */
  readonly gone: readonly string[];
  /** Declarations that came with what uses them. */
  readonly added: readonly string[];
}

/**
 * Takes the fragments' declarations out of the whole metadata, as they stand there.
 *
 * What the library publishes is taken whole. Of what only a path leads through (`deviceManagement`) the members that the
 * fragment lists are taken: upstream has hundreds that nobody asked for. What new members use comes along, into the
 * fragment of its user, with all that derives from it.
 */
export function takeCsdl(
  fragments: readonly Fragment[],
  upstream: CsdlDocument,
  isPublished: (typeName: string) => boolean,
  paths: { readonly wanted: readonly PathDeclarations[]; readonly folder: string },
): TakenCsdl {
  const plans = fragments.map((fragment) => planFragment(fragment, upstream, isPublished, paths.wanted));
  const added = plans.flatMap(({ came }) => came);
  for (const wanted of paths.wanted) added.push(...addPath(plans, upstream, wanted, paths.folder));
  const have = new Set(plans.flatMap(({ taken }) => taken.map(({ key }) => key)));
  for (const plan of plans) added.push(...addUsed(plan, upstream, have));
  return {
    texts: new Map(plans.map(({ name, taken }) => [name, printFragment(taken, upstream)])),
    gone: plans.flatMap(({ gone }) => gone),
    added,
  };
}

interface Plan {
  readonly name: string;
  readonly taken: Taken[];
  readonly gone: readonly string[];
  /** Members that a path of the surface leads through, and that the fragment did not list. */
  readonly came: readonly string[];
}

interface Taken {
  readonly key: string;
  readonly kind: string;
  readonly namespace: string;
  readonly text: string;
  /** Taken with all its members. */
  readonly isWhole: boolean;
}

function planFragment(
  { name, document }: Fragment,
  upstream: CsdlDocument,
  isPublished: (typeName: string) => boolean,
  paths: readonly PathDeclarations[],
): Plan {
  const taken: Taken[] = [];
  const gone: string[] = [];
  const came: string[] = [];
  for (const [key, declared] of document.declarations) {
    const found = upstream.declarations.get(key) ?? otherKind(key, upstream);
    const [first] = found;
    if (first === undefined) {
      gone.push(key);
      continue;
    }
    const isWhole = !hasChosenMembers(first) || isPublished(first.key.slice(first.kind.length + 1));
    if (isWhole) taken.push(...found.map((each) => ({ ...each, isWhole })));
    else {
      const wanted = new Set(declared.flatMap(({ members }) => [...members.keys()]));
      for (const { members } of paths) {
        const member = members.get(key);
        if (member === undefined || wanted.has(member)) continue;
        wanted.add(member);
        came.push(`${member} of ${key}`);
      }
      gone.push(
        ...[...wanted].filter((member) => !first.members.has(member)).map((member) => `${member} of ${key}`),
      );
      taken.push({ ...first, text: withMembers(first, wanted), isWhole });
    }
  }
  return { name, taken, gone, came };
}

/**
 * Adds what a path of the surface needs and no fragment has: to the fragment of the type at its end, or to a new one named
 * for the page's area. Answers what was added.
 */
function addPath(
  plans: Plan[],
  upstream: CsdlDocument,
  { area, members, operation, target }: PathDeclarations,
  folder: string,
): readonly string[] {
  const has = (key: string): boolean => plans.some(({ taken }) => taken.some((each) => each.key === key));
  const keys = ["EntityType", "ComplexType"].map((kind) => `${kind} ${target}`);
  const whole = [
    ...keys.filter((key) => upstream.declarations.has(key)),
    ...(operation === undefined ? [] : [operation]),
  ];
  const missing = {
    whole: whole.filter((key) => !has(key)),
    parts: [...members].filter(([key]) => !has(key)),
  };
  if (missing.whole.length + missing.parts.length === 0) return [];
  const name = `${folder}/${area}.xml`;
  const home = plans.find(({ taken }) => taken.some(({ key }) => keys.includes(key))) ??
    plans.find((plan) => plan.name === name) ?? { name, taken: [], gone: [], came: [] };
  if (!plans.includes(home)) plans.push(home);
  for (const key of missing.whole)
    home.taken.push(...(upstream.declarations.get(key) ?? []).map((each) => ({ ...each, isWhole: true })));
  for (const [key, member] of missing.parts) {
    const [declared] = upstream.declarations.get(key) ?? [];
    // The type at the end may be on the way, too.
    if (declared !== undefined && !missing.whole.includes(key))
      home.taken.push({ ...declared, text: withMembers(declared, new Set([member])), isWhole: false });
  }
  return [...missing.whole, ...missing.parts.map(([key, member]) => `${member} of ${key}`)];
}

/** A complex type may have become an entity, and the other way round. */
function otherKind(key: string, upstream: CsdlDocument): readonly Declaration[] {
  const name = /^(?:EnumType|ComplexType|EntityType) (.*)$/.exec(key)?.[1];
  if (name === undefined) return [];
  return ["EnumType", "ComplexType", "EntityType"].flatMap(
    (kind) => upstream.declarations.get(`${kind} ${name}`) ?? [],
  );
}

/** The container and types on the way have some of upstream's members. */
function hasChosenMembers({ kind }: Declaration): boolean {
  return kind === "EntityContainer" || kind === "EntityType" || kind === "ComplexType";
}

function withMembers({ startTag, kind, members }: Declaration, wanted: ReadonlySet<string>): string {
  const lines = [...members].filter(([name]) => wanted.has(name) || name === "Key").map(([, text]) => text);
  if (lines.length === 0) return startTag.replace(/>$/, " />");
  return [startTag, ...lines.map((text) => `        ${text}`), `      </${kind}>`].join("\n");
}

/** Adds what the taken declarations use and no fragment has; answers what was added. */
function addUsed(plan: Plan, upstream: CsdlDocument, have: Set<string>): readonly string[] {
  const types = new Map(upstream.facts.types.map((type) => [type.name.value, type]));
  const derived = groupByBase(upstream.facts.types);
  const added: string[] = [];
  const keyOfType = (name: string): string | undefined =>
    ["EnumType", "ComplexType", "EntityType"]
      .map((kind) => `${kind} ${name}`)
      .find((key) => upstream.declarations.has(key));
  const want = (name: string): void => {
    const key = keyOfType(name);
    if (key === undefined || have.has(key)) return;
    have.add(key);
    added.push(key);
    plan.taken.push(...(upstream.declarations.get(key) ?? []).map((each) => ({ ...each, isWhole: true })));
    follow(name);
  };
  const follow = (name: string): void => {
    const type = types.get(name);
    if (type === undefined || type.kind === "enum") return;
    for (const used of usesOf(type)) want(used.name);
    if (type.base !== undefined) want(type.base.value);
    if (!isUniversal(type)) for (const each of derived.get(name) ?? []) want(each);
  };
  for (const { key, kind, isWhole } of plan.taken.slice()) {
    const name = key.slice(kind.length + 1);
    if (isWhole && types.has(name)) follow(name);
  }
  const operations = [...upstream.facts.actions, ...upstream.facts.functions];
  for (const operation of operations) {
    const key = operationKey(operation);
    if (!plan.taken.some((each) => each.key === key)) continue;
    for (const { type } of operation.parameters.slice(operation.isBound ? 1 : 0)) want(type.value.name);
    if (operation.returns !== undefined) want(operation.returns.value.name);
  }
  return added;
}

function usesOf(type: CsdlStructured): readonly TypeUse[] {
  return type.properties.map((property) => property.type.value);
}

function isUniversal({ kind, isAbstract, base }: CsdlStructured): boolean {
  return isUniversalBase({ kind, isAbstract, ...(base === undefined ? {} : { base }) });
}

function groupByBase(types: readonly CsdlType[]): ReadonlyMap<string, readonly string[]> {
  const derived = new Map<string, string[]>();
  for (const type of types) {
    if (type.kind === "enum" || type.base === undefined) continue;
    const known = derived.get(type.base.value);
    if (known === undefined) derived.set(type.base.value, [type.name.value]);
    else known.push(type.name.value);
  }
  return derived;
}

const kinds: readonly string[] = [
  "TypeDefinition",
  "EnumType",
  "ComplexType",
  "EntityType",
  "Action",
  "Function",
  "Term",
  "EntityContainer",
  "Annotations",
];

/** A whole document: what stood in the fragment in its order, what came along behind it, by kind. */
function printFragment(taken: readonly Taken[], upstream: CsdlDocument): string {
  const namespaces = [...new Set(taken.map(({ namespace }) => namespace))];
  const lines = [
    `<?xml version="1.0" encoding="utf-8"?>`,
    `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">`,
    "  <edmx:DataServices>",
  ];
  for (const namespace of namespaces) {
    const inside = taken.filter((each) => each.namespace === namespace);
    lines.push(`    ${upstream.schemas.get(namespace) ?? `<Schema Namespace="${namespace}">`}`);
    for (const kind of kinds)
      for (const each of inside) if (each.kind === kind) lines.push(`      ${each.text}`);
    lines.push("    </Schema>");
  }
  return `${[...lines, "  </edmx:DataServices>", "</edmx:Edmx>"].join("\n")}\n`;
}
