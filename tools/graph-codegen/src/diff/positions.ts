import type { Position } from "./change.ts";
import type { Contract, ContractStructure, Member } from "./contract.ts";
import { derivedTypes, structure } from "./hierarchy.ts";

/** Where callers meet a type. */
export type Positions = (typeName: string) => readonly Position[];

/**
 * Works out for each type whether it comes back, is sent, or both: from the operations' results and parameters through
 * properties, to what is derived from a value's type, and to the bases whose properties a value has.
 *
 * In whole metadata no operation declares creating and updating: what an entity set or a singleton leads to may be
 * written. A type that nothing leads to is met everywhere: better a warning too many.
 */
export function findPositions(contract: Contract): Positions {
  const found = new Map<string, Set<Position>>();
  const isWhole = contract.kind === "csdl";
  const walk = createWalk(contract, found, isWhole);
  for (const { result, parameters, body } of contract.operations) {
    if (body !== undefined) walk(body, "update");
    if (result.type !== undefined) walk(result.type.name, "response");
    for (const { type, place } of parameters) if (place !== "path") walk(type.name, "request");
  }
  for (const { kind, target } of contract.entryPoints.values()) {
    if (kind === "import") continue;
    walk(target, "response");
    walk(target, "update");
  }
  const everywhere: readonly Position[] = ["request", "response"];
  const inOrder: readonly Position[] = ["request", "response", "update"];
  return (name) => {
    const positions = found.get(name);
    return positions === undefined ? everywhere : inOrder.filter((position) => positions.has(position));
  };
}

function createWalk(
  contract: Contract,
  found: Map<string, Set<Position>>,
  isWhole: boolean,
): (name: string, position: Position) => void {
  const derived = derivedTypes(contract);
  const values = new Set<string>();
  return (start, position) => {
    const waiting = [start];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (values.has(`${position} ${name}`)) continue;
      values.add(`${position} ${name}`);
      const type = contract.types.get(name);
      if (type === undefined) continue;
      mark(found, name, position);
      if (type.kind === "enum") continue;
      waiting.push(...(derived.get(name) ?? []));
      for (const each of withBases(contract, type)) {
        // A base is met through what it gives to the types that have it, without all the others that have it.
        mark(found, each.name, position);
        for (const member of each.members.values())
          if (isFollowed(position, member, isWhole)) waiting.push(member.type.name);
      }
    }
  };
}

/** What only the service sets is not sent; what is expanded or lives below an entity is no part of a parameter. */
function isFollowed(position: Position, { kind, isReadOnly }: Member, isWhole: boolean): boolean {
  if (kind === "navigation") return isWhole && position !== "request";
  return position === "response" || !isReadOnly;
}

function mark(found: Map<string, Set<Position>>, name: string, position: Position): void {
  const known = found.get(name);
  if (known === undefined) found.set(name, new Set([position]));
  else known.add(position);
}

function withBases(contract: Contract, type: ContractStructure): readonly ContractStructure[] {
  const chain: ContractStructure[] = [];
  for (
    let current: ContractStructure | undefined = type;
    current !== undefined && !chain.includes(current);
    current = structure(contract, current.base)
  )
    chain.push(current);
  return chain;
}
