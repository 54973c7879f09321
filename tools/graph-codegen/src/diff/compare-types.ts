import type { Origin } from "../model/facts.ts";
import { isUniversalBase } from "../model/hierarchy.ts";
import { factName } from "../reconcile/type-use.ts";
import type { Position } from "./change.ts";
import { compareEnums } from "./compare-enums.ts";
import { compareMembers } from "./compare-members.ts";
import { compareProse } from "./compare-prose.ts";
import type { Comparing } from "./comparing.ts";
import { has } from "./comparing.ts";
import type { ContractStructure, ContractType } from "./contract.ts";
import { basesOf, structure } from "./hierarchy.ts";
import type { Rename } from "./renames.ts";
import type { Contract } from "./contract.ts";

/** Types of both sides, by name. */
export function compareTypes(context: Comparing, renames: readonly Rename<ContractType>[]): void {
  const newNames = new Set(renames.map(({ new: now }) => now.name));
  for (const type of context.old.types.values()) {
    const rename = renames.find(({ old }) => old === type);
    const now = rename?.new ?? context.new.types.get(type.name);
    if (rename !== undefined) reportRenamed(context, rename);
    if (now === undefined) reportRemoved(context, type);
    else compareType(context, type, now);
  }
  for (const type of context.new.types.values())
    if (!context.old.types.has(type.name) && !newNames.has(type.name)) reportAdded(context, type);
}

function reportRenamed(context: Comparing, { old, new: now, confidence }: Rename<ContractType>): void {
  context.report({
    code: "type-renamed",
    severity: "major",
    subject: factName(old.name),
    positions: context.positions(old.name),
    message: `\`${factName(old.name)}\` is now called \`${factName(now.name)}\``,
    because: "programs name the type, and its name travels as @odata.type",
    before: old.name,
    after: now.name,
    confidence,
    old: old.origin,
    new: now.origin,
  });
}

function reportRemoved(context: Comparing, type: ContractType): void {
  context.report({
    code: "type-removed",
    severity: "major",
    subject: factName(type.name),
    positions: context.positions(type.name),
    message: `the ${describe(type)} \`${factName(type.name)}\` is gone`,
    because: "programs that use it have nothing to use",
    before: describe(type),
    old: type.origin,
    new: context.new.root,
  });
}

function describe(type: ContractType): string {
  return type.kind === "enum" ? "enum" : `${type.kind} type`;
}

function reportAdded(context: Comparing, type: ContractType): void {
  const union = unionsOf(context, type).find(({ positions }) => positions.length > 0);
  const common = { subject: factName(type.name), after: describe(type), new: type.origin };
  if (union === undefined)
    return context.report({
      ...common,
      code: "type-added",
      severity: "minor",
      message: `the ${describe(type)} \`${factName(type.name)}\` is new`,
      because: "nobody has to use it",
      old: context.old.root,
    });
  const { base, positions } = union;
  const isClosed = isClosedUnion(context, positions);
  context.report({
    ...common,
    code: "variant-added",
    severity: isClosed ? "major" : "minor",
    positions,
    message: `\`${factName(type.name)}\` is new among what a \`${factName(base.name)}\` can be`,
    because: isClosed
      ? "it comes back from the service, and the union is closed: who handled every case no longer does"
      : has(positions, "response")
        ? "OData has its clients be prepared for derived types that they do not know"
        : "it is only sent: nobody has to send it",
    old: base.origin,
  });
}

/** The published library promises that its unions are closed; metadata by itself promises nothing of the kind. */
function isClosedUnion({ old }: Comparing, positions: readonly Position[]): boolean {
  return old.kind === "specs" && has(positions, "response");
}

/** The unions that a new type joins: those of its bases, where values of them travel. */
function unionsOf(
  context: Comparing,
  type: ContractType,
): readonly { readonly base: ContractStructure; readonly positions: readonly Position[] }[] {
  if (type.kind === "enum" || type.isAbstract) return [];
  return basesOf(context.new, type.name).flatMap((name) => {
    const base = structure(context.old, oldName(context, name));
    return base === undefined || isUniversalBase(base) || !isHeld(context.old, base.name)
      ? []
      : [{ base, positions: context.positions(base.name) }];
  });
}

function oldName(context: Comparing, name: string): string {
  for (const [before, after] of context.renamedTypes) if (after === name) return before;
  return name;
}

const heldTypes = new WeakMap<Contract, ReadonlySet<string>>();

