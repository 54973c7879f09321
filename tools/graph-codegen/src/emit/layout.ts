import { isUniversalBase } from "../model/hierarchy.ts";
import type { Model, StructuredDef, TypeDef } from "../model/ir.ts";

/**
 * Which module declares each type.
 *
 * A hierarchy stands in one module, named for its topmost type: its union needs all of it. An enum that one module uses
 * stands there. In a surface every other type has a module of its own, so that a change is a change of few files. A whole
 * CSDL has thousands of types: there, what only one module holds stands beside its holder. A thousand small files cost
 * more to write, to load and to check than the types in them.
 */
export function layOut(model: Model, nameOf: (type: string) => string): ReadonlyMap<string, string> {
  const rootByType = new Map<string, string>();
  for (const type of model.types.values()) rootByType.set(type.name, topmost(model, type).name);
  const settled = model.scope === "whole" ? gather(model, rootByType) : rootByType;
  const usersByEnum = findUsers(model, settled, ({ kind }) => kind === "enum");
  const moduleByType = new Map<string, string>();
  for (const type of model.types.values()) {
    const [only, ...others] = type.kind === "enum" ? (usersByEnum.get(type.name) ?? []) : [];
    const isInline = only !== undefined && others.length === 0;
    moduleByType.set(type.name, nameOf(isInline ? only : (settled.get(type.name) ?? type.name)));
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

/** Puts what one module holds beside its holder, until nothing moves. */
function gather(model: Model, rootByType: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const roots = typesAtRoots(model);
  let rootOf = rootByType;
  for (let round = 0; round < 10; round += 1) {
    const moves = findMoves(model, rootOf, roots);
    if (moves.size === 0) break;
    rootOf = new Map([...rootOf].map(([type, root]) => [type, follow(moves, root)]));
  }
  return rootOf;
}

function findMoves(
  model: Model,
  rootOf: ReadonlyMap<string, string>,
  roots: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const users = findUsers(model, rootOf, () => true);
  const moves = new Map<string, string>();
  for (const [root, holders] of users) {
    const [holder, ...others] = holders;
    if (holder === undefined || others.length > 0 || roots.has(root)) continue;
    // What a singleton contains are the resources of the service: each is a subject of its own.
    const isResource = model.types.get(root)?.kind === "entity" && roots.has(holder);
    if (!isResource) moves.set(root, holder);
  }
  return moves;
}

/** Where a root goes in the end; two that hold each other alone stay where they are. */
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

/** Which roots hold values of each root, or of each type that is asked for by itself. */
function findUsers(
  model: Model,
  rootOf: ReadonlyMap<string, string>,
  isWanted: (type: TypeDef) => boolean,
): ReadonlyMap<string, ReadonlySet<string>> {
  const users = new Map<string, Set<string>>();
  for (const type of model.types.values()) {
    if (type.kind === "enum") continue;
    const user = rootOf.get(type.name) ?? type.name;
    for (const name of held(type)) {
      const used = model.types.get(name);
      if (used === undefined || !isWanted(used)) continue;
      const root = rootOf.get(name) ?? name;
      if (root === user) continue;
      const known = users.get(root);
      if (known === undefined) users.set(root, new Set([user]));
      else known.add(user);
    }
  }
  return users;
}

function held(type: StructuredDef): readonly string[] {
  return [
    ...type.properties.map((property) => property.type.name),
    ...type.navigation.flatMap((navigation) =>
      navigation.isContained === true ? [navigation.type.name] : [],
    ),
  ];
}

/** Types that a path begins with. */
function typesAtRoots(model: Model): ReadonlySet<string> {
  return new Set(
    model.operations.flatMap(({ path, result }) =>
      path.value.lastIndexOf("/") === 0 && result.kind !== "none" ? [result.type.name] : [],
    ),
  );
}
