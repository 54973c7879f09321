import { isUniversalBase } from "../model/hierarchy.ts";
import type { Model, TypeDef } from "../model/ir.ts";

/**
 * Which module declares each type.
 *
 * A hierarchy stands in one module, named for its topmost type: its union needs all of it. An enum that one module uses
 * stands there. In a surface every other type has a module of its own, so that a change is a change of few files. A whole
 * CSDL has thousands of types: there, what only one module holds stands beside its holder. A thousand small files cost
 * more to write, to load and to check than the types in them.
 */
export function layOut(model: Model, nameOf: (type: string) => string): ReadonlyMap<string, string> {
  const rootOf = new Map<string, string>();
  for (const type of model.types.values()) rootOf.set(type.name, topmost(model, type).name);
  const holdings = findHoldings(model);
  if (model.scope === "whole") gather(model, holdings, rootOf);
  else settleEnums(model, holdings, rootOf);
  const nameByRoot = new Map<string, string>();
  const moduleByType = new Map<string, string>();
  for (const [type, root] of rootOf) {
    let name = nameByRoot.get(root);
    if (name === undefined) nameByRoot.set(root, (name = nameOf(root)));
    moduleByType.set(type, name);
  }
  return moduleByType;
}

/** The top of a type's hierarchy; what all entities derive from is in none. */
function topmost(model: Model, type: TypeDef): TypeDef {
  let top = type;
  const seen = new Set<TypeDef>();
  while (top.kind !== "enum" && top.base !== undefined && !seen.has(top)) {
    seen.add(top);
    const base = model.types.get(top.base);
    if (base === undefined || isUniversalBase(base)) break;
    top = base;
  }
  return top;
}

/** A type has values of another: by a property, or by navigation that contains them. */
interface Holding {
  readonly holder: string;
  readonly held: string;
}

function findHoldings(model: Model): readonly Holding[] {
  const holdings: Holding[] = [];
  for (const type of model.types.values()) {
    if (type.kind === "enum") continue;
    for (const { type: use } of type.properties)
      if (model.types.has(use.name)) holdings.push({ holder: type.name, held: use.name });
    for (const { type: use, isContained } of type.navigation)
      if (isContained === true && model.types.has(use.name))
        holdings.push({ holder: type.name, held: use.name });
  }
  return holdings;
}

/** Puts each enum that one module uses there. */
function settleEnums(model: Model, holdings: readonly Holding[], rootOf: Map<string, string>): void {
  for (const [held, holder] of soleHolders(holdings, rootOf))
    if (model.types.get(held)?.kind === "enum") rootOf.set(held, holder);
}

/** Puts what one module holds beside its holder, until nothing moves. */
function gather(model: Model, holdings: readonly Holding[], rootOf: Map<string, string>): void {
  const atRoots = typesAtRoots(model);
  for (let round = 0; round < 10; round += 1) {
    const moves = new Map(
      [...soleHolders(holdings, rootOf)].filter(([held, holder]) => {
        // What a singleton contains are the resources of the service: each is a subject of its own.
        const isResource = model.types.get(held)?.kind === "entity" && atRoots.has(holder);
        return !atRoots.has(held) && !isResource;
      }),
    );
    if (moves.size === 0) return;
    for (const [type, root] of rootOf) if (moves.has(root)) rootOf.set(type, follow(moves, root));
  }
}

/** Roots that one other root holds, with that one. */
function soleHolders(
  holdings: readonly Holding[],
  rootOf: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const holderOf = new Map<string, string | undefined>();
  for (const { holder, held } of holdings) {
    const [by, of] = [rootOf.get(holder), rootOf.get(held)];
    if (by === undefined || of === undefined || by === of) continue;
    if (!holderOf.has(of)) holderOf.set(of, by);
    else if (holderOf.get(of) !== by) holderOf.set(of, undefined);
  }
  const sole = new Map<string, string>();
  for (const [held, holder] of holderOf) if (holder !== undefined) sole.set(held, holder);
  return sole;
}

/** Where a root goes in the end; those that hold each other alone stay where they are. */
function follow(moves: ReadonlyMap<string, string>, root: string): string {
  const seen = new Set<string>();
  let at = root;
  for (let next = moves.get(at); next !== undefined; next = moves.get(at)) {
    if (seen.has(at)) return root;
    seen.add(at);
    at = next;
  }
  return at;
}

/** Types that a path begins with. */
function typesAtRoots(model: Model): ReadonlySet<string> {
  return new Set(
    model.operations.flatMap(({ path, result }) =>
      path.value.lastIndexOf("/") === 0 && result.kind !== "none" ? [result.type.name] : [],
    ),
  );
}
