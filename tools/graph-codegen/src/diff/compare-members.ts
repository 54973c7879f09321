import { factName } from "../reconcile/type-use.ts";
import type { Position } from "./change.ts";
import type { Comparing } from "./comparing.ts";
import { has, renamed, quoteUse, showUse } from "./comparing.ts";
import type { ContractStructure, Member } from "./contract.ts";
import { basesOf, structure } from "./hierarchy.ts";
import { nameLikeness } from "./name-likeness.ts";
import { compareProse } from "./compare-prose.ts";
import type { Rename } from "./renames.ts";
import { findRenames } from "./renames.ts";
import { relateTypes } from "./type-relation.ts";
import { weighNarrower, weighRelation, weighWider } from "./weigh.ts";

/**
 * Compares the members of a type, inherited ones included: a property that moved to a base is still there, and a type
 * that got another base may have lost some. What happened to a base is told at the base, once.
 */
export function compareMembers(context: Comparing, old: ContractStructure, now: ContractStructure): void {
  const [before, after] = [context.oldMembers(old.name), context.newMembers(now.name)];
  const bases = commonBases(context, old, now);
  // A base that lost, got or kept the very same declaration tells it.
  const isTold = (was: Member | undefined, is: Member | undefined, name: string): boolean =>
    bases.some((base) => base.old.get(name) === was && base.new.get(name) === is);
  const gone = [...before.values()].filter(
    (member) => !after.has(member.name) && !isTold(member, undefined, member.name),
  );
  const added = [...after.values()].filter(
    (member) => !before.has(member.name) && !isTold(undefined, member, member.name),
  );
  const renames = findRenames(gone, added, (a, b) => likeness(context, a, b, { gone, added }));
  for (const each of renames) reportRenamed(context, old, each);
  for (const member of gone)
    if (!renames.some((rename) => rename.old === member)) reportRemoved(context, old, now, member);
  for (const member of added)
    if (!renames.some((rename) => rename.new === member)) reportAdded(context, old, member);
  for (const member of before.values()) {
    const current = after.get(member.name);
    if (current !== undefined && !isTold(member, current, member.name))
      compareMember(context, old, member, current);
  }
}

type Members = ReadonlyMap<string, Member>;

/** The members of each base that the type has on both sides. */
function commonBases(
  context: Comparing,
  old: ContractStructure,
  now: ContractStructure,
): readonly { readonly old: Members; readonly new: Members }[] {
  const bases = new Set(basesOf(context.new, now.name));
  return basesOf(context.old, old.name).flatMap((base) => {
    const current = context.renamedTypes.get(base) ?? base;
    if (!bases.has(current) || structure(context.old, base) === undefined) return [];
    return [{ old: context.oldMembers(base), new: context.newMembers(current) }];
  });
}

/** A rename keeps the kind, the type and the nullability, and has a second sign. */
function likeness(
  context: Comparing,
  old: Member,
  now: Member,
  { gone, added }: { readonly gone: readonly Member[]; readonly added: readonly Member[] },
): number {
  const use = renamed(context, old.type);
  const isSameType = (member: Member): boolean =>
    member.type.name === use.name && member.type.isCollection === use.isCollection;
  if (old.kind !== now.kind || !isSameType(now) || old.isNullable !== now.isNullable) return 0;
  if (old.description !== undefined && old.description.value === now.description?.value) return 0.9;
  const byName = nameLikeness(old.name, now.name);
  if (byName > 0) return byName;
  const isOnlyPair =
    added.filter(isSameType).length === 1 &&
    gone.filter(({ type }) => type.name === old.type.name && type.isCollection === old.type.isCollection)
      .length === 1;
  return isOnlyPair && !use.name.startsWith("Edm.") ? 0.7 : 0;
}

function subject(type: ContractStructure, member: Member): string {
  return `${factName(type.name)}.${member.name}`;
}

function reportRenamed(context: Comparing, type: ContractStructure, rename: Rename<Member>): void {
  const { old, new: now, confidence } = rename;
  context.report({
    code: old.kind === "navigation" ? "navigation-renamed" : "property-renamed",
    severity: "major",
    subject: subject(type, old),
    positions: context.positions(type.name),
    message: `\`${factName(type.name)}.${old.name}\` is now called \`${now.name}\``,
    because: "the old name is gone",
    before: old.name,
    after: now.name,
    confidence,
    old: old.origin,
    new: now.origin,
  });
}

function reportRemoved(
  context: Comparing,
  type: ContractStructure,
  now: ContractStructure,
  member: Member,
): void {
  context.report({
    code: member.kind === "navigation" ? "navigation-removed" : "property-removed",
    severity: "major",
    subject: subject(type, member),
    positions: context.positions(type.name),
    message: `\`${factName(type.name)}\` has no ${member.kind === "navigation" ? "navigation property" : "property"} \`${member.name}\` any more`,
    because: "programs that use it have nothing to use",
    before: showUse(member.type),
    old: member.origin,
    new: now.origin,
  });
}

/**
 * A new member. The library's types ask for what can be neither left out nor null; of the service by itself only a part of
 * a complex value is asked for: it has defaults for entities, and takes a missing collection for an empty one.
 */
