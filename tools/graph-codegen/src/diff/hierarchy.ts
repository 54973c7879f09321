import type { Contract, ContractStructure, Member } from "./contract.ts";

/** A structured type by name; undefined for an enum, a primitive and a type that is not there. */
export function structure(contract: Contract, name: string | undefined): ContractStructure | undefined {
  const type = name === undefined ? undefined : contract.types.get(name);
  return type === undefined || type.kind === "enum" ? undefined : type;
}

/** The names of a type's bases, nearest first. A circle, which metadata must not have, ends the list. */
export function basesOf(contract: Contract, name: string): readonly string[] {
  const bases: string[] = [];
  for (
    let base = structure(contract, name)?.base;
    base !== undefined && base !== name && !bases.includes(base);
    base = structure(contract, base)?.base
  )
    bases.push(base);
  return bases;
}

/** Types by the base that they name. */
export function derivedTypes(contract: Contract): ReadonlyMap<string, readonly string[]> {
  const derived = new Map<string, string[]>();
  for (const type of contract.types.values()) {
    if (type.kind === "enum" || type.base === undefined) continue;
    const known = derived.get(type.base);
    if (known === undefined) derived.set(type.base, [type.name]);
    else known.push(type.name);
  }
  return derived;
}

/** All members that a value of a type has: its own, and its bases'. */
export function createMembersOf(contract: Contract): (name: string) => ReadonlyMap<string, Member> {
  const known = new Map<string, ReadonlyMap<string, Member>>();
  const membersOf = (name: string): ReadonlyMap<string, Member> => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const members = new Map<string, Member>();
    for (const each of [name, ...basesOf(contract, name)])
      for (const [key, member] of structure(contract, each)?.members ?? [])
        if (!members.has(key)) members.set(key, member);
    known.set(name, members);
    return members;
  };
  return membersOf;
}
