import { factName } from "../reconcile/type-use.ts";
import type { Comparing } from "./comparing.ts";
import type { EntryPoint } from "./contract.ts";
import { nameLikeness } from "./name-likeness.ts";
import { findRenames } from "./renames.ts";

const nouns = { entitySet: "entity set", singleton: "singleton", import: "import" } as const;

/** Entity sets, singletons and imports: the first segments of a path. */
export function compareEntryPoints(context: Comparing): void {
  const [before, after] = [context.old.entryPoints, context.new.entryPoints];
  const targetOf = ({ target }: EntryPoint): string => context.renamedTypes.get(target) ?? target;
  const gone = [...before.values()].filter(({ name }) => !after.has(name));
  const added = [...after.values()].filter(({ name }) => !before.has(name));
  const renames = findRenames(gone, added, (old, now) =>
    old.kind === now.kind && targetOf(old) === now.target
      ? Math.max(0.7, nameLikeness(old.name, now.name))
      : 0,
  );
  for (const { old, new: now, confidence } of renames)
    context.report({
      code: "entry-point-renamed",
      severity: "major",
      subject: `/${old.name}`,
      message: `the ${nouns[old.kind]} \`/${old.name}\` is now called \`/${now.name}\``,
      because: "every path through it begins with its name",
      before: old.name,
      after: now.name,
      confidence,
      old: old.origin,
      new: now.origin,
    });
  for (const point of gone)
    if (!renames.some(({ old }) => old === point))
      context.report({
        code: "entry-point-removed",
        severity: "major",
        subject: `/${point.name}`,
        message: `the ${nouns[point.kind]} \`/${point.name}\` is gone`,
        because: "every path through it is gone",
        before: factName(point.target),
        old: point.origin,
        new: context.new.root,
      });
  for (const point of added)
    if (!renames.some(({ new: now }) => now === point))
      context.report({
        code: "entry-point-added",
        severity: "minor",
        subject: `/${point.name}`,
        message: `the ${nouns[point.kind]} \`/${point.name}\` is new`,
        because: "nobody has to use it",
        after: factName(point.target),
        old: context.old.root,
        new: point.origin,
      });
  for (const old of before.values()) {
    const now = after.get(old.name);
    if (now === undefined || (old.kind === now.kind && targetOf(old) === now.target)) continue;
    const [was, is] = [old, now].map(({ kind, target }) => `${nouns[kind]} of ${factName(target)}`);
    context.report({
      code: "entry-point-changed",
      severity: "major",
      subject: `/${old.name}`,
      message: `\`/${old.name}\` was an ${was} and is an ${is}`.replaceAll("an singleton", "a singleton"),
      because: "what it leads to is something else",
      before: was ?? "",
      after: is ?? "",
      old: old.origin,
      new: now.origin,
    });
  }
}
