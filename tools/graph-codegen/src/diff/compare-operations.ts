import { compareExamples } from "./compare-examples.ts";
import { compareParameters } from "./compare-parameters.ts";
import { comparePermissions } from "./compare-permissions.ts";
import { compareProse } from "./compare-prose.ts";
import { compareResult } from "./compare-result.ts";
import type { Comparing } from "./comparing.ts";
import type { ContractOperation } from "./contract.ts";
import { blankPath, operationLikeness, pairOperations } from "./pair-operations.ts";
import { findRenames } from "./renames.ts";

/** Operations of both sides. */
export function compareOperations(context: Comparing): void {
  const { pairs, gone, added } = pairOperations(context);
  const renames = findRenames(gone, added, (old, now) => operationLikeness(context, old, now));
  for (const { old, new: now, confidence } of renames) {
    // A page's name is not the operation's.
    if (context.old.kind !== "pages")
      context.report({
        code: "operation-renamed",
        severity: "major",
        subject: old.title,
        message: `\`${old.title}\` is now called \`${now.title}\``,
        because: "programs call it by its name",
        before: old.title,
        after: now.title,
        confidence,
        old: old.origin,
        new: now.origin,
      });
    compareOperation(context, old, now);
  }
  for (const operation of gone)
    if (!renames.some(({ old }) => old === operation))
      context.report({
        code: "operation-removed",
        severity: "major",
        subject: operation.title,
        message: `${describe(operation)} is gone`,
        because: "programs that call it have nothing to call",
        before: describe(operation).replaceAll("`", ""),
        old: operation.origin,
        new: context.new.root,
      });
  for (const operation of added)
    if (!renames.some(({ new: now }) => now === operation))
      context.report({
        code: "operation-added",
        severity: "minor",
        subject: operation.title,
        message: `${describe(operation)} is new`,
        because: "nobody has to call it",
        after: describe(operation).replaceAll("`", ""),
        old: context.old.root,
        new: operation.origin,
      });
  for (const [old, now] of pairs) compareOperation(context, old, now);
}

function describe(operation: ContractOperation): string {
  if (operation.kind !== "operation") return `the ${operation.kind} \`${operation.title}\``;
  const place =
    operation.path === undefined ? "" : `${operation.method?.value ?? ""} ${operation.path.value}`.trim();
  return operation.title === place ? place : `\`${operation.title}\` (${place})`;
}

function compareOperation(context: Comparing, old: ContractOperation, now: ContractOperation): void {
  const subject = old.title;
  const common = { subject, old: old.origin, new: now.origin };
  const [oldMethod, newMethod] = [old.method?.value ?? old.kind, now.method?.value ?? now.kind];
  if (oldMethod !== newMethod)
    context.report({
      ...common,
      code: "operation-method-changed",
      severity: "major",
      message: `\`${subject}\` was ${oldMethod} and is ${newMethod}`,
      because: "the old way to call it is gone, for programs, stand-ins and allow lists",
      before: oldMethod,
      after: newMethod,
    });
  if (
    old.path !== undefined &&
    now.path !== undefined &&
    blankPath(old.path.value) !== blankPath(now.path.value)
  )
    context.report({
      ...common,
      code: "operation-moved",
      severity: "major",
      message: `\`${subject}\` moved from \`${old.path.value}\` to \`${now.path.value}\``,
      because: "the old path may be gone for released programs, stand-ins and allow lists",
      before: old.path.value,
      after: now.path.value,
    });
  compareParameters(context, old, now);
  compareResult(context, old, now);
  comparePermissions(context, old, now);
  if (
    old.isIdempotent !== now.isIdempotent &&
    old.isIdempotent !== undefined &&
    now.isIdempotent !== undefined
  )
    context.report({
      ...common,
      code: "repeatable-changed",
      severity: "minor",
      message: `\`${subject}\` is ${now.isIdempotent ? "" : "no longer "}sent again when its answer was lost`,
      because: "the client behaves differently, the types do not",
    });
  compareProse(context, common, subject, old, now);
  compareExamples(context, old, now);
}
