import type { Comparing } from "./comparing.ts";
import { quoteUse, renamed, showUse } from "./comparing.ts";
import type { ContractOperation } from "./contract.ts";
import { relateTypes } from "./type-relation.ts";
import { weighRelation } from "./weigh.ts";

/** What an operation answers, on both sides. */
export function compareResult(context: Comparing, old: ContractOperation, now: ContractOperation): void {
  const [before, after] = [old.result, now.result];
  const common = {
    subject: old.title,
    old: before.origin,
    new: after.origin,
    positions: ["response"] as const,
  };
  if (before.type === undefined && after.type === undefined) return;
  if (before.type === undefined || after.type === undefined)
    return context.report(
      after.type === undefined
        ? {
            ...common,
            code: "result-removed",
            severity: "major",
            message: `\`${old.title}\` answers nothing any more`,
            because: "programs that read the result have nothing to read",
            before: before.type === undefined ? "nothing" : showUse(before.type),
          }
        : {
            ...common,
            code: "result-added",
            severity: "minor",
            message: `\`${old.title}\` answers ${quoteUse(after.type)}`,
            because: "nobody has to read it",
            after: showUse(after.type),
          },
    );
  const relation = relateTypes(renamed(context, before.type), after.type);
  if (relation !== "same")
    context.report({
      ...common,
      code: "result-type-changed",
      message: `\`${old.title}\` answered ${quoteUse(before.type)} and answers ${quoteUse(after.type)}`,
      before: showUse(before.type),
      after: showUse(after.type),
      ...weighRelation(relation, ["response"]),
    });
  if (
    before.isNullable !== after.isNullable &&
    after.isNullable !== undefined &&
    before.isNullable !== undefined &&
    relation === "same"
  )
    context.report({
      ...common,
      code: after.isNullable ? "result-became-nullable" : "result-no-longer-nullable",
      severity: after.isNullable ? "major" : "minor",
      message: `the result of \`${old.title}\` ${after.isNullable ? "may be null" : "is never null"}`,
      because: after.isNullable
        ? "readers have not expected null"
        : "readers are ready for more than they now meet",
    });
  if (before.isPaged !== after.isPaged && before.isPaged !== undefined && after.isPaged !== undefined)
    context.report({
      ...common,
      code: "result-paging-changed",
      severity: after.isPaged ? "minor" : "major",
      message: `the result of \`${old.title}\` ${after.isPaged ? "may come in pages" : "comes at once"}`,
      because: after.isPaged
        ? "the client's `pages` follows them; who reads the first answer alone may miss the rest"
        : "the link to the next page is gone from the type",
    });
}
