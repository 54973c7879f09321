import type { Position } from "./change.ts";
import { reportText } from "./compare-prose.ts";
import type { Comparing, ReportedChange } from "./comparing.ts";
import { renamed, quoteUse, showUse } from "./comparing.ts";
import type { ContractOperation, ContractParameter } from "./contract.ts";
import { nameLikeness } from "./name-likeness.ts";
import { findRenames } from "./renames.ts";
import { relateTypes } from "./type-relation.ts";
import { weighNarrower, weighRelation } from "./weigh.ts";

const sent: readonly Position[] = ["request"];

/** What an operation takes, on both sides. */
export function compareParameters(context: Comparing, old: ContractOperation, now: ContractOperation): void {
  const before = new Map(old.parameters.map((parameter) => [parameter.name, parameter]));
  const after = new Map(now.parameters.map((parameter) => [parameter.name, parameter]));
  const gone = old.parameters.filter(({ name }) => !after.has(name));
  const added = now.parameters.filter(({ name }) => !before.has(name));
  const renames = findRenames(gone, added, (a, b) => likeness(context, a, b, gone, added));
  for (const { old: was, new: is, confidence } of renames)
    context.report({
      code: "parameter-renamed",
      severity: "major",
      subject: `${old.title}.${was.name}`,
      positions: sent,
      message: `\`${old.title}\` takes \`${is.name}\` where it took \`${was.name}\``,
      because: "programs give it by its name",
      before: was.name,
      after: is.name,
      confidence,
      old: was.origin,
      new: is.origin,
    });
  for (const parameter of gone)
    if (!renames.some((rename) => rename.old === parameter))
      context.report({
        code: "parameter-removed",
        severity: "major",
        subject: `${old.title}.${parameter.name}`,
        positions: sent,
        message: `\`${old.title}\` does not take \`${parameter.name}\` any more`,
        because: "programs that give it are refused",
        before: showUse(parameter.type),
        old: parameter.origin,
        new: now.origin,
      });
  for (const parameter of added)
    if (!renames.some((rename) => rename.new === parameter)) reportAdded(context, old, parameter);
  for (const [name, parameter] of before) {
    const current = after.get(name);
    if (current !== undefined) compareParameter(context, old, parameter, current);
  }
}

/** Variables of one path are told by their place; others keep their type and have names that are alike. */
function likeness(
  context: Comparing,
  old: ContractParameter,
  now: ContractParameter,
  gone: readonly ContractParameter[],
  added: readonly ContractParameter[],
): number {
  const use = renamed(context, old.type);
  if (old.place !== now.place || use.name !== now.type.name || use.isCollection !== now.type.isCollection)
    return 0;
  const inPlace = (parameter: ContractParameter): boolean => parameter.place === old.place;
  const isOnlyPair = gone.filter(inPlace).length === 1 && added.filter(inPlace).length === 1;
  if (old.place === "path" && isOnlyPair) return 0.95;
  const byName = nameLikeness(old.name, now.name);
  return byName > 0 ? byName : isOnlyPair && !use.name.startsWith("Edm.") ? 0.7 : 0;
}

function reportAdded(context: Comparing, operation: ContractOperation, parameter: ContractParameter): void {
  context.report({
    code: "parameter-added",
    severity: parameter.isOptional ? "minor" : "major",
    subject: `${operation.title}.${parameter.name}`,
    positions: sent,
    message: `\`${operation.title}\` takes a new parameter \`${parameter.name}\`: ${quoteUse(parameter.type)}${parameter.isOptional ? "" : ", which callers have to give"}`,
    because: parameter.isOptional ? "nobody has to give it" : "no source says that it may be left out",
    after: showUse(parameter.type),
    old: operation.origin,
    new: parameter.origin,
  });
}

function compareParameter(
  context: Comparing,
  operation: ContractOperation,
  old: ContractParameter,
  now: ContractParameter,
): void {
  const subject = `${operation.title}.${old.name}`;
  const common: Pick<ReportedChange, "subject" | "positions" | "old" | "new"> = {
    subject,
    positions: sent,
    old: old.origin,
    new: now.origin,
  };
  const relation = relateTypes(
    renamed(context, old.type),
    now.type,
    (name) => (context.new.types.get(name) ?? context.old.types.get(name))?.kind === "enum",
  );
  if (relation !== "same")
    context.report({
      ...common,
      code: "parameter-type-changed",
      message: `\`${subject}\` was ${quoteUse(old.type)} and is ${quoteUse(now.type)}`,
      before: showUse(old.type),
      after: showUse(now.type),
      ...weighRelation(relation, sent),
    });
  if (old.isOptional !== now.isOptional)
    context.report({
      ...common,
      code: now.isOptional ? "parameter-became-optional" : "parameter-became-required",
      severity: now.isOptional ? "minor" : "major",
      message: `\`${subject}\` ${now.isOptional ? "may be left out" : "has to be given"}`,
      because: now.isOptional ? "who gives it can go on" : "callers that leave it out are refused",
    });
  if (old.isNullable !== now.isNullable && old.isNullable !== undefined && now.isNullable !== undefined)
    context.report({
      ...common,
      code: now.isNullable ? "parameter-became-nullable" : "parameter-no-longer-nullable",
      message: `\`${subject}\` ${now.isNullable ? "may be null" : "may not be null any more"}`,
      ...(now.isNullable
        ? { severity: "minor", because: "who gives a value can go on" }
        : weighNarrower(sent, "callers that send null are refused")),
    });
  if (old.place !== now.place && operation.kind === "operation")
    context.report({
      ...common,
      code: "parameter-moved",
      severity: "patch",
      message: `\`${subject}\` travels in the ${now.place}, not in the ${old.place}`,
      because: "programs give it by its name; the client puts it where it belongs",
    });
  reportText(
    context,
    { ...common, what: `the description of \`${subject}\`` },
    old.description,
    now.description,
  );
}