function reportAdded(context: Comparing, type: ContractStructure, member: Member): void {
  const positions = context.positions(type.name);
  const isRequired =
    member.kind === "property" &&
    has(positions, "request") &&
    !member.isReadOnly &&
    (type.kind === "entity" ? member.isNullable === false : member.isOptional === false) &&
    (context.old.kind !== "csdl" || (type.kind === "complex" && !member.type.isCollection));
  context.report({
    code: member.kind === "navigation" ? "navigation-added" : "property-added",
    severity: isRequired ? "major" : "minor",
    subject: subject(type, member),
    positions,
    message: `\`${factName(type.name)}\` has a new ${member.kind === "navigation" ? "navigation property" : "property"} \`${member.name}\`: ${quoteUse(member.type)}${isRequired ? ", which callers have to give" : ""}`,
    because: isRequired
      ? "the type is sent to the service, and the property can be neither left out nor null"
      : "nobody has to read or to give it",
    after: showUse(member.type),
    old: type.origin,
    new: member.origin,
  });
}

/** One member on both sides. */
function compareMember(context: Comparing, type: ContractStructure, old: Member, now: Member): void {
  const positions = context.positions(type.name);
  // What only the service sets is not among what callers send.
  const met = old.isReadOnly ? positions.filter((position) => position === "response") : positions;
  const common = { subject: subject(type, old), positions, old: old.origin, new: now.origin };
  const name = common.subject;
  compareType(context, common, old, now, met);
  if (old.isNullable !== now.isNullable && old.isNullable !== undefined && now.isNullable !== undefined)
    compareNullability(context, common, old, now, met);
  else if (old.isOptional !== now.isOptional && old.isOptional !== undefined && now.isOptional !== undefined)
    context.report({
      ...common,
      code: now.isOptional ? "property-became-optional" : "property-became-required",
      message: now.isOptional ? `\`${name}\` may be missing` : `\`${name}\` has to be there`,
      ...(now.isOptional
        ? weighWider(met, "readers have not expected its absence")
        : weighNarrower(met, "callers that leave it out are refused")),
    });
  if (old.isReadOnly !== now.isReadOnly) compareWritability(context, common, now, positions);
  if (old.isContained !== now.isContained && old.kind === now.kind)
    context.report({
      ...common,
      code: "navigation-containment-changed",
      severity: "patch",
      message: `what \`${name}\` leads to ${now.isContained === true ? "lives below it" : "lives elsewhere"}`,
      because: "it is read by the same path",
    });
  compareProse(context, common, name, old, now);
}

type Common = {
  readonly subject: string;
  readonly positions: readonly Position[];
  readonly old: Member["origin"];
  readonly new: Member["origin"];
};

function compareType(
  context: Comparing,
  common: Common,
  old: Member,
  now: Member,
  met: readonly Position[],
): void {
  if (old.kind !== now.kind)
    return context.report({
      ...common,
      code: "property-type-changed",
      severity: "major",
      message: `\`${common.subject}\` is now a ${now.kind === "navigation" ? "navigation property" : "property"}`,
      because: "a navigation property is read with $expand or by its own path, a property with its entity",
      before: `${old.kind} ${showUse(old.type)}`,
      after: `${now.kind} ${showUse(now.type)}`,
    });
  const relation = relateTypes(
    renamed(context, old.type),
    now.type,
    (name) => (context.new.types.get(name) ?? context.old.types.get(name))?.kind === "enum",
  );
  if (relation === "same") return;
  const isNavigation = now.kind === "navigation";
  context.report({
    ...common,
    code: isNavigation ? "navigation-type-changed" : "property-type-changed",
    message: `\`${common.subject}\` was ${quoteUse(old.type)} and is ${quoteUse(now.type)}`,
    before: showUse(old.type),
    after: showUse(now.type),
    ...weighRelation(isNavigation ? "other" : relation, met),
  });
}

function compareNullability(
  context: Comparing,
  common: Common,
  old: Member,
  now: Member,
  met: readonly Position[],
): void {
  const isNullable = now.isNullable === true;
  const weight = isNullable
    ? weighWider(met, "readers have not expected null")
    : weighNarrower(met, "callers that send null or leave it out are refused");
  context.report({
    ...common,
    code: isNullable ? "property-became-nullable" : "property-no-longer-nullable",
    message: `\`${common.subject}\` ${isNullable ? "may be null" : "is never null"}`,
    before: old.isNullable === true ? "nullable" : "not nullable",
    after: isNullable ? "nullable" : "not nullable",
    ...weight,
  });
}

function compareWritability(
  context: Comparing,
  common: Common,
  now: Member,
  positions: readonly Position[],
): void {
  const isSent = has(positions, "request", "update");
  if (now.isReadOnly)
    return context.report({
      ...common,
      code: "property-became-read-only",
      severity: isSent ? "major" : "patch",
      message: `\`${common.subject}\` is set by the service`,
      because: isSent ? "callers that send it are refused or ignored" : "nobody sends it",
    });
  const isRequired = has(positions, "request") && now.isNullable === false;
  context.report({
    ...common,
    code: "property-became-writable",
    severity: isRequired ? "major" : isSent ? "minor" : "patch",
    message: `\`${common.subject}\` can be set by callers${isRequired ? ", who have to give it" : ""}`,
    because: isRequired
      ? "the type is sent to the service, and the property can be neither left out nor null"
      : "nobody has to give it",
  });
}
