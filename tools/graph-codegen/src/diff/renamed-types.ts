import type { Contract, ContractType } from "./contract.ts";
import { nameLikeness } from "./name-likeness.ts";
import type { Rename } from "./renames.ts";
import { findRenames } from "./renames.ts";

/** Types with another name: what the names of members' types are compared by. */
export function findRenamedTypes(old: Contract, now: Contract): readonly Rename<ContractType>[] {
  const gone = [...old.types.values()].filter(({ name }) => !now.types.has(name));
  const added = [...now.types.values()].filter(({ name }) => !old.types.has(name));
  return findRenames(gone, added, typeLikeness);
}

/**
 * Three quarters of the members of both together are the same, name and type, and three of them are; or all of them
 * are, and the names are alike: many small types have the same two members.
 */
function typeLikeness(old: ContractType, now: ContractType): number {
  if (old.kind !== now.kind) return 0;
  const [before, after] = [memberTexts(old), memberTexts(now)];
  // The share cannot be more than that of the sizes: most pairs end here.
  if (Math.min(before.size, after.size) < 0.75 * Math.max(before.size, after.size)) return 0;
  const shared = [...before].filter((text) => after.has(text)).length;
  const union = before.size + after.size - shared;
  if (union === 0) return 0;
  const ratio = shared / union;
  if (shared >= 3 && ratio >= 0.75) return ratio;
  return ratio === 1 && nameLikeness(shortOf(old), shortOf(now)) > 0 ? 0.8 : 0;
}

function shortOf({ name }: ContractType): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

const knownTexts = new WeakMap<ContractType, ReadonlySet<string>>();

function memberTexts(type: ContractType): ReadonlySet<string> {
  const known = knownTexts.get(type) ?? listMembers(type);
  knownTexts.set(type, known);
  return known;
}

function listMembers(type: ContractType): ReadonlySet<string> {
  if (type.kind === "enum")
    return new Set([...type.members.keys()].filter((name) => name !== "unknownFutureValue"));
  return new Set(
    [...type.members.values()].map(
      ({ name, type: use }) => `${name}: ${use.isCollection ? "[]" : ""}${use.name}`,
    ),
  );
}
