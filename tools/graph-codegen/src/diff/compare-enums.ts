import { factName } from "../reconcile/type-use.ts";
import type { Weight } from "./weigh.ts";
import { weighWider } from "./weigh.ts";
import { reportText } from "./compare-prose.ts";
import type { Comparing } from "./comparing.ts";
import { has } from "./comparing.ts";
import type { ContractEnum, EnumMember } from "./contract.ts";
import { nameLikeness } from "./name-likeness.ts";
import { findRenames } from "./renames.ts";

/** What lets readers know that more may come; it is no value. */
const marker = "unknownFutureValue";

/** Two versions of an enum. */
export function compareEnums(context: Comparing, old: ContractEnum, now: ContractEnum): void {
  const name = factName(old.name);
  const positions = context.positions(old.name);
  const common = { subject: name, positions, old: old.origin, new: now.origin };
  if (old.isFlags !== now.isFlags)
    context.report({
      ...common,
      code: "enum-flags-changed",
      severity: "major",
      message: `\`${name}\` ${now.isFlags ? "holds several members at once, joined by commas" : "holds one member only"}`,
      because: "a value is written in another form",
    });
  if (old.isOpen !== now.isOpen)
    context.report({
      ...common,
      old: old.members.get(marker)?.origin ?? old.origin,
      new: now.members.get(marker)?.origin ?? now.origin,
      ...(now.isOpen
        ? {
            code: "enum-opened",
            message: `\`${name}\` may hold members that it does not list`,
            // An enum of flags was a text for readers before, too: members are joined by commas.
            ...(old.isFlags ? never : weighWider(positions, "who handled every member no longer does")),
          }
        : {
            code: "enum-closed",
            message: `\`${name}\` lists all its members now`,
            severity: now.isFlags ? "minor" : "major",
            because: now.isFlags
              ? never.because
              : "a text that it does not list cannot be sent or compared with any more",
          }),
    });
  for (const member of old.members.values()) {
    const current = now.members.get(member.name);
    if (current !== undefined)
      reportText(
        context,
        {
          what: `the description of \`${name}.${member.name}\``,
          subject: `${name}.${member.name}`,
          old: member.origin,
          new: current.origin,
        },
        member.description,
        current.description,
      );
  }
  const real = ({ name: member }: EnumMember): boolean => member !== marker;
  const gone = [...old.members.values()].filter((member) => real(member) && !now.members.has(member.name));
  const added = [...now.members.values()].filter((member) => real(member) && !old.members.has(member.name));
  const renames = findRenames(gone, added, likeness(old, now));
  for (const { old: before, new: after, confidence } of renames)
    context.report({
      code: "enum-member-renamed",
      severity: "major",
      subject: `${name}.${before.name}`,
      positions,
      message: `\`${name}.${before.name}\` is now called \`${after.name}\``,
      because: "members travel by name",
      before: before.name,
      after: after.name,
      confidence,
      old: before.origin,
      new: after.origin,
    });
  for (const member of gone)
    if (!renames.some((rename) => rename.old === member)) reportRemoved(context, old, now, member);
  for (const member of added)
    if (!renames.some((rename) => rename.new === member)) reportAdded(context, old, now, member);
}

const never: Weight = { severity: "minor", because: "values were texts for readers before, too" };

/** The same number behind both names, or names that are alike where no numbers are known. */
function likeness(old: ContractEnum, now: ContractEnum): (before: EnumMember, after: EnumMember) => number {
  const count = (type: ContractEnum, value: string): number =>
    [...type.members.values()].filter((member) => member.value === value).length;
  return (before, after) => {
    const { value } = before;
    if (value === undefined || after.value === undefined) return nameLikeness(before.name, after.name);
    if (value !== after.value) return 0;
    return count(old, value) === 1 && count(now, value) === 1 ? 0.95 : 0;
  };
}

function reportRemoved(context: Comparing, old: ContractEnum, now: ContractEnum, member: EnumMember): void {
  context.report({
    code: "enum-member-removed",
    severity: "major",
    subject: `${factName(old.name)}.${member.name}`,
    positions: context.positions(old.name),
    message: `\`${factName(old.name)}\` has no member \`${member.name}\` any more`,
    because: "programs that send it are refused, and those that compare with it wait in vain",
    before: member.name,
    old: member.origin,
    new: now.origin,
  });
}

function reportAdded(context: Comparing, old: ContractEnum, now: ContractEnum, member: EnumMember): void {
  const positions = context.positions(old.name);
  // Where the enum is opened in the same step, that is what breaks; the members that come with it are then ready for.
  const isOpen = old.isOpen || old.isFlags || now.isOpen;
  const isMet = has(positions, "response");
  context.report({
    code: "enum-member-added",
    severity: isOpen || !isMet ? "minor" : "major",
    subject: `${factName(old.name)}.${member.name}`,
    positions,
    message: `\`${factName(old.name)}\` has a new member \`${member.name}\``,
    because: isOpen
      ? "the enum is open: readers are ready for members that they do not know"
      : isMet
        ? "the enum is closed and comes back from the service: who handled every member no longer does"
        : "it is only sent: nobody has to send it",
    after: member.name,
    old: old.origin,
    new: member.origin,
  });
}