/** Whether a member, a parameter or a result has the type itself: only then is there a union of it. */
function isHeld(contract: Contract, name: string): boolean {
  const known = heldTypes.get(contract);
  if (known !== undefined) return known.has(name);
  const held = new Set<string>();
  for (const type of contract.types.values())
    if (type.kind !== "enum") for (const member of type.members.values()) held.add(member.type.name);
  for (const { parameters, result } of contract.operations) {
    for (const { type } of parameters) held.add(type.name);
    if (result.type !== undefined) held.add(result.type.name);
  }
  heldTypes.set(contract, held);
  return held.has(name);
}

function compareType(context: Comparing, old: ContractType, now: ContractType): void {
  const positions = context.positions(old.name);
  const subject = factName(old.name);
  const common = { subject, positions, old: old.origin, new: now.origin };
  compareProse(context, common, subject, old, now);
  if (old.kind === "enum" && now.kind === "enum") return compareEnums(context, old, now);
  if (old.kind === "enum" || now.kind === "enum" || old.kind !== now.kind)
    context.report({
      ...common,
      code: "type-kind-changed",
      severity: "major",
      message: `\`${subject}\` was an ${describe(old)} and is an ${describe(now)}`.replaceAll(
        "an complex",
        "a complex",
      ),
      because: "values of the one kind are not values of the other",
      before: describe(old),
      after: describe(now),
    });
  if (old.kind === "enum" || now.kind === "enum") return;
  compareBases(context, common, old, now);
  compareAbstract(context, common, old, now);
  compareOpenness(context, common, old, now);
  compareKeys(context, common, old, now);
  compareMembers(context, old, now);
}

interface Common {
  readonly subject: string;
  readonly positions: readonly Position[];
  readonly old: Origin;
  readonly new: Origin;
}

function compareBases(
  context: Comparing,
  common: Common,
  old: ContractStructure,
  now: ContractStructure,
): void {
  const before = old.base === undefined ? undefined : (context.renamedTypes.get(old.base) ?? old.base);
  if (before === now.base) return;
  const isStillBase = before === undefined || basesOf(context.new, now.name).includes(before);
  context.report({
    ...common,
    code: "base-changed",
    severity: isStillBase ? "minor" : "major",
    message: `\`${common.subject}\` was based on ${showBase(old)} and is based on ${showBase(now)}`,
    because: isStillBase
      ? "what was its base still is, further up"
      : "values of it are no longer values of the old base",
    before: showBase(old),
    after: showBase(now),
  });
}

function showBase({ base }: ContractStructure): string {
  return base === undefined ? "nothing" : factName(base);
}

/** An open type takes and gives any property; in the library it has an index signature. */
function compareOpenness(
  context: Comparing,
  common: Common,
  old: ContractStructure,
  now: ContractStructure,
): void {
  if (old.isOpen === now.isOpen || old.isOpen === undefined || now.isOpen === undefined) return;
  context.report({
    ...common,
    code: "open-type-changed",
    severity: now.isOpen ? "minor" : "major",
    message: `\`${common.subject}\` ${now.isOpen ? "may carry" : "no longer carries"} properties that are not declared`,
    because: now.isOpen
      ? "declared properties are what they were"
      : "programs that read or send other properties have nothing to use",
  });
}

function compareAbstract(
  context: Comparing,
  common: Common,
  old: ContractStructure,
  now: ContractStructure,
): void {
  if (old.isAbstract === now.isAbstract) return;
  const isClosed = isHeld(context.old, old.name) && isClosedUnion(context, common.positions);
  context.report(
    now.isAbstract
      ? {
          ...common,
          code: "type-became-abstract",
          severity: "major",
          message: `\`${common.subject}\` is abstract now: no value has this type alone`,
          because: "programs that make or expect a value of exactly this type have nothing to use",
        }
      : {
          ...common,
          code: "type-became-concrete",
          severity: isClosed ? "major" : "minor",
          message: `\`${common.subject}\` is not abstract any more: values can have this type itself`,
          because: isClosed
            ? "it comes back from the service, and the union is closed: who handled every case no longer does"
            : "nobody has to make such a value",
        },
  );
}

function compareKeys(
  context: Comparing,
  common: Common,
  old: ContractStructure,
  now: ContractStructure,
): void {
  if (old.keys === undefined || now.keys === undefined || old.keys.join() === now.keys.join()) return;
  context.report({
    ...common,
    code: "key-changed",
    severity: "major",
    message: `the key of \`${common.subject}\` was ${old.keys.join(", ") || "inherited"} and is ${now.keys.join(", ") || "inherited"}`,
    because: "an entity is addressed by its key",
    before: old.keys.join(", "),
    after: now.keys.join(", "),
  });
}
